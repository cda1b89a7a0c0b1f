from django import forms

from core.forms import NewRowForm, helper


class WaiverForm(NewRowForm):
    """Why a standard is set aside for this case."""

    reason = forms.CharField(
        label="Why is it set aside?",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="It is counted apart and never as met. Say what made it impossible, or why it does not fit this person.",
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Set it aside", cancel_url)
