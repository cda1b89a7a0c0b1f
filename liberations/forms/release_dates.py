from django import forms
from django.utils import timezone

from core.forms import DayField, Form, helper
from prisons.enums import Confidence, DateKind, DateSource
from prisons.models import Prison


class ReleaseDateForm(Form):
    """What we were told about the date of release. Both dates may be empty: not known is an answer."""

    kind = forms.ChoiceField(label="What kind of date is it?", choices=DateKind, widget=forms.RadioSelect)
    sentence_date = DayField(
        label="Date the sentence ends",
        required=False,
        help_text="As the prison calculated it, before weekends and holidays. We work out the liberation day.",
    )
    stated_date = DayField(
        label="Liberation day the prison gave",
        required=False,
        help_text="If the prison or a court named the day itself. It always counts before ours.",
    )
    source = forms.ChoiceField(label="Who told us?", choices=DateSource, widget=forms.RadioSelect)
    confidence = forms.ChoiceField(
        label="How sure is it?", choices=Confidence, widget=forms.RadioSelect, initial=Confidence.CONFIRMED
    )
    note = forms.CharField(label="Note", required=False, max_length=300)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save release date", cancel_url)


class TransferForm(Form):
    """A move to another prison."""

    prison = forms.ModelChoiceField(label="Prison they are in now", queryset=Prison.objects.none())
    hall = forms.CharField(label="Hall", required=False, max_length=40)
    on = DayField(label="Day of the move", initial=timezone.localdate)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["prison"].queryset = Prison.objects.open_on(timezone.localdate())
        self.helper = helper("Save the move", cancel_url)


class ReleasedFromCourtForm(Form):
    """Freed by a court: when."""

    out_day = DayField(label="Day they were released", initial=timezone.localdate)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Released from court", cancel_url)
