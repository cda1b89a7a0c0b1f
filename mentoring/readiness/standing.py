"""How urgent something is that has to be in place before the gate. Pure: no database; `lines.py` says the same in SQL."""

import datetime as dt
from dataclasses import dataclass

from mentoring.enums.readiness import SETTLED, ItemState, Standing


@dataclass(frozen=True, slots=True)
class Clock:
    """What the urgency of a case's items is measured by on a day.

    `liberation_day` is the day that counts, None while it is not known; `due_days` and `settle_days` are the programme's.
    """

    today: dt.date
    liberation_day: dt.date | None
    released: bool
    opened_date: dt.date
    due_days: int
    settle_days: int

    def due_date(self, lead_days: int) -> dt.date | None:
        """The day by which an item with this lead time is in place: that many days before the liberation day.

        Somebody who signs up late has a few days all the same, but never beyond the liberation day. None without a day.
        """
        if self.liberation_day is None:
            return None
        by_lead = self.liberation_day - dt.timedelta(days=lead_days)
        settled_in = self.opened_date + dt.timedelta(days=self.settle_days)
        return min(max(by_lead, settled_in), self.liberation_day)

    def standing(self, *, state: ItemState | str, lead_days: int, hold_until: dt.date | None = None) -> Standing:
        """How urgent an item is. A hold lasts to the end of its last day; what is settled is never urgent."""
        if state in SETTLED:
            return Standing.SETTLED
        if self.released:
            return Standing.LEFT_OPEN
        if hold_until is not None and hold_until >= self.today:
            return Standing.ON_HOLD
        due = self.due_date(lead_days)
        if due is None:
            return Standing.NO_DAY
        if due < self.today:
            return Standing.OVERDUE
        if due <= self.today + dt.timedelta(days=self.due_days):
            return Standing.DUE
        return Standing.LATER
