"""Days around today on which things can have happened: weekdays for visits, lawful days for liberations."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from prisons.selectors import LiberationDays

FRIDAY = 4
SATURDAY = 5
ONE_DAY = dt.timedelta(days=1)
# How far before and after today the invented lives reach.
SPAN = dt.timedelta(days=800)


@dataclass(frozen=True)
class Days:
    """Counts in days from `today` (Europe/London). Two queries when it is made, none when it is asked."""

    now: dt.datetime
    today: dt.date = field(init=False)
    liberations: LiberationDays = field(init=False, repr=False)

    def __post_init__(self):
        today = timezone.localdate(self.now)
        object.__setattr__(self, "today", today)
        object.__setattr__(self, "liberations", LiberationDays.between(today - SPAN, today + SPAN))

    def ago(self, days: int) -> dt.date:
        """The weekday `days` ago or the last one before it."""
        return weekday_before(self.today - days * ONE_DAY)

    def ahead(self, days: int) -> dt.date:
        """The weekday in `days` days or the first one after it."""
        day = self.today + days * ONE_DAY
        while day.weekday() >= SATURDAY:
            day += ONE_DAY
        return day

    def is_lawful(self, day: dt.date) -> bool:
        """Whether the rule in force lets somebody out on this day."""
        return self.liberations.worked_out(day)[1].moved_by == 0

    def lawful_before(self, day: dt.date) -> dt.date:
        """`day`, or the last lawful day of liberation before it."""
        return self.liberations.worked_out(day)[1].day

    def lawful_after(self, day: dt.date) -> dt.date:
        """`day`, or the first lawful day of liberation after it."""
        while not self.is_lawful(day):
            day += ONE_DAY
        return day

    def out_ago(self, days: int) -> dt.date:
        return self.lawful_before(self.today - days * ONE_DAY)

    def out_ahead(self, days: int) -> dt.date:
        return self.lawful_after(self.today + days * ONE_DAY)

    def moment(self, day: dt.date, at_time: dt.time) -> dt.datetime:
        """That time of that day, never later than now: what is told has been written down."""
        return min(self.now, timezone.make_aware(dt.datetime.combine(day, at_time)))


def weekday_before(day: dt.date) -> dt.date:
    return day - max(0, day.weekday() - FRIDAY) * ONE_DAY
