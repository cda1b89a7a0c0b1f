"""The first 48 hours: what is said of a step."""

from django import forms

from core.forms import NewRowForm, helper
from liberations.keeping_contact.enums import StepAnswer


class FirstStepForm(NewRowForm):
    answer = forms.ChoiceField(label="How does it stand?", choices=StepAnswer, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Note",
        max_length=300,
        required=False,
        help_text="Where and when, or what did not work and what comes next.",
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)
