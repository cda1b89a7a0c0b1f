import datetime as dt

import django_filters
from django import forms
from django.utils import timezone

from core.forms import DayField, FilterForm, NewRowForm, helper
from mentoring.enums.prison_access import AccessRefusal
from mentoring.models import Mentor, RefusedAccess
from mentoring.visiting.lost import Period
from prisons.models import Prison

# Without days the report looks back so far.
DAYS_BACK = 91


class RefusedAccessForm(NewRowForm):
    """`mentors` are those somebody may say it of; one that is alone is not asked for."""

    mentor = forms.ModelChoiceField(label="Who was not let in?", queryset=Mentor.objects.none())
    on_date = DayField(label="Day", initial=timezone.localdate)
    reason = forms.ChoiceField(label="What were you told?", choices=AccessRefusal, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Note",
        max_length=500,
        required=False,
        help_text="Do not name anybody who is held there.",
        widget=forms.Textarea({"rows": 3}),
    )
    visits_too = forms.BooleanField(
        label="Record the visits booked there that day as cancelled by the prison", required=False, initial=True
    )

    def __init__(self, *args, mentors, own, cancel_url, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = mentors
        if own is not None:
            self.fields["mentor"].initial = own
            self.fields["mentor"].disabled = True
            self.fields["mentor"].widget = forms.HiddenInput()
        self.helper = helper("Save", cancel_url)

    def facts(self):
        return dict(self.cleaned_data)


class RefusedAccessFilter(django_filters.FilterSet):
    prison = django_filters.ModelChoiceFilter(label="Prison", queryset=Prison.objects.all(), empty_label="All prisons")
    reason = django_filters.ChoiceFilter(label="Why", choices=AccessRefusal.choices, empty_label="Any reason")

    class Meta:
        model = RefusedAccess
        form = FilterForm
        fields = ["prison", "reason"]


class VisitsLostFilter(FilterForm):
    """Without days it counts the last three months."""

    first = DayField(label="From", required=False)
    last = DayField(label="Until", required=False)
    prison = forms.ModelChoiceField(queryset=Prison.objects.all(), required=False, empty_label="All prisons")

    def clean(self):
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day must not be before the first")

    def period(self) -> Period:
        """What was asked; where an answer makes no sense, as if it had not been given."""
        asked = self.cleaned_data if self.is_valid() else {}
        last = asked.get("last") or timezone.localdate()
        first = asked.get("first") or last - dt.timedelta(days=DAYS_BACK)
        return Period(first=first, last=last, prison=asked.get("prison"))
