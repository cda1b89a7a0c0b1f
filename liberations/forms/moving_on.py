"""Passing somebody on from one mentor to another."""

import uuid

import django_filters
from django import forms

from core.forms import DayField, FilterForm, Form, LongSelect, NewRowForm, TimeField, helper
from core.templatetags.ui import clock, day
from mentoring.enums.cases import REASONS_FOR_CHANGE
from mentoring.enums.handovers import HandoverState, WithoutMeeting
from mentoring.enums.meetings import Channel
from mentoring.models import Case, Handover, Meeting, Mentor

NEW, LATER = "new", "later"
# At these both mentors can be with the person.
TOGETHER = [(each.value, each.label) for each in (Channel.IN_PRISON, Channel.VIDEO, Channel.COMMUNITY, Channel.PHONE)]


class _JointMeetingFields(NewRowForm):
    channel = forms.ChoiceField(label="How do they meet?", choices=TOGETHER, widget=forms.RadioSelect)
    on_date = DayField(label="Day of the meeting")
    at_time = TimeField(label="Time of the meeting", required=False)


class HandoverForm(_JointMeetingFields):
    """Who takes over and why, and the meeting of all three."""

    field_order = ("to_mentor", "reason", "note", "together", "channel", "on_date", "at_time")

    to_mentor = forms.ModelChoiceField(label="Next mentor", queryset=Mentor.objects.none(), widget=LongSelect)
    reason = forms.ChoiceField(label="Why another mentor?", choices=REASONS_FOR_CHANGE, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Why this mentor, and what to know",
        max_length=300,
        required=False,
        help_text="Kept with the match. The person may read it one day.",
    )
    together = forms.ChoiceField(label="When do both mentors meet them together?", widget=forms.RadioSelect)

    reveals = {"together": {NEW: ["channel", "on_date", "at_time"]}}

    def __init__(self, *args, case: Case, lead: Mentor, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        team = Mentor.objects.of_team(case.programme.team_id).filter(user__is_active=True)
        self.fields["to_mentor"].queryset = team.exclude(pk=lead.pk).select_related("user")
        self.planned = {str(each.pk): each for each in case.meetings.planned().filter(mentor=lead).order_by("on_date")}
        visits = [(key, _visit(each)) for key, each in self.planned.items() if each.channel in dict(TOGETHER)]
        self.fields["together"].choices = [
            *visits,
            (NEW, "At a meeting to be planned now"),
            (LATER, "Not agreed yet, or not at all"),
        ]
        self.helper = helper("Plan the handover", cancel_url)

    @property
    def joint_meeting(self) -> Meeting | None:
        """The planned visit that both are to hold."""
        return self.planned.get(self.cleaned_data["together"])

    def new_meeting(self) -> dict | None:
        """What plan_joint_meeting takes, if one is to be planned now."""
        if self.cleaned_data["together"] != NEW:
            return None
        names = ("channel", "on_date", "at_time")
        return {name: self.cleaned_data[name] for name in names}


class JointMeetingForm(_JointMeetingFields):
    """The meeting of both mentors with the person."""

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Plan the meeting", cancel_url)


class HandoverDoneForm(Form):
    """Why there was no meeting together; asked only when none was held."""

    without_meeting = forms.ChoiceField(
        label="Why was there no meeting together?", choices=WithoutMeeting, widget=forms.RadioSelect
    )

    def __init__(self, *args, handover: Handover, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        if handover.met_together:
            del self.fields["without_meeting"]
        self.helper = helper("They take over today", cancel_url)


class HandoverFilter(django_filters.FilterSet):
    """By how they stand and whose they are."""

    state = django_filters.ChoiceFilter(label="How it stands", choices=HandoverState, empty_label="All")
    mentor = django_filters.ModelChoiceFilter(
        label="Mentor",
        method="filter_mentor",
        queryset=lambda request: Mentor.objects.of_team(request.user.team_id).select_related("user"),
        empty_label="All mentors",
    )

    class Meta:
        model = Handover
        form = FilterForm
        fields = ["state", "mentor"]

    def filter_mentor(self, queryset, name, value):
        return queryset.filter(from_mentor=value) | queryset.filter(to_mentor=value)


def _visit(meeting: Meeting) -> str:
    at = f", {clock(meeting.at_time)}" if meeting.at_time else ""
    return f"{meeting.get_channel_display()} on {day(meeting.on_date)}{at}, which is planned"


def second_key(key: uuid.UUID) -> uuid.UUID:
    """The key of what the same form makes beside its first row: sent twice, that is once too."""
    return uuid.uuid5(key, "beside")
