"""Whom we may ask when we cannot reach somebody."""

from django import forms
from django.utils import timezone

from core.forms import DayField, NewRowForm, helper
from people.enums import HowGiven


class EmergencyContactForm(NewRowForm):
    """Somebody the person named, what may be said to them, and how the person agreed."""

    name = forms.CharField(label="Name", max_length=120)
    relation = forms.CharField(
        label="Who they are to the person", max_length=80, help_text="Sister, friend, key worker."
    )
    phone = forms.CharField(label="Phone number", max_length=40)
    may_say = forms.CharField(label="What may be said to them", max_length=300, required=False)
    may_confirm = forms.BooleanField(label="They may be told that we know the person", required=False)
    how = forms.ChoiceField(label="How did the person agree?", choices=HowGiven, widget=forms.RadioSelect)
    witness = forms.CharField(
        label="Name of the witness", max_length=120, help_text="And their job, such as hall officer."
    )
    decided_date = DayField(label="Day they agreed", initial=timezone.localdate)

    reveals = {"how": {HowGiven.SPOKEN: ["witness"]}}

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)
