"""Supervision and debriefs."""

from django import forms
from django.utils import timezone

from core.forms import DayField, NewRowForm, helper

BETWEEN_TWO = "Only the two of you read this. Leave out names of people you support."


class SupervisionForm(NewRowForm):
    """A mentor and their supervisor sat down together."""

    on_date = DayField(label="Day", initial=timezone.localdate)
    summary = forms.CharField(
        label="What you talked about and agreed",
        max_length=4000,
        required=False,
        widget=forms.Textarea,
        help_text=BETWEEN_TWO,
    )
    next_date = DayField(label="Next supervision", required=False)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save supervision", cancel_url)


class DebriefForm(NewRowForm):
    """A talk after something that was hard."""

    on_date = DayField(label="Day you talked", initial=timezone.localdate)
    note = forms.CharField(
        label="What helps to remember", max_length=4000, widget=forms.Textarea, help_text=BETWEEN_TWO
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save debrief", cancel_url)


class DebriefAskForm(NewRowForm):
    """A mentor would like to talk."""

    note = forms.CharField(
        label="What it is about",
        max_length=500,
        required=False,
        help_text="If you like. Your supervisor reads it, nobody else.",
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Ask for a debrief", cancel_url)
