"""The filters of the counted referrals; all of them stand in the address."""

import datetime as dt

from django import forms
from django.utils import timezone

from core.forms import DayField, FilterForm
from prisons.models import Prison
from referrals.counting import Cut
from referrals.enums import Source
from referrals.models import Agency, Programme


def year_so_far(today: dt.date) -> tuple[dt.date, dt.date]:
    """The financial year of a contract, from 1 April, up to today."""
    return dt.date(today.year - (today < dt.date(today.year, 4, 1)), 4, 1), today


class CountsFilter(FilterForm):
    """Without days it counts the financial year so far."""

    first = DayField(label="Received from", required=False)
    last = DayField(label="Received until", required=False)
    programme = forms.ModelChoiceField(queryset=Programme.objects.none(), required=False, empty_label="All programmes")
    prison = forms.ModelChoiceField(queryset=Prison.objects.all(), required=False, empty_label="All prisons")
    source = forms.ChoiceField(label="Who referred them", choices=[("", "Anyone"), *Source.choices], required=False)
    agency = forms.ModelChoiceField(
        label="Partner agency", queryset=Agency.objects.all(), required=False, empty_label="All agencies"
    )

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = Programme.objects.filter(team=team)

    def clean(self):
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day must not be before the first")

    def cut(self) -> Cut:
        """What was asked; where an answer makes no sense, as if it had not been given."""
        asked = self.cleaned_data if self.is_valid() else {}
        first, last = year_so_far(timezone.localdate())
        last = asked.get("last") or last
        first = asked.get("first") or min(first, last)
        return Cut(
            first=first,
            last=last,
            programme=asked.get("programme"),
            prison=asked.get("prison"),
            source=asked.get("source") or "",
            agency=asked.get("agency"),
        )
