"""Looking services up, and saying whether they have room."""

import django_filters
from django import forms
from django.db import models
from django.utils import timezone

from core.forms import DayField, FilterForm, VersionedForm, helper
from prisons.models import LocalAuthority
from referrals.enums import Availability, Condition, ServiceKind
from referrals.models import Service


class Check(models.TextChoices):
    DUE = "due", "To be checked"


class DirectoryFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Service, agency or word", max_length=120, method="filter_called")
    kind = django_filters.ChoiceFilter(label="Helps with", choices=ServiceKind.choices, empty_label="Anything")
    area = django_filters.ModelChoiceFilter(
        label="Works in", queryset=LocalAuthority.objects.all(), method="filter_area", empty_label="Anywhere"
    )
    takes = django_filters.ChoiceFilter(
        label="May take people", choices=Condition.choices, method="filter_takes", empty_label="Whoever they are"
    )
    room = django_filters.ChoiceFilter(
        label="Just now", choices=Availability.choices, method="filter_room", empty_label="With or without room"
    )
    check = django_filters.ChoiceFilter(
        label="Last checked", choices=Check.choices, method="filter_check", empty_label="At any time"
    )

    class Meta:
        model = Service
        fields = ["q", "kind", "area", "takes", "room", "check"]
        form = FilterForm

    def filter_called(self, rows, name, value):
        return rows.called(value)

    def filter_area(self, rows, name, value):
        return rows.working_in(value)

    def filter_takes(self, rows, name, value):
        return rows.not_refusing(value)

    def filter_room(self, rows, name, value):
        return rows.available(value, on=timezone.localdate())

    def filter_check(self, rows, name, value):
        return rows.to_check(timezone.localdate())


class RoomForm(VersionedForm):
    """Whether a service takes people just now, and from when again."""

    availability = forms.ChoiceField(label="Do they take people now?", choices=Availability, widget=forms.RadioSelect)
    available_again_date = DayField(
        label="When do they take people again?", required=False, help_text="Leave it empty if nobody can say."
    )
    reveals = {"availability": {(Availability.FULL, Availability.CLOSED_TO_NEW): ["available_again_date"]}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save")

    def said(self):
        return {name: self.cleaned_data[name] for name in ("availability", "available_again_date")}
