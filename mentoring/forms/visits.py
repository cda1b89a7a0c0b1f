"""The filters of the visits that are still to be booked."""

import django_filters

from core.forms import FilterForm
from mentoring.enums.visits import ToBook
from mentoring.models import Case

SOON, LATER = 28, 84


class ToBookFilter(django_filters.FilterSet):
    """How they stand, and how soon the people leave. What is filtered is worked out, so the view goes by the answers."""

    state = django_filters.ChoiceFilter(label="How it stands", choices=ToBook, method="nothing")
    days = django_filters.ChoiceFilter(
        label="Liberation",
        choices=[(str(LATER), f"In {LATER // 7} weeks")],
        empty_label=f"In {SOON // 7} weeks",
        method="nothing",
    )

    class Meta:
        model = Case
        fields = ["state", "days"]
        form = FilterForm

    def nothing(self, cases, _name, _value):
        return cases
