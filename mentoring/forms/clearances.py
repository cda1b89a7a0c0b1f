"""A clearance for a prison, and a PVG membership."""

from django import forms
from django.utils import timezone

from core.forms import DayField, Form, NewRowForm, VersionedForm, helper
from mentoring.enums.mentors import Keys, Vetting
from prisons.models import Prison


class ClearanceFields(Form):
    until_date = DayField(label="Last day", required=False, help_text="Leave it empty if it has none.")
    vetting = forms.ChoiceField(
        label="Vetting by the prison",
        choices=Vetting.choices,
        widget=forms.RadioSelect,
        initial=Vetting.NOT_NEEDED,
        help_text="While it is only asked for, they cannot go in.",
    )
    vetting_until_date = DayField(label="Last day of the vetting", required=False)
    keys = forms.ChoiceField(
        label="Inside the prison, the mentor", choices=Keys.choices, widget=forms.RadioSelect, initial=Keys.ESCORTED
    )
    keys_until_date = DayField(label="Last day with keys", required=False)

    # Answers that share a question stand next to each other.
    reveals = {
        "vetting": {(Vetting.STANDARD, Vetting.ENHANCED): ["vetting_until_date"]},
        "keys": {Keys.DRAWS_KEYS: ["keys_until_date"]},
    }


class ClearanceForm(ClearanceFields, NewRowForm):
    """A clearance for one prison."""

    prison = forms.ModelChoiceField(label="Prison", queryset=Prison.objects.none(), empty_label="Choose a prison")
    from_date = DayField(label="First day", initial=timezone.localdate)

    field_order = ("prison", "from_date")

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["prison"].queryset = Prison.objects.open_on(timezone.localdate())
        self.helper = helper("Add the clearance", cancel_url)


class ClearanceEditForm(ClearanceFields, VersionedForm):
    """The last day of a clearance, its vetting and keys."""

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)

    def clearance(self):
        """What the edit_clearance service takes."""
        given = dict(self.cleaned_data)
        return {"read_at_version": given.pop("version"), **given}


class PvgForm(NewRowForm):
    """A membership, or its renewal."""

    from_date = DayField(label="First day", past=True)
    until_date = DayField(
        label="Last day", required=False, help_text="Five years on, as a rule. Leave it empty if it has none."
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Record the membership", cancel_url)
