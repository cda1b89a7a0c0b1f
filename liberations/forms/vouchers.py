import django_filters
from django import forms
from django.utils import timezone

from accounts.models import User
from core.forms import FilterForm, Form, NewRowForm, helper
from liberations.enums.vouchers import VoucherState
from liberations.models import Voucher, VoucherKind
from liberations.packing.stock import StockLine


def colleagues(user: User):
    """Who may be the second person: everybody else of the team."""
    return User.objects.active().filter(team=user.team_id).exclude(pk=user.pk).order_by("name")


class SecondField(forms.ModelChoiceField):
    """The second of two people who look at the same thing."""

    def __init__(self, **kwargs):
        super().__init__(label="Who was there with you?", queryset=User.objects.none(), **kwargs)


class DeliveryForm(NewRowForm):
    """A range of serial numbers, counted by two."""

    kind = forms.ModelChoiceField(label="Kind of voucher", queryset=VoucherKind.objects.none())
    first_serial = forms.CharField(label="First serial number", max_length=40)
    last_serial = forms.CharField(
        label="Last serial number", max_length=40, help_text="The same as the first if there is only one."
    )
    second = SecondField(help_text="Two people count what comes in.")
    note = forms.CharField(label="Note", max_length=200, required=False, help_text="Such as who sent them.")

    def __init__(self, *args, user, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = VoucherKind.objects.open_on(timezone.localdate())
        self.fields["kind"].queryset = kinds
        self.fields["kind"].label_from_instance = VoucherKind.in_words
        self.fields["second"].queryset = colleagues(user)
        self.helper = helper("Take them in", cancel_url)


class ByTwoForm(Form):
    """What two people say of one voucher."""

    note = forms.CharField(label="What happened?", max_length=200)
    second = SecondField(help_text="Two people look before a voucher is written off or taken in again.")

    def __init__(self, *args, user, submit, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["second"].queryset = colleagues(user)
        self.helper = helper(submit, cancel_url)


class ReturnForm(Form):
    """Why a voucher is in the drawer again."""

    note = forms.CharField(label="Why is it back?", max_length=200)

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("It is back in the drawer", cancel_url)


class CountForm(NewRowForm):
    """How many of each kind two people found in the drawer, beside how many there were to be when they began."""

    second = SecondField(help_text="They are asked under their own sign-in whether they counted the same.")

    def __init__(self, *args, user, lines: list[StockLine], **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.fields["second"].queryset = colleagues(user)
        for line in lines:
            name = line.kind.in_words()
            self.fields[f"expected_{line.kind.pk}"] = forms.IntegerField(
                min_value=0, max_value=100_000, initial=line.in_stock, widget=forms.HiddenInput
            )
            self.fields[f"counted_{line.kind.pk}"] = forms.IntegerField(
                label=f"{name}: how many are there", min_value=0, max_value=100_000
            )
            self.fields[f"why_{line.kind.pk}"] = forms.CharField(
                label=f"{name}: why it differs", max_length=300, required=False
            )

    def questions(self):
        """Each kind with its boxes."""
        return [
            (
                line,
                self[f"expected_{line.kind.pk}"],
                self[f"counted_{line.kind.pk}"],
                self[f"why_{line.kind.pk}"],
            )
            for line in self.lines
        ]

    def clean(self):
        for line in self.lines:
            key = line.kind.pk
            expected, counted = self.cleaned_data.get(f"expected_{key}"), self.cleaned_data.get(f"counted_{key}")
            if None not in (expected, counted) and expected != counted and not self.cleaned_data.get(f"why_{key}"):
                self.add_error(f"why_{key}", f"Say why there are {counted} of “{line.kind}” and not {expected}")

    def said(self):
        """What was answered, as the service takes it."""
        data = self.cleaned_data
        return {
            "new_id": data["new_id"],
            "second": data["second"],
            "expected": {line.kind: data[f"expected_{line.kind.pk}"] for line in self.lines},
            "counted": {line.kind: data[f"counted_{line.kind.pk}"] for line in self.lines},
            "explanations": {line.kind: data[f"why_{line.kind.pk}"] for line in self.lines},
        }


class AnswerForm(Form):
    """The second person's note beside their answer."""

    note = forms.CharField(label="Note", max_length=200, required=False)


class VoucherFilter(django_filters.FilterSet):
    """Vouchers by kind, where they are, and a part of the serial number."""

    kind = django_filters.ModelChoiceFilter(label="Kind", queryset=VoucherKind.objects.all(), empty_label="All")
    state = django_filters.ChoiceFilter(label="Where", choices=VoucherState.choices, empty_label="All")
    serial = django_filters.CharFilter(label="Serial number", lookup_expr="icontains", max_length=40)

    class Meta:
        model = Voucher
        fields = []
        form = FilterForm
