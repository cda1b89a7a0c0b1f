"""Asking again about release dates, and the filters of the queue."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef

from core.forms import FilterForm, Form, LongSelect
from liberations.enums import DateMatter
from mentoring.models import Assignment, Case
from prisons.enums import CheckOutcome, DateSource

NO_MENTOR = "none"


class DateCheckForm(Form):
    """What was heard, by the button that was pressed; asked on the phone unless said otherwise."""

    outcome = forms.ChoiceField(choices=CheckOutcome)
    source = forms.ChoiceField(choices=DateSource, required=False)

    def clean_source(self):
        return self.cleaned_data["source"] or DateSource.PHONE


class DateChecksForm(Form):
    """One call about many people. `only` is the one whose own button was pressed."""

    episodes = forms.ModelMultipleChoiceField(queryset=None, required=False)
    only = forms.ModelChoiceField(queryset=None, required=False)
    answered = forms.ChoiceField(choices=[("yes", "Nothing has changed"), ("no", "No answer")], required=False)
    source = forms.ChoiceField(choices=DateSource, required=False)

    def __init__(self, *args, episodes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["episodes"].queryset = self.fields["only"].queryset = episodes

    def clean_source(self):
        return self.cleaned_data["source"] or DateSource.PHONE

    def chosen(self):
        """The times in custody that were asked about."""
        only = self.cleaned_data["only"]
        return [only] if only else list(self.cleaned_data["episodes"])

    def was_answered(self):
        return self.cleaned_data["answered"] != "no"


class DateFilter(django_filters.FilterSet):
    """Which dates to settle: why, at which prison, whose. The tabs of the page are the first."""

    matter = django_filters.ChoiceFilter(choices=DateMatter, widget=forms.HiddenInput)
    prison = django_filters.ChoiceFilter(
        widget=LongSelect, label="Prison", empty_label="All prisons", method="filter_prison"
    )
    mentor = django_filters.ChoiceFilter(
        widget=LongSelect, label="Mentor", empty_label="All mentors", method="filter_mentor"
    )

    class Meta:
        model = Case
        form = FilterForm
        fields = []

    def __init__(self, *args, prisons, mentors, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["prison"].extra["choices"] = prisons
        self.filters["mentor"].extra["choices"] = [(NO_MENTOR, "No mentor yet"), *mentors]

    def filter_prison(self, cases, name, value):
        return cases.filter(now_at=value)

    def filter_mentor(self, cases, name, value):
        if value == NO_MENTOR:
            return cases.unallocated()
        theirs = Assignment.objects.lead().current().filter(case=OuterRef("pk"), mentor=value)
        return cases.filter(Exists(theirs))
