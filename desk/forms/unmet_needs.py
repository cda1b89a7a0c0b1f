"""Which figures of unmet need, and which of the people behind them."""

import datetime as dt

from django import forms

from core.forms import FilterForm
from desk.selectors.unmet_needs import Quarter, quarter_of, quarters_back
from mentoring.enums.needs import NeedArea, Unmet
from prisons.models import LocalAuthority
from referrals.models import Programme

QUARTERS_BACK = 8


class UnmetFilter(FilterForm):
    """One programme and one quarter; without a choice the first programme of the team and the quarter so far."""

    programme = forms.ModelChoiceField(label="Programme", queryset=Programme.objects.none(), empty_label=None)
    quarter = forms.ChoiceField(label="Supported in")

    def __init__(self, *args, team, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.quarters = {quarter.key: quarter for quarter in quarters_back(today, QUARTERS_BACK)}
        self.fields["programme"].queryset = Programme.objects.filter(team=team).order_by("name", "pk")
        self.fields["quarter"].choices = [(key, quarter.label) for key, quarter in self.quarters.items()]
        self.first = self.fields["programme"].queryset.first(), quarter_of(today)

    def chosen(self) -> tuple[Programme | None, Quarter]:
        """What was asked for, or the first of both where nothing, or nothing sensible, was."""
        asked = self.cleaned_data if self.is_bound and self.is_valid() else {}
        programme, quarter = self.first
        return asked.get("programme") or programme, self.quarters.get(asked.get("quarter"), quarter)


class UnmetPeopleFilter(UnmetFilter):
    """The same, narrowed down to a reason, a need or an area."""

    because = forms.ChoiceField(label="Why", choices=[("", "Any reason"), *Unmet.choices], required=False)
    need = forms.ChoiceField(label="Need", choices=[("", "Any need"), *NeedArea.choices], required=False)
    area = forms.ModelChoiceField(
        label="Area they return to", queryset=LocalAuthority.objects.all(), required=False, empty_label="Any area"
    )

    def narrowed(self, rows):
        """`rows` of unmet needs by what was asked for."""
        asked = self.cleaned_data if self.is_bound and self.is_valid() else {}
        for name, field in (
            ("because", "because"),
            ("need", "area"),
            ("area", "assessment__case__episode__return_area"),
        ):
            if asked.get(name):
                rows = rows.filter(**{field: asked[name]})
        return rows

    @property
    def form(self):
        """What the filter row of a list shows."""
        return self
