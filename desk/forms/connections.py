"""The filters of the list of staff who know somebody outside their work."""

import django_filters

from accounts.models import User
from core.forms import FilterForm
from people.enums import HowKnown
from people.models import PersonalConnection


class ConnectionFilter(django_filters.FilterSet):
    """Without a choice of state those in force."""

    state = django_filters.ChoiceFilter(
        label="State",
        choices=[("ended", "Ended"), ("all", "In force and ended")],
        empty_label="In force",
        method="kept",
    )
    how = django_filters.ChoiceFilter(label="How they know each other", choices=HowKnown.choices, empty_label="Any way")

    user = django_filters.ModelChoiceFilter(label="Known by", queryset=User.objects.none(), empty_label="Anyone")

    class Meta:
        model = PersonalConnection
        form = FilterForm
        fields = ["state", "user", "how"]

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["user"].queryset = User.objects.filter(team=team)

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data.get("state") else queryset.in_force()

    def kept(self, queryset, name, value):
        return queryset.filter(ended_at__isnull=False) if value == "ended" else queryset
