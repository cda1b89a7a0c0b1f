"""A mentor is away: the days, and who looks after each of their people meanwhile."""

import django_filters
from django import forms

from core.forms import DayField, FilterForm, Form, LongSelect, NewRowForm, VersionedForm, helper
from mentoring.enums.absences import AbsenceKind
from mentoring.matching.facts import Facts
from mentoring.models import Absence, Mentor

NOW, TO_COME, OVER = "now", "to-come", "over"
WHEN = [(NOW, "Away now"), (TO_COME, "To come"), (OVER, "Over or called off")]


class AbsenceForm(NewRowForm):
    """From when until when, and why in one word."""

    from_date = DayField(label="First day away")
    until_date = DayField(
        label="Last day away",
        help_text="Not known yet? Enter the day on which you look at it again; it can be made longer.",
    )
    kind = forms.ChoiceField(
        label="Why",
        choices=AbsenceKind,
        widget=forms.RadioSelect,
        help_text="Only managers see this. Whoever covers does not.",
    )

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save and choose who covers", cancel_url)


class AbsenceEndForm(VersionedForm):
    """Another last day."""

    until_date = DayField(label="Last day away", help_text="Yesterday, if they are back today.")

    def __init__(self, *args, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("Save", cancel_url)


class AbsenceFilter(django_filters.FilterSet):
    """By when, and whose."""

    when = django_filters.ChoiceFilter(label="When", method="filter_when", choices=WHEN, empty_label="Now and to come")
    mentor = django_filters.ModelChoiceFilter(
        label="Mentor",
        queryset=lambda request: Mentor.objects.of_team(request.user.team_id).select_related("user"),
        empty_label="All mentors",
    )

    class Meta:
        model = Absence
        form = FilterForm
        fields = ["when", "mentor"]

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("when") else found.not_over(self.today)

    def filter_when(self, queryset, name, value):
        if value == NOW:
            return queryset.in_force(self.today)
        if value == TO_COME:
            return queryset.not_over(self.today).filter(from_date__gt=self.today)
        return queryset.exclude(pk__in=Absence.objects.not_over(self.today).values("pk"))


class CoverForm(Form):
    """For each person one of the mentors who are there, or nobody. Fields are named after the key of the case."""

    def __init__(self, *args, facts: Facts, initial_for, **kwargs):
        super().__init__(*args, **kwargs)
        self.cases = [person.case for person in facts.people]
        self.mentors = {str(each.key): each.mentor for each in facts.mentors}
        for case in self.cases:
            may = [each.mentor for each in facts.mentors if case.person_id not in each.barred_from]
            field = forms.ChoiceField(
                label=f"Who covers for {case.reference}",
                choices=[("", "Nobody"), *((str(mentor.pk), mentor.user.name) for mentor in may)],
                required=False,
                widget=LongSelect({"aria-label": f"Who covers for {case.person.full_name}"}),
            )
            self.fields[f"cover_{case.pk.hex}"] = field
            self.initial[f"cover_{case.pk.hex}"] = str(initial_for.get(case.pk) or "")

    def rows(self):
        """Each case with its field, for the page."""
        return [(case, self[f"cover_{case.pk.hex}"]) for case in self.cases]

    def choices(self):
        """What the service takes."""
        given = self.cleaned_data
        return [(case, self.mentors.get(given[f"cover_{case.pk.hex}"])) for case in self.cases]
