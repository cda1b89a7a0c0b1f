"""The list of what needs a decision: its filters."""

import datetime as dt

import django_filters
from django.utils import timezone

from core.forms import FilterForm
from liberations.enums import DONE_BY_ITSELF, ReplanItemKind
from mentoring.models import Mentor
from prisons.models import Prison

KINDS = [(kind.value, kind.label) for kind in ReplanItemKind if kind not in DONE_BY_ITSELF]


class DecisionFilter(django_filters.FilterSet):
    whose = django_filters.ChoiceFilter(
        label="Whose decision",
        choices=[("mentor", "The mentor’s"), ("manager", "A manager’s")],
        empty_label="Everyone’s",
        method="filter_whose",
    )
    kind = django_filters.ChoiceFilter(label="What", choices=KINDS, empty_label="Everything")
    when = django_filters.ChoiceFilter(
        label="Liberation",
        choices=[("7", "In 7 days"), ("14", "In 14 days"), ("28", "In 28 days")],
        empty_label="Any day",
        method="filter_when",
    )
    prison = django_filters.ModelChoiceFilter(
        label="Prison", queryset=Prison.objects.all(), empty_label="All prisons", method="filter_prison"
    )
    mentor = django_filters.ModelChoiceFilter(
        label="Mentor",
        queryset=lambda request: Mentor.objects.of_team(request.user.team_id).select_related("user"),
        empty_label="All mentors",
        method="filter_mentor",
    )

    class Meta:
        form = FilterForm
        fields = ["whose", "kind", "when", "prison", "mentor"]

    def filter_whose(self, items, name, value):
        return items.for_managers() if value == "manager" else items.for_mentors()

    def filter_when(self, items, name, value):
        return items.filter(liberation_day__lte=timezone.localdate() + dt.timedelta(days=int(value)))

    def filter_prison(self, items, name, prison):
        return items.filter(now_at=prison.pk)

    def filter_mentor(self, items, name, mentor):
        return items.filter(lead_id=mentor.pk)
