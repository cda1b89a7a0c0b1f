from django import forms
from django.utils import timezone

from core.forms import DayField, Form, helper
from mentoring.enums.cases import EndingKind, EndingReason


class EndingForm(Form):
    """How and why the support ends. A reason is always needed; the summary is best agreed with the person."""

    ended_date = DayField(label="Last day of support", initial=timezone.localdate)
    kind = forms.ChoiceField(
        label="Was the ending planned with the person?", choices=EndingKind, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(label="Why does the support end?", choices=EndingReason, widget=forms.RadioSelect)
    summary = forms.CharField(
        label="Summary",
        required=False,
        max_length=4000,
        widget=forms.Textarea,
        help_text="What was done together, how far they have come, and what they say about it.",
    )
    agreed_with_person = forms.BooleanField(label="The person agrees with this summary", required=False)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("End support", cancel_url)
