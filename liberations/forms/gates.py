import datetime as dt

import django_filters
from django import forms
from django.utils import timezone

from core.forms import DayField, FilterForm, Form, TimeField, VersionedForm, helper
from liberations.enums import BedTonight, GateAnswer, GateDecision, NotMetReason, Transport
from mentoring.models import Mentor
from prisons.models import Prison


class GatePlanForm(VersionedForm):
    """Whether they want to be met and, if so, by whom and how."""

    decision = forms.ChoiceField(
        label="Do they want to be met at the gate?", choices=GateDecision, widget=forms.RadioSelect
    )
    mentor = forms.ModelChoiceField(
        label="Who meets them?", queryset=Mentor.objects.none(), required=False, empty_label="Not decided yet"
    )
    meet_time = TimeField(label="Time to be at the gate", required=False, help_text="For example, 8:30am")
    meeting_point = forms.CharField(
        label="Where to stand", required=False, max_length=200, help_text="Which door, or the car park."
    )
    transport = forms.ChoiceField(label="How do they travel on?", choices=Transport, initial=Transport.NOT_KNOWN)
    fallback_phone = forms.CharField(
        label="Phone if nobody comes out", required=False, max_length=40, help_text="Gate desk or hall."
    )
    plan_note = forms.CharField(label="Anything else", required=False, max_length=2000, widget=forms.Textarea)

    def __init__(self, *args, team, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        # The plan may not exist yet: then there is no version to bring along.
        self.fields["version"].required = False
        self.fields["mentor"].queryset = Mentor.objects.active().of_team(team).select_related("user")
        self.helper = helper("Save gate plan", cancel_url)


class MetForm(Form):
    """They are out, and somebody of ours met them."""

    out_time = TimeField(label="When did they come out?", help_text="Today. Change it if it was earlier.")
    note = forms.CharField(label="Note", required=False, max_length=500)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("They are out, we have met", cancel_url)

    def out_at(self):
        """The moment they came out, today."""
        return at_gate(timezone.localdate(), self.cleaned_data["out_time"])


class NotMetForm(Form):
    """They were not met, and why."""

    reason = forms.ChoiceField(label="What happened?", choices=NotMetReason, widget=forms.RadioSelect)
    out_day = DayField(
        label="Day they were released", required=False, help_text="If they are out. Leave empty if it was today."
    )
    note = forms.CharField(label="Note", required=False, max_length=500)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)

    def out_at(self):
        """Noon of the day given, or now."""
        return moment_of(self.cleaned_data["out_day"])


class BedForm(Form):
    """A bed for the first night."""

    bed = forms.ChoiceField(
        label="Do they have a bed tonight?",
        choices=[choice for choice in BedTonight.choices if choice[0] != BedTonight.NOT_ASKED],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Where, and who confirmed it", required=False, max_length=300)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)


def at_gate(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time))


def moment_of(day: dt.date | None) -> dt.datetime:
    """Now for today or no day at all; noon for another day, whose hour nobody knows."""
    if day is None or day == timezone.localdate():
        return timezone.now()
    return at_gate(day, dt.time(12))


class GateFilter(django_filters.FilterSet):
    """The list of gates: when, and at which prison."""

    when = django_filters.ChoiceFilter(
        label="When",
        choices=[("today", "Today"), ("tomorrow", "Tomorrow"), ("week", "Next 7 days"), ("fortnight", "Next 14 days")],
        empty_label="All coming",
        method="filter_when",
    )
    prison = django_filters.ModelChoiceFilter(
        label="Prison", method="filter_prison", queryset=Prison.objects.all(), empty_label="All prisons"
    )

    going = django_filters.ChoiceFilter(
        label="Is the mentor going?", choices=GateAnswer.choices, empty_label="Any answer", field_name="gate_answer"
    )

    class Meta:
        form = FilterForm
        fields = ["when", "prison", "going"]

    def filter_when(self, queryset, name, value):
        today = timezone.localdate()
        first, days = {"today": (0, 0), "tomorrow": (1, 1), "week": (0, 7), "fortnight": (0, 14)}[value]
        return queryset.filter(
            liberation_day__range=(today + dt.timedelta(days=first), today + dt.timedelta(days=days))
        )

    def filter_prison(self, queryset, name, prison):
        return queryset.filter(now_at=prison.pk)
