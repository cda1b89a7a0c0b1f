import django_filters
from crispy_forms.layout import Div
from django import forms
from django.utils import timezone

from accounts.models import Team
from core.forms import DayField, FilterForm, Form, NewRowForm, VersionedForm, helper
from prisons.models import LocalAuthority
from referrals.enums import Condition, ServiceKind
from referrals.models import Agency, Place

CARRIED = ("new_id", "version")
IN_COLUMNS = ("takes", "refuses", "areas")
OPEN_OR_CLOSED = (("open", "Open"), ("closed", "Closed"))


class AgencyFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Agency or service", max_length=120, method="filter_called")
    kind = django_filters.ChoiceFilter(
        label="Offers", choices=ServiceKind.choices, method="filter_kind", empty_label="Anything"
    )
    area = django_filters.ModelChoiceFilter(
        label="Works in", queryset=LocalAuthority.objects.all(), method="filter_area", empty_label="Anywhere"
    )
    state = django_filters.ChoiceFilter(
        label="Open or closed", choices=OPEN_OR_CLOSED, method="filter_state", empty_label="All"
    )

    class Meta:
        model = Agency
        fields = ["q", "kind", "area", "state"]
        form = FilterForm

    def filter_called(self, rows, name, value):
        return rows.called(value)

    def filter_kind(self, rows, name, value):
        return rows.offering(value, on=timezone.localdate())

    def filter_area(self, rows, name, value):
        return rows.working_in(value, on=timezone.localdate())

    def filter_state(self, rows, name, value):
        today = timezone.localdate()
        return rows.open_on(today) if value == "open" else rows.closed_on(today)


class AgencyForm(Form):
    name = forms.CharField(label="Name of the agency", max_length=120)
    phone = forms.CharField(max_length=40, required=False)
    email = forms.EmailField(label="Email", max_length=254, required=False)
    website = forms.URLField(
        max_length=200,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter a website address like https://www.example.org"},
    )
    notes = forms.CharField(
        label="How to reach them",
        max_length=2000,
        required=False,
        help_text="Whom to ask for, how they like to be contacted. Nothing about the people we support.",
        widget=forms.Textarea,
    )
    team = forms.ModelChoiceField(
        label="Their team here",
        queryset=Team.objects.none(),
        required=False,
        empty_label="Its staff do not sign in here",
        help_text="Only if staff of the agency sign in to this service.",
    )

    def __init__(self, *args, submit, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams_open_or(self.initial.get("team"))
        self.helper = helper(submit, cancel_url)

    def details(self):
        return {name: value for name, value in self.cleaned_data.items() if name not in CARRIED}


class AgencyAddForm(AgencyForm, NewRowForm):
    pass


class AgencyEditForm(AgencyForm, VersionedForm):
    pass


class ServiceForm(Form):
    name = forms.CharField(label="Name of the service", max_length=120)
    kind = forms.ChoiceField(label="What it helps with", choices=ServiceKind.choices, widget=forms.RadioSelect)
    threshold = forms.CharField(
        label="Who may go", max_length=300, required=False, help_text="Age, sex, what they must have or must not have."
    )
    waiting_weeks = forms.IntegerField(label="Usual wait in weeks", min_value=0, max_value=260, required=False)
    place = forms.ModelChoiceField(
        label="Where it is",
        queryset=Place.objects.none(),
        required=False,
        empty_label="No place of ours",
        help_text="Its opening hours and holidays then come with it.",
    )
    opening_hours = forms.CharField(max_length=200, required=False, help_text="If it keeps other hours than the place.")
    address = forms.CharField(max_length=200, required=False, help_text="If it is at no place of ours.")
    check_days = forms.IntegerField(
        label="Ask whether all this is right every, days",
        min_value=1,
        max_value=366,
        initial=90,
        help_text="Later than that it stands under “To be checked” in the directory.",
    )
    takes = forms.MultipleChoiceField(
        label="Takes people", choices=Condition, required=False, widget=forms.CheckboxSelectMultiple
    )
    refuses = forms.MultipleChoiceField(
        label="Does not take people",
        choices=Condition,
        required=False,
        help_text="Tick neither where nobody has asked.",
        widget=forms.CheckboxSelectMultiple,
    )
    areas = forms.ModelMultipleChoiceField(
        label="Areas",
        queryset=LocalAuthority.objects.all(),
        required=False,
        help_text="Tick none if it works everywhere.",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, submit, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = self.initial.get("place")
        self.fields["place"].queryset = Place.objects.open_on(timezone.localdate()) | Place.objects.filter(
            pk=getattr(chosen, "pk", chosen)
        )
        names = [name for name, field in self.fields.items() if name not in IN_COLUMNS and not field.widget.is_hidden]
        columns = [Div(name, css_class="in-columns") for name in IN_COLUMNS]
        self.helper = helper(submit, cancel_url, layout=[*names, *columns])

    def clean(self):
        cleaned = super().clean()
        both = set(cleaned.get("takes", ())) & set(cleaned.get("refuses", ()))
        if both:
            labels = ", ".join(Condition(each).label for each in Condition if each in both)
            self.add_error("refuses", f"You ticked both for people {labels}: tick one of them")
        return cleaned

    def clean_areas(self):
        return list(self.cleaned_data["areas"])

    def details(self):
        return {name: value for name, value in self.cleaned_data.items() if name not in (*CARRIED, "areas")}


class ServiceAddForm(ServiceForm, NewRowForm):
    pass


class ServiceEditForm(ServiceForm, VersionedForm):
    pass


class CloseForm(Form):
    closed_date = DayField(
        label="First day it is closed",
        initial=timezone.localdate,
        help_text="From this day on nobody is referred there. It may lie ahead.",
    )

    def __init__(self, *args, submit, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper(submit, cancel_url)


def teams_open_or(chosen):
    """The teams to choose from: the open ones, and the one chosen already even if it has closed since."""
    return Team.objects.open_on(timezone.localdate()) | Team.objects.filter(pk=getattr(chosen, "pk", chosen))
