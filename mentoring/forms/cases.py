"""Agreeing to take part."""

from django import forms
from django.utils import timezone

from core.forms import DayField, NewRowForm, helper
from people.enums import HowGiven
from referrals.models import Agency


class SignUpForm(NewRowForm):
    """What the person agreed to: taking part, sharing with whom, texts. The words are read aloud beside it."""

    how = forms.ChoiceField(label="How did they agree?", choices=HowGiven.choices, widget=forms.RadioSelect)
    witness = forms.CharField(
        label="Name of the witness", max_length=120, help_text="And their job, such as hall officer."
    )
    agreed_date = DayField(label="Day they agreed", initial=timezone.localdate)
    share_with = forms.ModelMultipleChoiceField(
        label="We may share with",
        queryset=Agency.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Tick only those they named.",
    )
    texts = forms.BooleanField(label="We may text them", required=False)

    reveals = {"how": {HowGiven.SPOKEN: ["witness"]}}

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["share_with"].queryset = Agency.objects.open_on(timezone.localdate())
        self.helper = helper("They agree to take part", cancel_url)
