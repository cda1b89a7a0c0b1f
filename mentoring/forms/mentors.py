"""A mentor's profile and clearances, and the filters of the list of mentors."""

import django_filters
from crispy_forms.layout import Div
from django import forms
from django.utils import timezone

from accounts.enums import MENTOR_ROLES, Role
from accounts.models import User
from core.forms import DayField, FilterForm, Form, NewRowForm, VersionedForm, helper
from prisons.models import LocalAuthority, Prison

MOST_PEOPLE = 200


class MentorFilter(django_filters.FilterSet):
    """The filters of the list of mentors, over members of staff with or without a profile."""

    role = django_filters.ChoiceFilter(
        label="Role", choices=[(role.value, role.label) for role in Role if role in MENTOR_ROLES], empty_label="Both"
    )
    takes_new = django_filters.ChoiceFilter(
        label="Takes new people",
        field_name="mentor__available",
        choices=[("True", "Yes"), ("False", "No")],
        empty_label="Yes or no",
    )
    cleared_for = django_filters.ModelChoiceFilter(
        label="Cleared for", method="filter_cleared_for", queryset=Prison.objects.all(), empty_label="Any prison"
    )

    class Meta:
        model = User
        form = FilterForm
        fields = ["role", "takes_new", "cleared_for"]

    def filter_cleared_for(self, queryset, name, value):
        return queryset.filter(mentor__in=value.clearances.in_force(timezone.localdate()).order_by().values("mentor"))


class MentorForm(VersionedForm):
    """What allocation goes by."""

    capacity = forms.IntegerField(label="People at one time", min_value=0, max_value=MOST_PEOPLE)
    available = forms.BooleanField(label="Takes new people", required=False)
    languages = forms.CharField(
        label="Languages they speak", max_length=200, required=False, help_text="British Sign Language too."
    )
    areas = forms.ModelMultipleChoiceField(
        label="Areas of return they cover",
        queryset=LocalAuthority.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = LocalAuthority.objects.all()
        areas = Div("areas", css_class="in-columns")
        self.helper = helper("Save", cancel_url, layout=["capacity", "available", "languages", areas])

    def profile(self):
        """What the edit_mentor service takes."""
        given = dict(self.cleaned_data)
        return {"read_at_version": given.pop("version"), **given, "areas": list(given["areas"])}


class ClearanceForm(NewRowForm):
    """A clearance for one prison."""

    prison = forms.ModelChoiceField(label="Prison", queryset=Prison.objects.none(), empty_label="Choose a prison")
    from_date = DayField(label="First day", initial=timezone.localdate)
    until_date = DayField(label="Last day", required=False, help_text="Leave it empty if it has none.")

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["prison"].queryset = Prison.objects.open_on(timezone.localdate())
        self.helper = helper("Add the clearance", cancel_url)


class ClearanceEndForm(Form):
    """The last day of a clearance."""

    until_date = DayField(label="Last day")

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save the last day", cancel_url)
