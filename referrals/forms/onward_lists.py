"""Filters of the referrals to partner agencies."""

import django_filters
from django.utils import timezone

from core.forms import FilterForm
from referrals.enums import OnwardDecline, OnwardState, ServiceKind
from referrals.models import Agency, OnwardReferral

STANDINGS = (("overdue", "Answer overdue"), ("open", "Not settled"), ("settled", "Settled"))
WHOSE = (("mine", "Sent by me"),)


class OnwardFilter(django_filters.FilterSet):
    standing = django_filters.ChoiceFilter(
        label="How it stands", choices=STANDINGS, method="filter_standing", empty_label="Whatever it is"
    )
    state = django_filters.ChoiceFilter(label="State", choices=OnwardState.choices, empty_label="Any state")
    kind = django_filters.ChoiceFilter(
        label="Helps with", field_name="service__kind", choices=ServiceKind.choices, empty_label="Anything"
    )
    agency = django_filters.ModelChoiceFilter(
        label="Agency", field_name="service__agency", queryset=Agency.objects.all(), empty_label="All agencies"
    )
    why = django_filters.ChoiceFilter(
        label="Declined because", field_name="decline_reason", choices=OnwardDecline.choices, empty_label="Any reason"
    )
    whose = django_filters.ChoiceFilter(label="Sent by", choices=WHOSE, method="filter_whose", empty_label="Anybody")

    class Meta:
        model = OnwardReferral
        fields = ["standing", "state", "kind", "agency", "why", "whose"]
        form = FilterForm

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def filter_standing(self, rows, name, value):
        if value == "overdue":
            return rows.overdue(timezone.localdate())
        return rows.open() if value == "open" else rows.settled()

    def filter_whose(self, rows, name, value):
        return rows.filter(sent_by=self.user)
