"""The filters of what has to be in place before the gate. No name ever stands in the address."""

import django_filters

from core.forms import FilterForm, LongSelect
from mentoring.enums.readiness import SETTLED, ItemOwner, Standing
from mentoring.models import Case

OPEN = "open"
STANDINGS = [
    (Standing.OVERDUE.value, "Overdue"),
    (Standing.DUE.value, "Due"),
    (Standing.ON_HOLD.value, "On hold"),
    (OPEN, "Everything that is open"),
]


class ReadyFilter(django_filters.FilterSet):
    """Without a choice only what is overdue or due shows."""

    standing = django_filters.ChoiceFilter(
        widget=LongSelect,
        label="How it stands",
        choices=STANDINGS,
        empty_label="Overdue or due",
        method="filter_standing",
    )
    what = django_filters.ChoiceFilter(
        widget=LongSelect, label="What", empty_label="Everything", field_name="kind_code"
    )
    owner = django_filters.ChoiceFilter(
        widget=LongSelect, label="Who sees to it", choices=ItemOwner.choices, empty_label="Anybody", field_name="owner"
    )
    prison = django_filters.ChoiceFilter(
        widget=LongSelect, label="Prison", empty_label="All prisons", field_name="now_at"
    )
    mentor = django_filters.ChoiceFilter(
        widget=LongSelect, label="Mentor", empty_label="All mentors", field_name="lead_id"
    )

    class Meta:
        model = Case
        form = FilterForm
        fields = []

    def __init__(self, *args, choices, all_mentors: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["what"].extra["choices"] = choices["kind"]
        self.filters["prison"].extra["choices"] = choices["prison"]
        if all_mentors:
            self.filters["mentor"].extra["choices"] = choices["mentor"]
        else:
            # A mentor's list is their own.
            del self.filters["mentor"]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("standing"):
            return queryset
        return queryset.filter(standing__in=[Standing.OVERDUE, Standing.DUE])

    def filter_standing(self, rows, name, value):
        if value == OPEN:
            return rows.exclude(state__in=sorted(SETTLED))
        return rows.filter(standing=value)
