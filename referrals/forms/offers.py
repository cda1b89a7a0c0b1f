"""Offering the service, and noting what came of it."""

import datetime as dt

from django import forms
from django.utils import timezone

from core.forms import DayField, Form, NewRowForm, helper
from referrals.enums import OfferChannel, OfferOutcome

# “Not now” is asked again after so many weeks unless they said when.
USUAL_WEEKS = 4
NO_ANSWER_YET = "waits"
OUTCOMES = [(outcome.value, outcome.label) for outcome in OfferOutcome if outcome != OfferOutcome.AGREED]


def usual_later_day() -> dt.date:
    return timezone.localdate() + dt.timedelta(weeks=USUAL_WEEKS)


class OfferForm(NewRowForm):
    """One attempt: how and when the service was offered, and what came of it if that is known."""

    channel = forms.ChoiceField(label="How was it offered?", choices=OfferChannel.choices, widget=forms.RadioSelect)
    on = DayField(label="Day of the offer", initial=timezone.localdate)
    outcome = forms.ChoiceField(
        label="What came of it?", choices=[(NO_ANSWER_YET, "No answer yet"), *OUTCOMES], widget=forms.RadioSelect
    )
    later_date = DayField(label="Day to offer it again", initial=usual_later_day)
    note = forms.CharField(label="In their words, or why not seen", max_length=300, required=False)

    reveals = {"outcome": {OfferOutcome.NOT_NOW: ["later_date"]}}

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save the offer", cancel_url)

    def clean_outcome(self):
        outcome = self.cleaned_data["outcome"]
        return "" if outcome == NO_ANSWER_YET else outcome


class AnswerForm(Form):
    """What came of an offer that waited for its answer, when it was not yes."""

    outcome = forms.ChoiceField(label="What was the answer?", choices=OUTCOMES, widget=forms.RadioSelect)
    on = DayField(label="Day of the answer", initial=timezone.localdate)
    later_date = DayField(label="Day to offer it again", initial=usual_later_day)
    note = forms.CharField(label="In their words, or why not seen", max_length=300, required=False)

    reveals = {"outcome": {OfferOutcome.NOT_NOW: ["later_date"]}}

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save the answer", cancel_url)
