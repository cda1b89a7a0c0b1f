"""Are the visits a programme needs still possible before the liberation day? Pure: days in, an answer out.

What counts as a visit, and that two on one day are one, is `Meeting.pre_release` (domain.md section 4); the number needed is
the programme's (three by the minimum standards for mentoring through the gate).
"""

import dataclasses
import datetime as dt
from collections.abc import Collection

WORKING_WEEK = frozenset({1, 2, 3, 4, 5})


@dataclasses.dataclass(frozen=True, slots=True)
class VisitingDays:
    """When an agency may visit a prison: days of the week (ISO numbers; none known means Monday to Friday), days on which
    offices are closed, and how many days ahead a visit is booked (None, not known, means from tomorrow on)."""

    weekdays: frozenset[int] = frozenset()
    closed: frozenset[dt.date] = frozenset()
    notice_days: int | None = None

    def first_after(self, today: dt.date) -> dt.date:
        return today + dt.timedelta(days=1 if self.notice_days is None else self.notice_days)

    def is_open(self, day: dt.date) -> bool:
        return day.isoweekday() in (self.weekdays or WORKING_WEEK) and day not in self.closed


@dataclasses.dataclass(frozen=True, slots=True)
class VisitPlan:
    """How the visits before liberation stand. `free_days`: days on which one more could be booked,
    counted no further than what is missing."""

    needed: int
    held: int
    planned: int
    free_days: int

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.held - self.planned)

    @property
    def is_possible(self) -> bool:
        return self.missing <= self.free_days


def visit_plan(
    *,
    today: dt.date,
    liberation_day: dt.date,
    needed: int,
    held: Collection[dt.date],
    planned: Collection[dt.date],
    visiting: VisitingDays,
) -> VisitPlan:
    """What is held, what is planned in time, and on how many days more a visit could still be booked.

    `held` and `planned` are the days of visits that count; those on or after the liberation day do not, a day in both counts
    once, and a visit planned for a day that has passed waits for its outcome and counts as planned.
    """
    held_days = {day for day in held if day < liberation_day}
    planned_days = {day for day in planned if day < liberation_day} - held_days
    missing = needed - len(held_days) - len(planned_days)
    free, day = 0, visiting.first_after(today)
    while day < liberation_day and free < missing:
        free += visiting.is_open(day) and day not in held_days and day not in planned_days
        day += dt.timedelta(days=1)
    return VisitPlan(needed=needed, held=len(held_days), planned=len(planned_days), free_days=free)
