"""Reads that join several models of this app."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from prisons.enums import Jurisdiction
from prisons.holidays import HolidayCalendar, holiday_calendar, holidays_for, listed_names
from prisons.liberation_rules import SATURDAY, LiberationDay, Rule, liberation_day, span_to_know
from prisons.models import Holiday, LiberationRulePeriod, LocalAuthority, ReleaseDate
from prisons.reference.rule_periods import RULE_PERIODS, RulePeriod


def rule_periods(jurisdiction: str) -> list[RulePeriod]:
    """The rules of a jurisdiction with their dates, as administrators keep them. One query.

    Where nothing has been loaded yet, the periods we ship with: a date must never stay on a Sunday for want of a command.
    """
    stored = [
        RulePeriod(jurisdiction=jurisdiction, rule=Rule(rule), from_date=from_date, to_date=to_date)
        for rule, from_date, to_date in LiberationRulePeriod.objects.filter(jurisdiction=jurisdiction)
        .order_by()
        .values_list("rule", "from_date", "to_date")
    ]
    return stored or [period for period in RULE_PERIODS if period.jurisdiction == jurisdiction]


def rule_on(periods: Sequence[RulePeriod], on: date) -> Rule:
    """The rule among `periods` that holds on a day; of several, the one that began last.

    A rule without a first day is not in force. On a day that no rule covers the oldest statute stands, for a date left
    unmoved is the worse mistake. Raises ValueError if no period has a first day at all.
    """
    in_force = [period for period in periods if period.from_date is not None]
    if not in_force:
        raise ValueError("No liberation rule of this jurisdiction has a first day.")
    covering = [
        period for period in in_force if period.from_date <= on and (period.to_date is None or on <= period.to_date)
    ]
    if not covering:
        return min(in_force, key=lambda period: period.from_date).rule
    return max(covering, key=lambda period: period.from_date).rule


def rule_in_force(jurisdiction: str, on: date) -> Rule:
    """The rule by which a sentence that ends on this day becomes a liberation day. One query."""
    return rule_on(rule_periods(jurisdiction), on)


def worked_out_liberation(
    sentence_date: date, *, jurisdiction: str = Jurisdiction.SCOTLAND, local_authority: LocalAuthority | None = None
) -> tuple[Rule, LiberationDay]:
    """The rule in force and the liberation day it makes of one sentence date. Two queries.

    Without a local authority only the national holidays are looked at: the page has to say so.
    """
    rule = rule_in_force(jurisdiction, sentence_date)
    days = holidays_for(jurisdiction, *span_to_know(sentence_date, sentence_date), local_authority=local_authority)
    return rule, liberation_day(sentence_date, rule=rule, holidays=days)


@dataclass(frozen=True, slots=True)
class LiberationDays:
    """Liberation days of many sentence dates: two queries when it is made, none when it is asked.

    days = LiberationDays.between(first, last)
    rule, answer = days.worked_out(sentence_date, local_authority_id=episode.return_area_id)
    """

    first: date
    last: date
    periods: Sequence[RulePeriod]
    calendar: HolidayCalendar

    @classmethod
    def between(cls, first: date, last: date, *, jurisdiction: str = Jurisdiction.SCOTLAND) -> "LiberationDays":
        return cls(first, last, rule_periods(jurisdiction), holiday_calendar(jurisdiction, *span_to_know(first, last)))

    def worked_out(self, sentence_date: date, *, local_authority_id=None) -> tuple[Rule, LiberationDay]:
        """As `worked_out_liberation`. Raises ValueError for a date outside the span, whose holidays are not known."""
        if not self.first <= sentence_date <= self.last:
            raise ValueError("The sentence date is outside the span these liberation days were made for.")
        rule = rule_on(self.periods, sentence_date)
        return rule, liberation_day(sentence_date, rule=rule, holidays=self.calendar.days_for(local_authority_id))


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of a calendar as its page shows it: what it is, whether offices are closed, and which entry says so.

    `entry` is this calendar's own; `from_above` the entry for the whole jurisdiction that an area goes by.
    """

    day: date
    name: str
    listed: bool
    entry: Holiday | None = None
    from_above: Holiday | None = None

    @property
    def closed(self) -> bool:
        deciding = self.entry or self.from_above
        return deciding.observed if deciding else self.listed

    @property
    def weekend(self) -> bool:
        """Offices are closed anyway: switching such a day off or on changes no answer."""
        return self.day.weekday() >= SATURDAY

    @property
    def source(self) -> str:
        deciding = self.entry or self.from_above
        return deciding.source if deciding else "National list"


def holiday_that_moved(row: ReleaseDate, calendar: "Calendar") -> CalendarDay | None:
    """The holiday that had a part in moving the day of this row, by its name now. One query; none without a holiday."""
    if row.holiday is None:
        return None
    return next((day for day in calendar_year(calendar, row.holiday.year) if day.day == row.holiday), None)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Whose holidays: an area's, or without an area those of the whole jurisdiction."""

    jurisdiction: Jurisdiction
    local_authority: LocalAuthority | None = None

    @property
    def name(self) -> str:
        return self.local_authority.name if self.local_authority else self.jurisdiction.label


def calendar_year(calendar: Calendar, year: int) -> list[CalendarDay]:
    """Every day of a year that the national list, the jurisdiction or the area says something about. One query."""
    area = calendar.local_authority.pk if calendar.local_authority else None
    whose = Q(local_authority=None) | Q(local_authority=area) if area else Q(local_authority=None)
    own, above = {}, {}
    for entry in Holiday.objects.filter(whose, jurisdiction=calendar.jurisdiction, day__year=year):
        if entry.local_authority_id == area:
            own[entry.day] = entry
        else:
            above[entry.day] = entry
    names = listed_names(calendar.jurisdiction, year)
    return [
        CalendarDay(
            day=day,
            name=names.get(day) or (own.get(day) or above[day]).name,
            listed=day in names,
            entry=own.get(day),
            from_above=above.get(day),
        )
        for day in sorted({*names, *own, *above})
    ]
