from django import forms
from django.utils import timezone

from core.forms import DayField, NewRowForm, helper
from prisons.enums import LegalStatus
from prisons.models import Prison
from referrals.enums import Source


class CustodyAgainForm(NewRowForm):
    """They are back in custody: where, since when. `offers_anew` is whether a referral has to be made, and who asks for it."""

    prison = forms.ModelChoiceField(label="Prison they are in", queryset=Prison.objects.none())
    hall = forms.CharField(label="Hall", required=False, max_length=40)
    on_date = DayField(label="Since when?", initial=timezone.localdate)
    legal_status = forms.ChoiceField(
        label="Why are they there?", choices=LegalStatus, initial=LegalStatus.REMAND.value, widget=forms.RadioSelect
    )
    source = forms.ChoiceField(
        label="Who asks for support?", choices=Source, initial=Source.PRISON_STAFF.value, widget=forms.RadioSelect
    )

    def __init__(self, *args, offers_anew, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["prison"].queryset = Prison.objects.open_on(timezone.localdate())
        if not offers_anew:
            del self.fields["source"]
        self.helper = helper("They are back in custody", cancel_url)
