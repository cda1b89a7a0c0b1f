"""Offering the service, and noting what came of it."""

import datetime as dt

from django import forms
from django.utils import timezone

from core.forms import DayField, Form, NewRowForm, helper
from referrals.enums import OfferChannel, OfferOutcome

NO_ANSWER_YET = "waits"
OUTCOMES = [(outcome.value, outcome.label) for outcome in OfferOutcome if outcome != OfferOutcome.AGREED]


def _proposed(programme) -> dict[str, dt.date]:
    """“Not now” is asked again after the programme's weeks unless they say when."""
    return {"later_date": timezone.localdate() + dt.timedelta(weeks=programme.offer_again_weeks)}


class OfferForm(NewRowForm):
    """One attempt: how and when the service was offered, and what came of it if that is known."""

    channel = forms.ChoiceField(label="How was it offered?", choices=OfferChannel.choices, widget=forms.RadioSelect)
    on = DayField(label="Day of the offer", initial=timezone.localdate)
    outcome = forms.ChoiceField(
        label="What came of it?", choices=[(NO_ANSWER_YET, "No answer yet"), *OUTCOMES], widget=forms.RadioSelect
    )
    later_date = DayField(label="Day to offer it again")
    note = forms.CharField(label="In their words, or why not seen", max_length=300, required=False)

    reveals = {"outcome": {OfferOutcome.NOT_NOW: ["later_date"]}}

    def __init__(self, *args, programme, cancel_url, initial, **kwargs):
        super().__init__(*args, initial={**_proposed(programme), **initial}, **kwargs)
        self.helper = helper("Save the offer", cancel_url)

    def clean_outcome(self):
        outcome = self.cleaned_data["outcome"]
        return "" if outcome == NO_ANSWER_YET else outcome


class AnswerForm(Form):
    """What came of an offer that waited for its answer, when it was not yes."""

    outcome = forms.ChoiceField(label="What was the answer?", choices=OUTCOMES, widget=forms.RadioSelect)
    on = DayField(label="Day of the answer", initial=timezone.localdate)
    later_date = DayField(label="Day to offer it again")
    note = forms.CharField(label="In their words, or why not seen", max_length=300, required=False)

    reveals = {"outcome": {OfferOutcome.NOT_NOW: ["later_date"]}}

    def __init__(self, *args, programme, cancel_url, **kwargs):
        super().__init__(*args, initial=_proposed(programme), **kwargs)
        self.helper = helper("Save the answer", cancel_url)
