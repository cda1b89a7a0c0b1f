"""A decision of the person: yes, no, or taken back."""

from django import forms
from django.utils import timezone

from core.forms import DayField, NewRowForm, helper
from people.enums import Decision, HowGiven, Purpose
from referrals.models import Agency


class ConsentForm(NewRowForm):
    """One decision, for one purpose and, when it is sharing, one partner agency."""

    purpose = forms.ChoiceField(label="What is it about?", choices=Purpose.choices, widget=forms.RadioSelect)
    recipient_name = forms.ChoiceField(label="Partner agency")
    decision = forms.ChoiceField(label="What did they decide?", choices=Decision.choices, widget=forms.RadioSelect)
    how = forms.ChoiceField(label="How did they say so?", choices=HowGiven.choices, widget=forms.RadioSelect)
    witness = forms.CharField(
        label="Name of the witness", max_length=120, help_text="And their job, such as hall officer."
    )
    decided_date = DayField(label="Day they decided", initial=timezone.localdate)

    reveals = {"purpose": {Purpose.SHARING: ["recipient_name"]}, "how": {HowGiven.SPOKEN: ["witness"]}}

    def __init__(self, *args, shared_with, cancel_url, **kwargs):
        """`shared_with` are names decided about before: their agency may have closed or changed its name since."""
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.open_on(timezone.localdate()).values_list("name", flat=True)
        names = sorted({*agencies, *shared_with})
        self.fields["recipient_name"].choices = [("", "Choose an agency"), *((name, name) for name in names)]
        self.helper = helper("Save the decision", cancel_url)
