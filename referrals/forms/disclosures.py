"""What was told about a person outside, to whom, and why we may."""

import datetime as dt

import django_filters
from django import forms
from django.utils import timezone

from accounts.models import User
from core.forms import DayField, FilterForm, NewRowForm, helper
from prisons.models import Prison
from referrals.enums import Basis
from referrals.forms.recipients import RecipientField, decided_about
from referrals.models import Agency, Disclosure


class DisclosureForm(NewRowForm):
    """By consent it is a partner agency or prison; in danger it may be anybody, with the reason and who decided."""

    basis = forms.ChoiceField(label="Why may we tell them?", choices=Basis.choices, widget=forms.RadioSelect)
    recipient = RecipientField()
    somebody_else = forms.CharField(
        label="Whom you told", max_length=120, help_text="Such as the police control room, or a ward."
    )
    reason = forms.CharField(label="What made it necessary", max_length=1000, widget=forms.Textarea)
    decided_by = forms.ModelChoiceField(label="Who decided", queryset=User.objects.none(), empty_label=None)
    what = forms.CharField(label="What you told them", max_length=1000, widget=forms.Textarea)
    purpose = forms.CharField(label="What for", max_length=200, help_text="Such as “a bed on the day of release”.")
    on = DayField(label="Day you told them", initial=timezone.localdate)

    reveals = {
        "basis": {Basis.CONSENT: ["recipient"], Basis.DANGER: ["somebody_else", "reason", "decided_by"]},
    }

    def __init__(self, *args, person, user, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["recipient"].offer_open(also=[row for row in decided_about(person) if not isinstance(row, str)])
        self.fields["decided_by"].queryset = User.objects.active().filter(team=user.team_id).order_by("name")
        self.fields["decided_by"].initial = user.pk
        self.helper = helper("Keep what was told", cancel_url)

    def facts(self):
        """What record_disclosure takes from this form."""
        return self.cleaned_data | {"recipient": self.cleaned_data["recipient"] or None}


class ToTellFilter(django_filters.FilterSet):
    """Whom to tell that a consent was taken back: one partner, or those who have waited for a week."""

    agency = django_filters.ModelChoiceFilter(
        label="Partner agency", queryset=Agency.objects.all(), empty_label="All agencies"
    )
    prison = django_filters.ModelChoiceFilter(label="Prison", queryset=Prison.objects.all(), empty_label="All prisons")
    waits = django_filters.ChoiceFilter(
        label="Taken back", choices=[("week", "A week ago or more")], method="filter_waits", empty_label="Any day"
    )

    class Meta:
        model = Disclosure
        form = FilterForm
        fields = ["agency", "prison"]

    def filter_waits(self, rows, name, value):
        return rows.filter(withdrawal__decided_date__lte=timezone.localdate() - dt.timedelta(days=7))
