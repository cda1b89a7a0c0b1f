"""Money given to somebody: how much, what for, decided, receipted, taken back."""

import django_filters
from django import forms
from django.utils import timezone

from core.forms import DayField, FilterForm, Form, NewRowForm, PoundsField, helper
from liberations.enums.money import MoneyKind, MoneyState
from liberations.models import MoneyGiven, VoucherKind
from liberations.packing.stock import kinds_to_give

CASH = (MoneyKind.GRANT.value, MoneyKind.FARE.value, MoneyKind.OTHER.value)


class MoneyForm(NewRowForm):
    """What is given. Each answer asks what belongs to it."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=[
            *(each for each in MoneyKind.choices if each[0] in CASH),
            (MoneyKind.VOUCHER, MoneyKind.VOUCHER.label),
        ],
        widget=forms.RadioSelect,
    )
    amount_pence = PoundsField(label="How much?", least_pence=1, required=False)
    voucher_kind = forms.ModelChoiceField(
        label="Which voucher?", queryset=VoucherKind.objects.none(), required=False, empty_label="Choose one"
    )
    what_for = forms.CharField(label="What is it for?", max_length=200)
    on_date = DayField(label="Day it is given", initial=timezone.localdate)

    reveals = {"kind": {CASH: ["amount_pence"], MoneyKind.VOUCHER.value: ["voucher_kind"]}}

    def __init__(self, *args, team, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["voucher_kind"].queryset = kinds_to_give(team, timezone.localdate())
        self.fields["voucher_kind"].label_from_instance = VoucherKind.in_words
        self.helper = helper("Save", cancel_url)


class RefuseForm(Form):
    note = forms.CharField(
        label="Why not?", max_length=300, help_text="Whoever asked reads it, and tells the person in their own words."
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Do not approve", cancel_url)


class TakeBackForm(Form):
    note = forms.CharField(label="Why is it taken back?", max_length=300)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Take it back", cancel_url)


class ReceiptForm(Form):
    on = DayField(label="Day they signed the receipt", initial=timezone.localdate)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)


class MoneyFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="How it stands", choices=MoneyState.choices, empty_label="Any")
    kind = django_filters.ChoiceFilter(label="What", choices=MoneyKind.choices, empty_label="Anything")
    receipt = django_filters.ChoiceFilter(
        label="Receipt",
        method="filter_receipt",
        choices=[("missing", "Not signed yet"), ("signed", "Signed")],
        empty_label="Any",
    )

    class Meta:
        model = MoneyGiven
        form = FilterForm
        fields = ["state", "kind"]

    def filter_receipt(self, queryset, name, value):
        given = queryset.filter(state=MoneyState.GIVEN)
        return given.filter(receipt_date__isnull=value == "missing")
