"""Which figures of the equality questions: one programme and one year, never a sum of several."""

import datetime as dt

from django import forms

from core.forms import FilterForm
from desk.selectors.equality import financial_year
from referrals.models import Programme

# Until answers are de-linked for good there is no reason to look further back.
YEARS_BACK = 5


class EqualityFilter(FilterForm):
    """Without a choice the first programme of the team and the financial year so far."""

    programme = forms.ModelChoiceField(label="Programme", queryset=Programme.objects.none(), empty_label=None)
    year = forms.TypedChoiceField(label="Support began in", coerce=int)

    def __init__(self, *args, team, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        now = financial_year(today)
        self.fields["programme"].queryset = Programme.objects.filter(team=team).order_by("name", "pk")
        self.fields["year"].choices = [
            (year, f"April {year} to March {year + 1}") for year in range(now, now - YEARS_BACK, -1)
        ]
        self.first = {"programme": self.fields["programme"].queryset.first(), "year": now}

    def chosen(self) -> tuple[Programme | None, int]:
        """What was asked for, or the first of both where nothing, or nothing sensible, was."""
        asked = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return asked.get("programme") or self.first["programme"], asked.get("year") or self.first["year"]
