"""Making an early-release scheme, and the filters of its people and of its cohort."""

import re

import django_filters
from crispy_forms.layout import Div
from django import forms
from django.db.models import Q
from django.utils import timezone

from core.forms import DayField, Fieldset, FilterForm, Form, NewRowForm, VersionedForm, helper
from core.templatetags.ui import day as in_words
from liberations.enums import ListState, OfferStanding, SchemeShift, SchemeState, WhyNotShifted
from liberations.models import LiberationList, Scheme, SchemeMember
from liberations.models.schemes import LONGEST_SHIFT_DAYS
from prisons.enums import Confidence, DateSource, SentenceBand
from prisons.models import Prison
from referrals.models import Programme

# A scheme names days soon to come; a year further off is a slip of the keyboard.
FURTHEST_YEARS = 2
MOST_LISTS = 30
STAYS = "stays"
DECIDED = "decided"


class TranchesField(forms.CharField):
    """A list of (first day, last day, new day) from a box with one tranche on each line: "1 Dec to 14 Dec 2026: 25 Nov 2026"."""

    widget = forms.Textarea
    _LINE = re.compile(r"(.+?)\s+(?:to|until|till|-|–)\s+(.+?)\s*(?::|→|->|,)\s*(.+)", re.IGNORECASE)

    def __init__(self, **kwargs):
        super().__init__(max_length=2000, **kwargs)

    def prepare_value(self, value):
        if not isinstance(value, list | tuple):
            return value
        return "\n".join(f"{in_words(first)} to {in_words(last)}: {in_words(new)}" for first, last, new in value)

    def clean(self, value):
        lines = [line.strip() for line in (super().clean(value) or "").splitlines()]
        return [self._tranche(line) for line in lines if line]

    def _tranche(self, line):
        match = self._LINE.fullmatch(line)
        days = [_day(text) for text in match.groups()] if match else [None]
        if not all(days):
            raise forms.ValidationError(
                f"“{line[:60]}” is not a tranche. Write the first day, the last day and the new day, "
                "like 1 Dec 2026 to 14 Dec 2026: 25 Nov 2026",
                code="invalid",
            )
        return tuple(days)


class ListChoiceField(forms.ModelChoiceField):
    """The prisons' lists that were applied, by prison and day."""

    def label_from_instance(self, obj):
        return f"{obj.prison.name}, {in_words(obj.applied_at)}"


