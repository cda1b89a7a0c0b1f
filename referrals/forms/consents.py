"""A decision of the person: yes, no, or taken back."""

from django import forms
from django.utils import timezone

from core.forms import DayField, NewRowForm, helper
from core.templatetags.ui import day
from people.enums import Decision, HowGiven, Purpose
from referrals.forms.recipients import RecipientField, decided_about


class ConsentForm(NewRowForm):
    """One decision, for one purpose and, when it is sharing, one partner agency or prison."""

    purpose = forms.ChoiceField(label="What is it about?", choices=Purpose.choices, widget=forms.RadioSelect)
    recipient = RecipientField()
    decision = forms.ChoiceField(label="What did they decide?", choices=Decision.choices, widget=forms.RadioSelect)
    expires_date = DayField(
        label="Last day it holds", required=False, help_text="Leave empty if it holds until they take it back."
    )
    how = forms.ChoiceField(label="How did they say so?", choices=HowGiven.choices, widget=forms.RadioSelect)
    witness = forms.CharField(
        label="Name of the witness",
        max_length=120,
        required=False,
        help_text="And their job, such as hall officer. A yes needs one; a no or a withdrawal holds without.",
    )
    decided_date = DayField(label="Day they decided", initial=timezone.localdate)

    reveals = {
        "purpose": {Purpose.SHARING: ["recipient"]},
        "decision": {Decision.GIVEN: ["expires_date"]},
        "how": {HowGiven.SPOKEN: ["witness"]},
    }

    def __init__(self, *args, person, cancel_url, sharing_ends=None, initial=None, **kwargs):
        """`sharing_ends` is the last day on which a yes to sharing given today holds, by the programme's settings."""
        initial = dict(initial or {})
        if initial.get("purpose") == Purpose.SHARING and initial.get("decision") == Decision.GIVEN:
            initial.setdefault("expires_date", sharing_ends)
        super().__init__(*args, initial=initial, **kwargs)
        if sharing_ends:
            self.fields["expires_date"].help_text = (
                f"For sharing agreed today, {day(sharing_ends)} by the programme’s settings. "
                "Leave empty if it holds until they take it back."
            )
        self.fields["recipient"].offer_open(also=decided_about(person))
        self.helper = helper("Save the decision", cancel_url)
        # The page's own form tag may also carry what the person was busy with before.
        self.helper.form_tag = False

    def clean(self):
        typed = super().clean()
        is_yes_aloud = (typed.get("decision"), typed.get("how")) == (Decision.GIVEN, HowGiven.SPOKEN)
        if is_yes_aloud and not typed.get("witness"):
            self.add_error("witness", "Enter the name of the witness: a yes said aloud needs one.")
        return typed
