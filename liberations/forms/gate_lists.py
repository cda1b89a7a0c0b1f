"""Which gates a list shows."""

import datetime as dt

import django_filters
from django.utils import timezone

from core.forms import DayFilter, FilterForm
from liberations.enums import GateAnswer
from liberations.first_day.troubled import not_planned, not_possible
from prisons.models import Prison

NOT_POSSIBLE, NOT_PLANNED = "not-possible", "not-planned"


class GateFilter(django_filters.FilterSet):
    """The list of gates: when, and at which prison."""

    when = django_filters.ChoiceFilter(
        label="When",
        choices=[("today", "Today"), ("tomorrow", "Tomorrow"), ("week", "Next 7 days"), ("fortnight", "Next 14 days")],
        empty_label="All coming",
        method="filter_when",
    )
    day = DayFilter(label="Or a day", field_name="liberation_day")
    prison = django_filters.ModelChoiceFilter(
        label="Prison", method="filter_prison", queryset=Prison.objects.all(), empty_label="All prisons"
    )

    going = django_filters.ChoiceFilter(
        label="Is the mentor going?", choices=GateAnswer.choices, empty_label="Any answer", field_name="gate_answer"
    )

    # The last one: only the days that the others leave are walked through.
    first_day = django_filters.ChoiceFilter(
        label="The day of release",
        choices=[(NOT_POSSIBLE, "Cannot be done"), (NOT_PLANNED, "No plan yet")],
        empty_label="Any",
        method="filter_first_day",
    )

    class Meta:
        form = FilterForm
        fields = ["when", "day", "prison", "going", "first_day"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What stands against each day, by the time in custody, once days that cannot be done are asked for.
        self.against = {}

    def filter_queryset(self, queryset):
        if self.form.cleaned_data.get("day"):
            # A day says it all.
            self.form.cleaned_data["when"] = ""
        return super().filter_queryset(queryset)

    def filter_when(self, queryset, name, value):
        today = timezone.localdate()
        first, days = {"today": (0, 0), "tomorrow": (1, 1), "week": (0, 7), "fortnight": (0, 14)}[value]
        return queryset.filter(
            liberation_day__range=(today + dt.timedelta(days=first), today + dt.timedelta(days=days))
        )

    def filter_first_day(self, queryset, name, value):
        if value == NOT_PLANNED:
            return not_planned(queryset, timezone.localdate())
        self.against = not_possible(queryset)
        return queryset.filter(episode__in=self.against)

    def filter_prison(self, queryset, name, prison):
        return queryset.filter(now_at=prison.pk)


class GateDayFilter(django_filters.FilterSet):
    """Of which day: tomorrow unless something else is chosen."""

    when = django_filters.ChoiceFilter(label="Which day", choices=[("today", "Today")], empty_label="Tomorrow")
    day = DayFilter(label="Or another day")

    class Meta:
        form = FilterForm
        fields = ["when", "day"]

    @property
    def chosen(self) -> dt.date:
        today = timezone.localdate()
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        return asked.get("day") or (today if asked.get("when") else today + dt.timedelta(days=1))
