import re

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone

from core.forms import DayField, Fieldset, FilterForm, Form, LinesField, NewRowForm, VersionedForm, helper
from prisons.enums import Jurisdiction, PrisonState, Weekday
from prisons.models import LocalAuthority, Prison

# A1 1AA to AA9A 9AA; every postcode in use has this shape.
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")


class PrisonFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Name or other name", max_length=80, method="filter_called")
    state = django_filters.ChoiceFilter(
        label="Open or closed", choices=PrisonState.choices, method="filter_state", empty_label="All"
    )
    jurisdiction = django_filters.ChoiceFilter(label="Where", choices=Jurisdiction.choices, empty_label="All")

    class Meta:
        model = Prison
        fields = ["q", "state", "jurisdiction"]
        form = FilterForm

    def filter_called(self, rows, name, value):
        return rows.called(value)

    def filter_state(self, rows, name, value):
        today = timezone.localdate()
        return {
            PrisonState.OPEN: rows.open_on,
            PrisonState.CLOSED: rows.closed_on,
            PrisonState.TO_OPEN: rows.to_open_after,
        }[value](today)


class PrisonForm(Form):
    code = forms.CharField(
        max_length=8,
        help_text="Short code used in files and commands, such as BAR.",
        validators=[RegexValidator(r"^[A-Za-z0-9]{2,8}\Z", "Use 2 to 8 letters and figures for the code, like BAR")],
    )
    name = forms.CharField(label="Name of the prison", max_length=80)
    aliases = LinesField(
        label="Other names",
        required=False,
        max_length=2000,
        line_length=80,
        help_text="What people and prison lists also call it, one name on each line, such as Saughton.",
        widget=forms.Textarea({"rows": 4}),
    )
    jurisdiction = forms.ChoiceField(label="Where", choices=Jurisdiction.choices, widget=forms.RadioSelect)
    holds = forms.CharField(label="Who is held there", max_length=120, required=False)
    operator = forms.CharField(label="Run by", max_length=80, required=False)
    is_building = forms.BooleanField(label="Still being built", required=False)
    opened_date = DayField(label="Opening day", required=False, help_text="Leave empty if it has long been open.")
    town = forms.CharField(max_length=80, required=False)
    postcode = forms.CharField(max_length=10, required=False)
    area = forms.ModelChoiceField(
        label="Area it stands in",
        queryset=LocalAuthority.objects.all(),
        required=False,
        empty_label="Not known",
        help_text="Tells whether a mentor works near it when someone is moved there.",
    )
    gate_address = forms.CharField(label="Address of the gate", max_length=200, required=False)
    gate_phone = forms.CharField(label="Phone of the gate desk", max_length=40, required=False)
    gate_arrangements = forms.CharField(
        label="At the gate",
        max_length=2000,
        required=False,
        help_text="Which door, where to stand, the usual time, whom to ask.",
        widget=forms.Textarea,
    )
    if_nobody = forms.CharField(
        label="If nobody comes out",
        max_length=500,
        required=False,
        help_text="Whom to ask at the desk, how long to wait, whom to ring then. Every gate plan begins with it.",
        widget=forms.Textarea({"rows": 4}),
    )
    visiting_arrangements = forms.CharField(
        label="Agency visits",
        max_length=2000,
        required=False,
        help_text="Days, times, how to book, which rooms are private.",
        widget=forms.Textarea,
    )
    visiting_weekdays = forms.TypedMultipleChoiceField(
        label="Days for agency visits",
        choices=Weekday.choices,
        coerce=int,
        required=False,
        help_text="Tick none if you do not know: Monday to Friday is then supposed.",
        widget=forms.CheckboxSelectMultiple,
    )
    visit_notice_days = forms.IntegerField(
        label="Days ahead a visit is booked", min_value=0, max_value=60, required=False
    )
    directions = forms.CharField(
        max_length=2000, required=False, help_text="On foot, by bus and train, parking.", widget=forms.Textarea
    )

    def __init__(self, *args, submit, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper(
            submit,
            cancel_url,
            layout=[
                Fieldset("The prison", "name", "code", "aliases", "jurisdiction", "holds", "operator"),
                Fieldset("Open from", "is_building", "opened_date"),
                Fieldset(
                    "For the mentor at the gate",
                    "gate_address",
                    "town",
                    "postcode",
                    "area",
                    "gate_phone",
                    "gate_arrangements",
                    "if_nobody",
                    "visiting_arrangements",
                    "visiting_weekdays",
                    "visit_notice_days",
                    "directions",
                    help_text="Mentors see this on the prison's page. Do not name people who are held.",
                ),
            ],
        )

    def clean_code(self):
        return self.cleaned_data["code"].upper()

    def clean_aliases(self):
        # The order means nothing; one order lets two people's lists be compared.
        return sorted(self.cleaned_data["aliases"], key=str.casefold)

    def clean_postcode(self):
        typed = self.cleaned_data["postcode"]
        if not typed:
            return ""
        match = POSTCODE.fullmatch("".join(typed.upper().split()))
        if match is None:
            raise forms.ValidationError("Enter a postcode like G33 2QX", code="invalid")
        return f"{match[1]} {match[2]}"

    def details(self):
        """What was typed of the prison itself: without the other names and what a form carries along."""
        return {
            name: value for name, value in self.cleaned_data.items() if name not in ("aliases", "new_id", "version")
        }


class PrisonAddForm(PrisonForm, NewRowForm):
    pass


class PrisonEditForm(PrisonForm, VersionedForm):
    """`has_times` when the prison has visiting times: its visiting days then follow from them."""

    def __init__(self, *args, has_times, **kwargs):
        super().__init__(*args, **kwargs)
        if has_times:
            self.fields["visiting_weekdays"].disabled = True
            self.fields["visiting_weekdays"].help_text = "They follow from the visiting times of this prison."


class PrisonCloseForm(Form):
    closed_date = DayField(
        label="First day it is closed",
        initial=timezone.localdate,
        help_text="From this day on nobody can be recorded as moving there. It may lie ahead.",
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Close this prison", cancel_url)
