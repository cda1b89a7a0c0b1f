import re

import django_filters
from crispy_forms.layout import Div
from django import forms
from django.db.models import Q
from django.utils import timezone

from accounts.models import Team
from core.forms import DayField, Fieldset, FilterForm, Form, NewRowForm, VersionedForm, helper
from people.enums import Sex
from prisons.enums import SentenceBand
from prisons.models import LocalAuthority, Prison
from referrals.forms.agencies import CARRIED, OPEN_OR_CLOSED, teams_open_or
from referrals.models import Programme
from referrals.models.programmes import default_follow_up_days, default_reminder_days

LONGEST_MONTH = 31


class ProgrammeFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Name", max_length=120, field_name="name", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(
        label="Open or closed", choices=OPEN_OR_CLOSED, method="filter_state", empty_label="All"
    )

    class Meta:
        model = Programme
        fields = ["q", "state"]
        form = FilterForm

    def filter_state(self, rows, name, value):
        today = timezone.localdate()
        return rows.open_on(today) if value == "open" else rows.closed_on(today)


class DaysField(forms.CharField):
    """Numbers of days from a box, with commas between them: a list without doubles, in order (`falling`: the other way)."""

    def __init__(self, *, largest, falling=False, **kwargs):
        self.largest = largest
        self.falling = falling
        super().__init__(max_length=200, **kwargs)

    def prepare_value(self, value):
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value

    def clean(self, value):
        text = super().clean(value) or ""
        parts = [part for part in re.split(r"[\s,;]+", text) if part]
        if wrong := next((part for part in parts if not re.fullmatch(r"[0-9]{1,4}", part)), None):
            raise forms.ValidationError(
                f"“{wrong[:20]}” is not a number of days. Enter numbers with commas between them, like 84, 42, 28",
                code="invalid",
            )
        days = sorted({int(part) for part in parts}, reverse=self.falling)
        if days and max(days) > self.largest:
            raise forms.ValidationError(f"{max(days)} days is too many: {self.largest} at most", code="max_value")
        return days