class SchemeTermsForm(Form):
    """Whom an early-release scheme is for and how their days shift."""

    name = forms.CharField(
        label="What is it called?", max_length=120, help_text="As staff know it, such as Emergency release 2026."
    )
    reason = forms.CharField(
        label="Why do the dates shift?",
        max_length=160,
        help_text="One sentence. It is kept with every date, so name nobody.",
    )
    source = forms.ChoiceField(label="Who told us?", choices=DateSource)
    confidence = forms.ChoiceField(label="How sure is it?", choices=Confidence, widget=forms.RadioSelect)
    prisons = forms.ModelMultipleChoiceField(
        label="In which prisons?",
        queryset=Prison.objects.none(),
        required=False,
        help_text="Where people are held now. Tick none for every prison.",
        widget=forms.CheckboxSelectMultiple,
    )
    sentence_bands = forms.MultipleChoiceField(
        label="Which sentences?",
        choices=SentenceBand.choices,
        required=False,
        help_text="Tick none for any sentence.",
        widget=forms.CheckboxSelectMultiple,
    )
    programme = forms.ModelChoiceField(
        label="Programme", queryset=Programme.objects.none(), required=False, empty_label="Any programme"
    )
    from_day = DayField(label="Liberation day from", required=False, help_text="As it is now, before the shift.")
    until_day = DayField(label="Liberation day until", required=False)
    liberation_list = ListChoiceField(
        label="Only people on this prison’s list",
        queryset=LiberationList.objects.none(),
        required=False,
        empty_label="Anybody, on a list or not",
    )
    shift = forms.ChoiceField(label="How do the days shift?", choices=SchemeShift, widget=forms.RadioSelect)
    days_earlier = forms.IntegerField(
        label="How many days earlier?",
        min_value=1,
        max_value=LONGEST_SHIFT_DAYS,
        help_text="Counted from the end of the sentence where it is known, else from the liberation day.",
    )
    to_day = DayField(label="Which day?")
    tranches = TranchesField(
        label="The tranches",
        help_text="One on each line, like 1 Dec 2026 to 14 Dec 2026: 25 Nov 2026. Who would leave on one of the first days leaves on the last one.",
    )
    earliest_day = DayField(
        label="Nobody leaves before", required=False, help_text="The day the scheme begins. Leave empty for today."
    )
    puts_back = forms.BooleanField(label="Give people a later day too, where the new day is later", required=False)
    reveals = {
        "shift": {
            SchemeShift.DAYS: ["days_earlier"],
            SchemeShift.DAY: ["to_day"],
            SchemeShift.TRANCHES: ["tranches"],
        }
    }

    def __init__(self, *args, team, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        chosen = [prison.pk for prison in self.initial.get("prisons", [])]
        open_now = Prison.objects.open_on(today).values("pk")
        self.fields["prisons"].queryset = Prison.objects.filter(Q(pk__in=open_now) | Q(pk__in=chosen))
        self.fields["programme"].queryset = Programme.objects.open_on(today).filter(team=team)
        self.fields["liberation_list"].queryset = _lists(team)
        self.helper = helper(
            "Show whose dates would shift",
            cancel_url,
            layout=[
                Fieldset("The scheme", "name", "reason", "source", "confidence"),
                Fieldset(
                    "Whom it is for",
                    Div("prisons", css_class="in-columns"),
                    Div("sentence_bands", css_class="in-columns"),
                    "from_day",
                    "until_day",
                    "programme",
                    "liberation_list",
                ),
                Fieldset("The new days", "shift", "earliest_day", "puts_back"),
            ],
        )

    def clean(self):
        given = super().clean()
        today = timezone.localdate()
        for name in ("to_day", "earliest_day"):
            if given.get(name) and not _is_soon(given[name], today):
                self.add_error(name, f"Enter a day from today on, at most {FURTHEST_YEARS} years ahead")
        for _, _, new in given.get("tranches") or []:
            if not _is_soon(new, today):
                self.add_error(
                    "tranches", f"{in_words(new)} must be today or later, at most {FURTHEST_YEARS} years ahead"
                )
        if given.get("from_day") and given.get("until_day") and given["until_day"] < given["from_day"]:
            self.add_error("until_day", "The last liberation day is before the first one. Check both")
        return given

    def terms(self):
        """What the services of schemes take."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("new_id", "version")}
        return {**given, "tranches": given["tranches"] or []}

    @staticmethod
    def as_shown(scheme):
        """The saved values as this form holds them."""
        plain = [name for name in SchemeTermsForm.base_fields if name not in ("prisons", "tranches")]
        return {
            **{name: getattr(scheme, name) for name in plain},
            "prisons": list(scheme.prisons.all()),
            "tranches": list(scheme.tranches.values_list("from_day", "until_day", "to_day")),
        }


class NewSchemeForm(SchemeTermsForm, NewRowForm):
    """Make a scheme."""


class SchemeForm(SchemeTermsForm, VersionedForm):
    """Change a draft."""


class SchemeFilter(django_filters.FilterSet):
    """The schemes so far by what became of them."""

    state = django_filters.ChoiceFilter(label="State", choices=SchemeState.choices, empty_label="All")

    class Meta:
        model = Scheme
        form = FilterForm
        fields = ["state"]


class MemberFilter(django_filters.FilterSet):
    """The people of a scheme by what it would do to them."""

    show = django_filters.ChoiceFilter(
        label="Show",
        choices=[("shifts", "Whose day shifts"), (STAYS, "Who stay as they are"), (DECIDED, "Decided by a person")],
        empty_label="Everybody",
        method="filter_show",
    )
    why = django_filters.ChoiceFilter(
        label="Left as they are because", choices=WhyNotShifted.choices, empty_label="Any reason", method="filter_why"
    )
    prison = django_filters.ModelChoiceFilter(
        label="Prison", queryset=Prison.objects.all(), empty_label="All prisons", method="filter_prison"
    )

    class Meta:
        model = SchemeMember
        form = FilterForm
        fields = []

    def filter_show(self, members, name, value):
        if value == DECIDED:
            return members.exclude(decision="")
        return members.staying() if value == STAYS else members.to_shift()

    def filter_why(self, members, name, value):
        return members.filter(why_not__contains=[value])

    def filter_prison(self, members, name, prison):
        return members.filter(episode__stays__prison=prison, episode__stays__to_date=None)


class CohortFilter(django_filters.FilterSet):
    """The people of a cohort. Without a choice: who has not been offered the service."""

    standing = django_filters.ChoiceFilter(
        label="Show",
        choices=[("all", "Everybody"), *OfferStanding.choices[1:]],
        empty_label=OfferStanding.NOT_OFFERED.label,
        method="filter_standing",
    )
    prison = django_filters.ModelChoiceFilter(
        label="Prison", queryset=Prison.objects.all(), empty_label="All prisons", method="filter_prison"
    )

    class Meta:
        form = FilterForm
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        chosen = self.form.cleaned_data.get("standing")
        return queryset if chosen else queryset.filter(standing=OfferStanding.NOT_OFFERED)

    def filter_standing(self, episodes, name, value):
        return episodes if value == "all" else episodes.filter(standing=value)

    def filter_prison(self, episodes, name, prison):
        return episodes.filter(stays__prison=prison, stays__to_date=None)


def _day(text):
    """The day that somebody wrote out, or None."""
    try:
        return DayField(label="Day").clean([text, "", ""])
    except forms.ValidationError:
        return None


def _is_soon(day, today):
    return today <= day and day.year <= today.year + FURTHEST_YEARS


def _lists(team):
    newest = (
        LiberationList.objects.filter(team=team, state=ListState.APPLIED)
        .order_by("-applied_at")
        .values("pk")[:MOST_LISTS]
    )
    return LiberationList.objects.filter(pk__in=list(newest.values_list("pk", flat=True))).select_related("prison")
