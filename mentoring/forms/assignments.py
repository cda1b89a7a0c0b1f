"""Who waits for a mentor, and the choice of one."""

import django_filters
from django import forms

from core.forms import FilterForm, Form
from mentoring.enums.cases import MatchEnd
from mentoring.enums.matching import Need
from mentoring.models import Case, Mentor
from prisons.models import LocalAuthority, Prison
from referrals.models import Programme


class QueueFilter(django_filters.FilterSet):
    """The filters of the allocation queue."""

    prison = django_filters.ModelChoiceFilter(
        label="Prison", method="filter_prison", queryset=Prison.objects.all(), empty_label="All prisons"
    )
    area = django_filters.ModelChoiceFilter(
        label="Returns to",
        field_name="episode__return_area",
        queryset=LocalAuthority.objects.all(),
        empty_label="All areas",
    )
    programme = django_filters.ModelChoiceFilter(
        label="Programme",
        queryset=lambda request: Programme.objects.filter(team=request.user.team_id),
        empty_label="All programmes",
    )

    need = django_filters.ChoiceFilter(label="Support they need", choices=Need.choices, empty_label="Any")

    class Meta:
        model = Case
        form = FilterForm
        fields = ["prison", "area", "programme", "need"]

    def filter_prison(self, queryset, name, value):
        return queryset.filter(now_at=value.pk)


# Why the mentor of now stops, where a manager chooses another one; planned handovers and endings have pages of their own.
CHANGES = [
    (reason.value, reason.label) for reason in MatchEnd if reason not in (MatchEnd.NEXT_MENTOR, MatchEnd.SUPPORT_ENDED)
]


def why_it_changes(**more):
    """The question why the mentor of now stops, for one person or many."""
    return forms.ChoiceField(label="Why does the mentor change?", choices=CHANGES, initial=MatchEnd.WORKLOAD, **more)


class AllocateForm(Form):
    """Which mentor, and why this one. The page shows the mentors as a table with a radio button in each row."""

    mentor = forms.ModelChoiceField(label="Mentor", queryset=Mentor.objects.none(), widget=forms.RadioSelect)
    match_note = forms.CharField(
        label="Why this mentor?",
        max_length=300,
        help_text="Kept with the allocation.",
        widget=forms.Textarea({"rows": 2}),
    )
    end_reason = why_it_changes()

    def __init__(self, *args, team, has_mentor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = Mentor.objects.of_team(team).filter(user__is_active=True)
        if not has_mentor:
            del self.fields["end_reason"]
