from django import forms
from django.utils import timezone

from core.forms import DayField, Fieldset, LinesField, NewRowForm, PoundsField, VersionedForm, helper
from liberations.models import PackTemplate, VoucherKind

MOST_OF_A_KIND = 20


class VoucherKindAddForm(NewRowForm):
    """A kind of voucher and its face value."""

    name = forms.CharField(label="What it is for", max_length=80, help_text="Such as: Food voucher.")
    value_pence = PoundsField(
        label="Value of one",
        least_pence=1,
        help_text="In pounds. Another value is another kind, so this cannot change.",
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Add the voucher", cancel_url)


class VoucherKindEditForm(VersionedForm):
    """What it is called and whether it still comes in."""

    name = forms.CharField(label="What it is for", max_length=80)
    closed_date = DayField(
        label="No more are taken in from", required=False, help_text="Those in stock can still be given out."
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)

    def kind(self):
        data = self.cleaned_data
        return {"read_at_version": data["version"], "name": data["name"], "closed_date": data["closed_date"]}


class PackTemplateForm(VersionedForm):
    """What goes in: things, one a line, and so many vouchers of each kind."""

    things = LinesField(
        label="What goes in",
        required=False,
        max_length=6000,
        line_length=120,
        help_text="One thing on each line, in the order of packing.",
        widget=forms.Textarea({"rows": 10}),
    )

    def __init__(self, *args, template: PackTemplate | None, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].required = False
        items = list(template.items.select_related("voucher_kind")) if template else []
        now = {item.voucher_kind: item.quantity for item in items if item.voucher_kind}
        self.initial |= {
            "things": [item.name for item in items if not item.voucher_kind],
            "version": template.version if template else None,
        }
        self.kinds = list(dict.fromkeys([*now, *VoucherKind.objects.open_on(timezone.localdate())]))
        for kind in self.kinds:
            self.fields[f"kind_{kind.pk}"] = forms.IntegerField(
                label=kind.in_words(), min_value=0, max_value=MOST_OF_A_KIND, initial=now.get(kind, 0)
            )
        numbers = [f"kind_{kind.pk}" for kind in self.kinds]
        vouchers = [Fieldset("How many vouchers go in", *numbers)] if numbers else []
        self.helper = helper("Save what goes in", cancel_url, layout=["things", *vouchers])

    def said(self):
        """What was answered, as the service takes it."""
        data = self.cleaned_data
        return {
            "read_at_version": data["version"],
            "things": data["things"],
            "vouchers": {kind: data[f"kind_{kind.pk}"] for kind in self.kinds},
        }