class ProgrammeForm(Form):
    name = forms.CharField(label="Name of the programme", max_length=120)
    team = forms.ModelChoiceField(label="Team that runs it", queryset=Team.objects.none(), empty_label="Choose a team")
    contract_places = forms.IntegerField(
        label="Places under the contract", min_value=1, max_value=100_000, required=False
    )
    closed_date = DayField(
        label="First day it is closed", required=False, help_text="From this day on nobody is referred to it."
    )
    sexes = forms.MultipleChoiceField(
        label="Sex",
        choices=[choice for choice in Sex.choices if choice[0] != Sex.NOT_KNOWN],
        required=False,
        help_text="As the prison records it. Tick none for everyone.",
        widget=forms.CheckboxSelectMultiple,
    )
    youngest_age = forms.IntegerField(
        label="Youngest age",
        help_text="At liberation. Leave empty for any.",
        min_value=12,
        max_value=110,
        required=False,
    )
    oldest_age = forms.IntegerField(
        label="Oldest age", help_text="At liberation. Leave empty for any.", min_value=12, max_value=110, required=False
    )
    sentence_bands = forms.MultipleChoiceField(
        label="Length of sentence",
        choices=[choice for choice in SentenceBand.choices if choice[0] != SentenceBand.NOT_KNOWN],
        required=False,
        help_text="Tick none for any sentence.",
        widget=forms.CheckboxSelectMultiple,
    )
    takes_remand = forms.BooleanField(label="Takes people on remand", required=False)
    takes_recall = forms.BooleanField(label="Takes people who were recalled", required=False)
    takes_statutory = forms.BooleanField(label="Takes people under statutory supervision", required=False)
    prisons = forms.ModelMultipleChoiceField(
        queryset=Prison.objects.none(),
        required=False,
        help_text="Tick none for every prison.",
        widget=forms.CheckboxSelectMultiple,
    )
    areas = forms.ModelMultipleChoiceField(
        label="Areas people return to",
        queryset=LocalAuthority.objects.all(),
        required=False,
        help_text="Tick none for every area.",
        widget=forms.CheckboxSelectMultiple,
    )
    sign_up_weeks = forms.IntegerField(
        label="Sign-up opens", help_text="Weeks before liberation.", min_value=1, max_value=104, initial=12
    )
    minimum_lead_days = forms.IntegerField(
        label="Shortest time left at sign-up",
        help_text="Days before liberation.",
        min_value=0,
        max_value=365,
        initial=0,
    )
    minimum_meetings = forms.IntegerField(label="Pre-release meetings needed", min_value=0, max_value=50, initial=3)
    meetings_flag_days = forms.IntegerField(
        label="Flag too few meetings from",
        help_text="Days before liberation.",
        min_value=0,
        max_value=365,
        initial=28,
    )
    gate_answer_days = forms.IntegerField(
        label="Ask who meets them from",
        help_text="Days before liberation. The mentor then says “I’m going” or “I can’t”; also when a day is brought forward.",
        min_value=0,
        max_value=60,
        initial=7,
    )
    gate_answer_hours = forms.IntegerField(
        label="Time to answer", help_text="Hours. Then the managers are told.", min_value=1, max_value=168, initial=24
    )
    quiet_move_days = forms.IntegerField(
        label="A moved day is only shown, and not sent, beyond",
        help_text="Days ahead, when nothing is booked on it.",
        min_value=0,
        max_value=730,
        initial=84,
    )
    reminder_days = DaysField(
        label="Reminders",
        largest=365,
        falling=True,
        required=False,
        initial=default_reminder_days,
        help_text="Days before liberation, with commas between them; 0 is the day itself. Leave empty for none.",
    )
    confirm_days = forms.IntegerField(
        label="Days until a release date is asked about again",
        help_text="Since the prison, or whoever told us, last said it.",
        min_value=1,
        max_value=365,
        initial=28,
    )
    confirm_days_near = forms.IntegerField(
        label="Days until then in the last four weeks", min_value=1, max_value=28, initial=7
    )
    confirm_days_last_week = forms.IntegerField(
        label="Days until then in the last week", min_value=1, max_value=7, initial=1
    )
    unknown_days = forms.IntegerField(
        label="Days until a date nobody knows is asked about again", min_value=1, max_value=365, initial=14
    )
    readiness_due_days = forms.IntegerField(
        label="Show what has to be in place as due",
        help_text="Days ahead.",
        min_value=0,
        max_value=84,
        initial=14,
    )
    readiness_settle_days = forms.IntegerField(
        label="Nothing of it is overdue until",
        help_text="Days after somebody signed up, however near the liberation day is.",
        min_value=0,
        max_value=84,
        initial=7,
    )
    plan_review_days = forms.IntegerField(
        label="A plan is looked at again at least every",
        help_text="Days since it was agreed or last looked at.",
        min_value=1,
        max_value=365,
        initial=90,
    )
    plan_review_after_change_days = forms.IntegerField(
        label="Once the day has moved or they are back in custody, within",
        help_text="Days.",
        min_value=1,
        max_value=90,
        initial=14,
    )
    promise_late_days = forms.IntegerField(
        label="Managers see a promise once it is late by",
        help_text="Days after the day by which it was to be kept.",
        min_value=0,
        max_value=90,
        initial=7,
    )
    handover_access_days = forms.IntegerField(
        label="After a handover the former mentor may open the record for",
        help_text="Days, to finish writing up and to answer questions. 0: it closes at once.",
        min_value=0,
        max_value=90,
        initial=14,
    )
    ending_access_days = forms.IntegerField(
        label="After support ends the mentor may open the record for",
        help_text="Days, to finish writing up. 0: it closes at once.",
        min_value=0,
        max_value=90,
        initial=28,
    )
    months_of_support = forms.IntegerField(
        label="Support after liberation", help_text="Months.", min_value=0, max_value=24, initial=6
    )
    follow_up_days = DaysField(
        label="Follow-up contacts",
        largest=744,
        required=False,
        initial=default_follow_up_days,
        help_text="Days after liberation, with commas between them. Leave empty for none.",
    )

    self_referral_months = forms.IntegerField(
        label="People may ask for themselves after release",
        help_text="Months from the day of release; 0 is not at all.",
        min_value=0,
        max_value=60,
        initial=6,
    )
    refusal_kept_months = forms.IntegerField(
        label="Keep who said no, or was not for this service",
        help_text="Months. After that nothing says who they were; they stay counted.",
        min_value=1,
        max_value=120,
        initial=12,
    )
    sharing_consent_months = forms.IntegerField(
        label="Consent to sharing holds",
        help_text="Months. Leave empty if it holds until it is taken back.",
        min_value=1,
        max_value=60,
        required=False,
    )

    def __init__(self, *args, submit, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams_open_or(self.initial.get("team"))
        chosen = [prison.pk for prison in self.initial.get("prisons", [])]
        not_closed = Q(closed_date=None) | Q(closed_date__gt=timezone.localdate())
        self.fields["prisons"].queryset = Prison.objects.filter(not_closed | Q(pk__in=chosen))
        self.helper = helper(
            submit,
            cancel_url,
            layout=[
                Fieldset("The programme", "name", "team", "contract_places", "closed_date"),
                Fieldset(
                    "Who may take part",
                    "sexes",
                    "youngest_age",
                    "oldest_age",
                    "sentence_bands",
                    "takes_remand",
                    "takes_recall",
                    "takes_statutory",
                ),
                Fieldset("Where", Div("prisons", css_class="in-columns"), Div("areas", css_class="in-columns")),
                Fieldset(
                    "Before liberation",
                    "sign_up_weeks",
                    "minimum_lead_days",
                    "minimum_meetings",
                    "meetings_flag_days",
                    "reminder_days",
                    "readiness_due_days",
                    "readiness_settle_days",
                ),
                Fieldset("When a day moves", "gate_answer_days", "gate_answer_hours", "quiet_move_days"),
                Fieldset(
                    "Keeping release dates true",
                    "confirm_days",
                    "confirm_days_near",
                    "confirm_days_last_week",
                    "unknown_days",
                ),
                Fieldset(
                    "Plans and promises", "plan_review_days", "plan_review_after_change_days", "promise_late_days"
                ),
                Fieldset("Handovers and endings", "handover_access_days", "ending_access_days"),
                Fieldset("Offers and consent", "self_referral_months", "refusal_kept_months", "sharing_consent_months"),
                Fieldset("After liberation", "months_of_support", "follow_up_days"),
            ],
        )

    def clean_prisons(self):
        return list(self.cleaned_data["prisons"])

    def clean_areas(self):
        return list(self.cleaned_data["areas"])

    def clean(self):
        typed = self.cleaned_data
        weeks = typed.get("sign_up_weeks")
        for name, what in (("minimum_lead_days", "This"), ("meetings_flag_days", "The flag")):
            if weeks is not None and (typed.get(name) or 0) > weeks * 7:
                self.add_error(name, f"{what} must not come before sign-up opens, {weeks * 7} days before liberation")
        youngest, oldest = typed.get("youngest_age"), typed.get("oldest_age")
        if youngest is not None and oldest is not None and oldest < youngest:
            self.add_error("oldest_age", f"The oldest age must not be below the youngest, {youngest}")
        months, days = typed.get("months_of_support"), typed.get("follow_up_days")
        if months is not None and days and max(days) > months * LONGEST_MONTH:
            support = "1 month" if months == 1 else f"{months} months"
            self.add_error("follow_up_days", f"Day {max(days)} is after the support has ended ({support})")

    def details(self):
        return {name: value for name, value in self.cleaned_data.items() if name not in (*CARRIED, "prisons", "areas")}


class ProgrammeAddForm(ProgrammeForm, NewRowForm):
    pass


class ProgrammeEditForm(ProgrammeForm, VersionedForm):
    pass
