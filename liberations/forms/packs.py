import datetime as dt

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from core.forms import FilterForm, Form, LinesField, VersionedForm, helper
from liberations.enums.packs import PackItemState, PackState
from liberations.enums.vouchers import VoucherState
from liberations.models import PackItem, Voucher
from prisons.models import Prison

WINDOWS = {"7": "Next 7 days", "14": "Next 14 days", "28": "Next 28 days", "84": "Next 12 weeks"}
NOT_BEGUN = "not-begun"


class PackCheckForm(VersionedForm):
    """Each thing that goes in: is it in? And what goes in besides."""

    also = LinesField(
        label="Something else that is in",
        required=False,
        max_length=2000,
        line_length=120,
        help_text="One thing on each line.",
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args, items: list[PackItem], **kwargs):
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[f"item_{item.pk}"] = forms.ChoiceField(
                label=item.name, choices=PackItemState, initial=item.state, widget=forms.RadioSelect
            )

    def questions(self):
        """Each thing with its radios."""
        return [(item, self[f"item_{item.pk}"]) for item in self.items]

    def said(self):
        """What was answered, as the service takes it."""
        return {
            "read_at_version": self.cleaned_data["version"],
            "states": {item.pk: PackItemState(self.cleaned_data[f"item_{item.pk}"]) for item in self.items},
            "also": self.cleaned_data["also"],
        }


class PackLeaveForm(Form):
    """With which prison it is left, and where there."""

    prison = forms.ModelChoiceField(label="Which prison?", queryset=Prison.objects.none())
    where = forms.CharField(
        label="Where is it, and with whom?",
        max_length=200,
        help_text="So that whoever hands it over finds it. Such as: reception, with the property.",
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["prison"].queryset = Prison.objects.open_on(timezone.localdate())
        self.helper = helper("It is left with the prison", cancel_url)


class PackTakeApartForm(Form):
    """Why nobody needs it any more."""

    note = forms.CharField(label="Why is it taken apart?", max_length=300)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Take the pack apart", cancel_url)


class PackSwapForm(Form):
    """Which voucher of the kind went in."""

    voucher = forms.ModelChoiceField(
        label="Which one is in the pack?", queryset=Voucher.objects.none(), help_text="The serial number printed on it."
    )

    def __init__(self, *args, item: PackItem, team, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["voucher"].queryset = (
            Voucher.objects.filter(Q(state=VoucherState.IN_STOCK) | Q(pack_item=item), team=team)
            .filter(kind=item.voucher_kind_id)
            .order_by("serial")
        )
        self.helper = helper("Save", cancel_url)


class PackFilter(django_filters.FilterSet):
    """Packs by day, prison and how far they are."""

    window = django_filters.ChoiceFilter(
        label="Leaving in the", choices=list(WINDOWS.items()), method="leaving_within", empty_label="All"
    )
    prison = django_filters.ModelChoiceFilter(
        label="Prison", queryset=Prison.objects.all(), method="at_prison", empty_label="All"
    )
    state = django_filters.ChoiceFilter(
        label="Pack",
        choices=[(NOT_BEGUN, "Not begun yet"), *PackState.choices],
        method="in_state",
        empty_label="All",
    )

    class Meta:
        form = FilterForm

    def leaving_within(self, rows, name, value):
        return rows.filter(liberation_day__lte=timezone.localdate() + dt.timedelta(days=int(value)))

    def at_prison(self, rows, name, value):
        return rows.filter(now_at=value.pk)

    def in_state(self, rows, name, value):
        return rows.filter(pack_state=None if value == NOT_BEGUN else value)
