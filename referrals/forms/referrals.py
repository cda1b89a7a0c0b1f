"""Filtering the queue of referrals; deciding about one."""

import django_filters
from django import forms
from django.utils import timezone

from core.forms import DayFilter, FilterForm, Form, helper
from prisons.models import Prison
from referrals.enums import DeclineReason, ReferralState, Source
from referrals.models import Agency, Programme, Referral


class ReferralFilter(django_filters.FilterSet):
    """The filters of the queue. Without a state it shows what waits for somebody here to act."""

    state = django_filters.ChoiceFilter(
        label="State",
        method="filter_state",
        choices=[("all", "All"), *ReferralState.choices],
        empty_label="Waiting for us",
    )
    programme = django_filters.ModelChoiceFilter(
        label="Programme",
        queryset=lambda request: Programme.objects.filter(team=request.user.team_id),
        empty_label="All programmes",
    )
    prison = django_filters.ModelChoiceFilter(
        label="Prison", method="filter_prison", queryset=Prison.objects.all(), empty_label="All prisons"
    )
    source = django_filters.ChoiceFilter(label="Who referred them", choices=Source.choices, empty_label="Anyone")
    agency = django_filters.ModelChoiceFilter(
        label="Partner agency", queryset=Agency.objects.all(), empty_label="All agencies"
    )
    reason = django_filters.ChoiceFilter(
        label="Reason it was declined",
        field_name="decline_reason",
        choices=DeclineReason.choices,
        empty_label="Any reason",
    )
    received_from = DayFilter(label="Received from", field_name="referred_date", lookup_expr="gte")
    received_until = DayFilter(label="Received until", field_name="referred_date", lookup_expr="lte")
    prison_then = django_filters.ModelChoiceFilter(
        label="Prison when referred",
        method="filter_prison_then",
        queryset=Prison.objects.all(),
        empty_label="All prisons",
    )
    own = django_filters.ChoiceFilter(
        label="Whose programme", method="filter_own", choices=[("yes", "Our team’s only")], empty_label="Any team’s"
    )

    # What the counted referrals (referrals/counting.py) ask for; nobody goes by it in the queue.
    OF_COUNTS = ("agency", "reason", "received_from", "received_until", "prison_then", "own")

    class Meta:
        model = Referral
        form = FilterForm
        fields = ["state", "programme", "prison", "source"]

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        for name in self.OF_COUNTS:
            if not any(key.startswith(name) for key in data or ()):
                del self.filters[name]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        return queryset if self.form.cleaned_data.get("state") else queryset.due(timezone.localdate())

    def filter_prison(self, queryset, name, value):
        return queryset.filter(now_at=value.pk)

    def filter_prison_then(self, queryset, name, value):
        return queryset.with_prison_then().filter(prison_then=value.pk)

    def filter_own(self, queryset, name, value):
        return queryset.filter(programme__team=self.request.user.team_id)

    def filter_state(self, queryset, name, value):
        return queryset if value == "all" else queryset.filter(state=value)


class DeclineForm(Form):
    """Why the service is not for them."""

    reason = forms.ChoiceField(
        label="Why is this service not for them?", choices=DeclineReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label="More about it", max_length=300, required=False, help_text="What was said to whom.")

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Not for this service", cancel_url)
