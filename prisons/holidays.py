"""On which days offices are closed: the national list, and what administrators have entered over it.

The 1993 Act means the offices of the area the person returns to (s.27(8)), so a council's own holidays count and a bank
holiday the council works through does not. Nobody publishes those as data: we ship none, administrators enter them.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

import holidays as holiday_library
from django.db.models import Q

from prisons.enums import Jurisdiction
from prisons.models import Holiday, LocalAuthority

# Bank holidays of Wales are those of England.
SUBDIVISIONS = {Jurisdiction.SCOTLAND: "SCT", Jurisdiction.ENGLAND_AND_WALES: "ENG"}


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """The closed days of one jurisdiction over one span, for every area at once; asking it costs no query."""

    national: frozenset[date]
    added: dict[UUID, frozenset[date]]
    removed: dict[UUID, frozenset[date]]

    def days_for(self, local_authority_id: UUID | None) -> frozenset[date]:
        """Days on which offices are closed in this area; None, or an area with no entries, gets the national days."""
        if local_authority_id not in self.added and local_authority_id not in self.removed:
            return self.national
        kept = self.national - self.removed.get(local_authority_id, frozenset())
        return kept | self.added.get(local_authority_id, frozenset())


def holidays_for(
    jurisdiction: str, start: date, end: date, *, local_authority: LocalAuthority | None = None
) -> frozenset[date]:
    """Days from `start` to `end`, both included, on which offices are closed; in the area where one is given.

    An administrator's entry beats the national list, and an area's entry beats both: observed adds the day, not observed
    takes it away. One query. For many people or areas ask once for the whole span with `holiday_calendar`.
    """
    key = local_authority.pk if local_authority else None
    whose = Q(local_authority=None) | Q(local_authority=key) if key else Q(local_authority=None)
    return _calendar(jurisdiction, start, end, whose).days_for(key)


def holiday_calendar(jurisdiction: str, start: date, end: date) -> HolidayCalendar:
    """The closed days of all areas of a jurisdiction from `start` to `end`, both included. One query."""
    return _calendar(jurisdiction, start, end, Q())


def _calendar(jurisdiction: str, start: date, end: date, whose: Q) -> HolidayCalendar:
    jurisdiction = Jurisdiction(jurisdiction)
    entries = Holiday.objects.filter(whose, jurisdiction=jurisdiction, day__range=(start, end)).order_by()
    national = set(_listed_days(jurisdiction, start, end))
    added: dict[UUID, set[date]] = {}
    removed: dict[UUID, set[date]] = {}
    for area, day, observed in entries.values_list("local_authority", "day", "observed"):
        if area is not None:
            (added if observed else removed).setdefault(area, set()).add(day)
        elif observed:
            national.add(day)
        else:
            national.discard(day)
    return HolidayCalendar(frozenset(national), _frozen(added), _frozen(removed))


def _frozen(days_by_area: dict[UUID, set[date]]) -> dict[UUID, frozenset[date]]:
    return {area: frozenset(days) for area, days in days_by_area.items()}


def _listed_days(jurisdiction: Jurisdiction, start: date, end: date):
    for year in range(start.year, end.year + 1):
        for day in _listed_year(SUBDIVISIONS[jurisdiction], year):
            if start <= day <= end:
                yield day


@lru_cache(maxsize=256)
def _listed_year(subdivision: str, year: int) -> frozenset[date]:
    """The national list: bank holidays with their substitutes and proclaimed days, and the real dates on weekends too.

    Those weekend dates change no answer. The library knows Monday 15 June 2026, which other lists lack.
    """
    return frozenset(_named_year(subdivision, year))


def listed_names(jurisdiction: str, year: int) -> dict[date, str]:
    """The days of the national list of one year with their names, in order; no query."""
    named = _named_year(SUBDIVISIONS[Jurisdiction(jurisdiction)], year)
    return {day: name.replace("(observed)", "(substitute day)") for day, name in sorted(named.items())}


def _named_year(subdivision: str, year: int) -> dict[date, str]:
    return dict(holiday_library.country_holidays("GB", subdiv=subdivision, years=year))
