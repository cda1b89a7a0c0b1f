"""An alert: what everyone who meets the person must know first."""

from django import forms

from core.forms import DayField, Form, NewRowForm, helper
from people.enums import AlertKind


class AlertForm(NewRowForm):
    """An alert with its source and the day it is looked at again."""

    kind = forms.ChoiceField(label="What is it about?", choices=AlertKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="What everyone must know",
        max_length=300,
        help_text="What to do or not to do, in a sentence. It stands above every page about them.",
    )
    source = forms.CharField(label="Source", max_length=120, help_text="Who said so.")
    review_date = DayField(label="Day to look at it again")
    told_person = forms.BooleanField(label="The person knows of this alert", required=False)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Add the alert", cancel_url)


class AlertReviewForm(Form):
    """The alert still stands: until when, and whether the person knows of it by now."""

    review_date = DayField(label="Day to look at it again")
    told_person = forms.BooleanField(label="The person knows of this alert", required=False)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("It still stands", cancel_url)
