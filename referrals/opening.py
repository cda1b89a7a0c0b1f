"""When a place is open on a day. Pure: what is on record goes in, spans of the day come out, nothing is read or written.

    spans = open_spans(place.opening, day, holidays)      # () closed all day; None nobody has written down when it is open

`holidays` are the days on which offices are closed where the place is (`prisons.holidays.HolidayCalendar.days_for`), and
must reach one day further than `day`: the day before a holiday a place may close early.
"""

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass

MIDNIGHT = dt.time(0, 0)
END_OF_DAY = dt.time(23, 59)


@dataclass(frozen=True, slots=True)
class OpenTime:
    """Open on a day of the week (ISO: 1 is Monday), from a time until another of the same day."""

    weekday: int
    from_time: dt.time
    until_time: dt.time


@dataclass(frozen=True, slots=True)
class Opening:
    """How a place keeps open. Neither `times` nor `always`: nobody has written it down.

    `on_holidays`: public holidays are like any other day. `eve_until`: when it closes on the day before one.
    """

    times: tuple[OpenTime, ...] = ()
    always: bool = False
    on_holidays: bool = False
    eve_until: dt.time | None = None

    @property
    def known(self) -> bool:
        return self.always or bool(self.times)


@dataclass(frozen=True, slots=True)
class OpenSpan:
    """One stretch of a day on which a place is open; one may be there at `from_time` and must be done by `until_time`."""

    from_time: dt.time
    until_time: dt.time

    def holds(self, from_time: dt.time, until_time: dt.time) -> bool:
        """Whether somebody can be there from one time to the other without the place closing on them."""
        return self.from_time <= from_time and until_time <= self.until_time


ALL_DAY = OpenSpan(MIDNIGHT, END_OF_DAY)


def open_spans(opening: Opening, day: dt.date, holidays: Container[dt.date]) -> tuple[OpenSpan, ...] | None:
    """When the place is open on a day, in order; empty if it is closed, None if it is not known."""
    if not opening.known:
        return None
    if opening.always:
        return (ALL_DAY,)
    if day in holidays and not opening.on_holidays:
        return ()
    spans = [OpenSpan(each.from_time, each.until_time) for each in opening.times if each.weekday == day.isoweekday()]
    if closes_early(opening, day, holidays):
        spans = [OpenSpan(each.from_time, min(each.until_time, opening.eve_until)) for each in spans]
    return tuple(sorted((each for each in spans if each.from_time < each.until_time), key=lambda each: each.from_time))


def closes_early(opening: Opening, day: dt.date, holidays: Container[dt.date]) -> bool:
    """Whether it is the day before a holiday and the place keeps shorter hours then."""
    return opening.eve_until is not None and not opening.always and day + dt.timedelta(days=1) in holidays
