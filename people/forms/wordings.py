"""The words read aloud before a decision."""

from django import forms
from django.utils import timezone

from core.forms import DayField, NewRowForm, helper
from people.enums import Purpose


class WordingForm(NewRowForm):
    """A new wording for one purpose, from a day on."""

    purpose = forms.ChoiceField(label="What is it about?", choices=Purpose.choices, widget=forms.RadioSelect)
    version = forms.CharField(label="Name of this version", max_length=20, help_text="Such as 2027-01.")
    text = forms.CharField(
        label="Words to read aloud",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": "10"}),
        help_text="Plain words and short sentences. An empty line begins a new paragraph.",
    )
    from_date = DayField(label="Read aloud from", initial=timezone.localdate)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Add this wording", cancel_url)
