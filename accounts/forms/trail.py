import datetime as dt

import django_filters
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from audit.enums import Verb
from audit.models import Event
from core.forms import DayFilter, FilterForm


class TrailFilter(django_filters.FilterSet):
    """Who did what, when, about whom. `person` is the key that stands in the address of a record; of `known`
    people, whom the reader knows outside their work, nothing is found."""

    who = django_filters.ModelChoiceFilter(
        label="Member of staff", queryset=User.objects.none(), method="filter_who", empty_label="Everyone"
    )
    verb = django_filters.ChoiceFilter(label="What was done", choices=Verb.choices, empty_label="Everything")
    person = django_filters.UUIDFilter(label="Key of a record", method="filter_person")
    since = DayFilter(label="From this day", method="filter_since")
    until = DayFilter(label="Until this day", method="filter_until")

    class Meta:
        model = Event
        fields = ["who", "verb", "person", "since", "until"]
        form = FilterForm

    def __init__(self, *args, user, known=frozenset(), **kwargs):
        super().__init__(*args, **kwargs)
        self.known = known
        staff = User.objects.all() if user.is_auditor else User.objects.filter(team=user.team)
        self.form.fields["who"].queryset = staff

    def filter_who(self, rows, name, value):
        # What somebody did, and what was done to their account, such as a sign-in that failed.
        return rows.filter(Q(actor_key=value.pk) | Q(subject_key=value.pk))

    def filter_person(self, rows, name, value):
        return rows.none() if value in self.known else rows.about(value)

    def filter_since(self, rows, name, value):
        return rows.filter(at__gte=_midnight(value))

    def filter_until(self, rows, name, value):
        return rows.filter(at__lt=_midnight(value + dt.timedelta(days=1)))


def _midnight(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
