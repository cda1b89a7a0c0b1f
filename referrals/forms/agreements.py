"""Agreements in writing about sharing."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from core.forms import DayField, FilterForm, Form, NewRowForm, VersionedForm, helper
from referrals.forms.recipients import RecipientField
from referrals.models import SharingAgreement

IN_DATE = (("now", "In date"), ("over", "Over"))


class AgreementFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Agency or prison", max_length=120, method="filter_called")
    state = django_filters.ChoiceFilter(label="In date", choices=IN_DATE, method="filter_state", empty_label="All")

    class Meta:
        model = SharingAgreement
        fields = ["q", "state"]
        form = FilterForm

    def filter_called(self, rows, name, value):
        return rows.filter(Q(agency__name__icontains=value) | Q(prison__name__icontains=value))

    def filter_state(self, rows, name, value):
        today = timezone.localdate()
        return rows.in_date(today) if value == "now" else rows.filter(until_date__lt=today)


class AgreementForm(Form):
    reference = forms.CharField(label="Reference", max_length=120, help_text="Where the signed paper is found.")
    from_date = DayField(label="First day", initial=timezone.localdate)
    until_date = DayField(label="Last day", required=False, help_text="Leave empty if none was agreed.")

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save the agreement", cancel_url)


class AgreementAddForm(AgreementForm, NewRowForm):
    partner = RecipientField()

    field_order = ["partner", "reference", "from_date", "until_date"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].offer_open()


class AgreementEditForm(AgreementForm, VersionedForm):
    pass
