"""The filters of the caseload. All of them stand in the address, and no name ever does."""

import datetime as dt

import django_filters
from django import forms
from django.db.models import Q

from core.forms import FilterForm, LongSelect
from desk.selectors import caseload
from desk.selectors.ready import with_nowhere_to_stay
from mentoring.enums.flags import FlagKind
from mentoring.enums.readiness import Standing
from mentoring.models import Case
from mentoring.readiness.lines import with_standing
from people.models import StoredSearch
from people.selectors import search

NO_MENTOR = "none"
VISIT_OVERDUE = "visit-overdue"
READY_OVERDUE = "ready-overdue"
NOWHERE_TO_STAY = "nowhere-to-stay"
STATES = [("closed", "Support ended"), ("all", "Open and ended")]
WINDOWS = [
    ("14", "Next 14 days"),
    ("28", "Next 4 weeks"),
    ("84", "Next 12 weeks"),
    ("passed", "Day passed, not said to be out"),
    ("released", "Released"),
    ("unknown", "No date yet"),
]


class CaseloadFilter(django_filters.FilterSet):
    """Without a choice of state only open cases show. `search` is the key of a search of the user's own."""

    liberation = django_filters.ChoiceFilter(
        widget=LongSelect, label="Liberation", choices=WINDOWS, empty_label="Any time", method="filter_liberation"
    )
    flag = django_filters.ChoiceFilter(
        widget=LongSelect,
        label="Needs",
        choices=[
            *FlagKind.choices,
            (VISIT_OVERDUE, "Visit without an outcome"),
            (READY_OVERDUE, "Something overdue before the gate"),
            (NOWHERE_TO_STAY, "Nowhere to stay yet"),
        ],
        empty_label="Anything",
        method="filter_flag",
    )
    prison = django_filters.ChoiceFilter(
        widget=LongSelect, label="Prison", empty_label="All prisons", method="filter_prison"
    )
    mentor = django_filters.ChoiceFilter(
        widget=LongSelect, label="Mentor", empty_label="All mentors", method="filter_mentor"
    )
    programme = django_filters.ChoiceFilter(
        widget=LongSelect, label="Programme", empty_label="All programmes", field_name="programme"
    )
    state = django_filters.ChoiceFilter(
        widget=LongSelect, label="Support", choices=STATES, empty_label="Open", method="filter_state"
    )
    search = django_filters.UUIDFilter(label="Search", widget=forms.HiddenInput, method="filter_search")

    class Meta:
        model = Case
        form = FilterForm
        fields = []

    def __init__(self, *args, user, today: dt.date, choices, all_mentors: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.today = user, today
        self.filters["prison"].extra["choices"] = choices["prison"]
        self.filters["programme"].extra["choices"] = choices["programme"]
        if all_mentors:
            self.filters["mentor"].extra["choices"] = [(NO_MENTOR, "No mentor yet"), *choices["mentor"]]
        else:
            # A mentor's caseload is their own.
            del self.filters["mentor"]
        if len(choices["programme"]) < 2:
            del self.filters["programme"]

    @property
    def in_use(self):
        """Whether the list is anything but all open cases."""
        return self.form.is_valid() and any(self.form.cleaned_data.values())

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data.get("state") else queryset.open()

    def filter_state(self, cases, name, value):
        return cases.filter(closed_date__isnull=False) if value == "closed" else cases

    def filter_liberation(self, cases, name, value):
        if value == "released":
            return cases.filter(episode__released_date__isnull=False)
        cases = caseload.with_ledger(cases)
        if value == "unknown":
            return cases.filter(episode__released_date=None, ledger__liberation_date=None)
        if value == "passed":
            return cases.filter(episode__released_date=None, ledger__liberation_date__lt=self.today)
        return cases.filter(caseload.coming(self.today, int(value)))

    def filter_flag(self, cases, name, value):
        if value == VISIT_OVERDUE:
            return caseload.with_visit_overdue(cases, self.today)
        if value == READY_OVERDUE:
            return with_standing(cases, Standing.OVERDUE, self.today)
        if value == NOWHERE_TO_STAY:
            return with_nowhere_to_stay(cases)
        return caseload.with_flag(cases, value)

    def filter_prison(self, cases, name, value):
        return cases.filter(Q(episode__stays__prison=value, episode__stays__to_date=None))

    def filter_mentor(self, cases, name, value):
        if value == NO_MENTOR:
            return cases.unallocated()
        return caseload.of_mentor(cases, value)

    def filter_search(self, cases, name, value):
        own = StoredSearch.objects.filter(user=self.user, pk=value).first()
        if own is None:
            return cases.none()
        return caseload.found_by(cases, search(self.user, own.text))
