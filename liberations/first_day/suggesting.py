"""What would make more of a day possible: each change is tried by walking through the day with it, and offered only if it helps.

In the order in which it costs the person least: another order, another time, a call instead of a way, the mentor's car,
another day. Prescriptions and shelter never wait past days on which offices are closed; nor does what has to be done that day.
"""

import dataclasses
import datetime as dt
import enum
from collections.abc import Iterator

from liberations.day_plan import Day, Route, Stop, Verdict, clock, minute, route
from liberations.enums import NEEDS_FIRST, NEVER_OVER_A_WEEKEND, OFFICES, AppointmentKind, TravelMode

SHOWN = 4
# Times are given in quarters of an hour.
QUARTER = 15
# What an office can settle on the phone; a meal, a prescription and a bed it cannot.
BY_PHONE = OFFICES | {AppointmentKind.HEALTH, AppointmentKind.OTHER}


# Nobody eats or sleeps tomorrow for today.
EVERY_DAY = frozenset({AppointmentKind.BED, AppointmentKind.FOOD, AppointmentKind.BREAK})


class SuggestionKind(enum.StrEnum):
    ORDER = "order"
    TIME = "time"
    PHONE = "phone"
    CAR = "car"
    ANOTHER_DAY = "another-day"


@dataclasses.dataclass(frozen=True, slots=True)
class Suggestion:
    """A change that helps. `to`: the new place in the order, counted from 0; `after`: the stop it then comes after, None for
    first; `start`: the time to ask for; `on_date`: the next day on which offices are open. `mends` are the stops that are
    reached with it and were not."""

    kind: SuggestionKind
    stop: Stop | None = None
    to: int | None = None
    after: Stop | None = None
    start: dt.time | None = None
    on_date: dt.date | None = None
    mends: tuple[Stop, ...] = ()

    @property
    def code(self) -> str:
        """What a button sends to say which one was meant."""
        parts = (self.kind, self.stop.key if self.stop else "", self.to, self.start and f"{self.start:%H%M}")
        return ":".join(str(part) for part in parts if part not in (None, ""))


# How far a day is from being possible: what has to be done and is not reached, what is not reached, too little money, what is
# tight, needs that come after offices.
Trouble = tuple[int, int, bool, int, int]


def suggestions(day: Day) -> tuple[Suggestion, ...]:
    """The best change of each kind, those that help most first; none where nothing is wrong."""
    now = route(day)
    trouble = trouble_of(day, now)
    if not any(trouble):
        return ()
    best: dict[SuggestionKind, tuple[Trouble, Suggestion]] = {}
    for suggestion, changed in _changes(day, now):
        then = route(changed)
        left = trouble_of(changed, then)
        if left >= trouble or (suggestion.kind in best and best[suggestion.kind][0] <= left):
            continue
        best[suggestion.kind] = left, dataclasses.replace(suggestion, mends=_mended(now, then))
    order = list(SuggestionKind)
    found = sorted(best.values(), key=lambda each: (each[0], order.index(each[1].kind)))
    return tuple(suggestion for _, suggestion in found[:SHOWN])


def trouble_of(day: Day, planned: Route) -> Trouble:
    missed = [each for each in planned.timed if not each.is_reached]
    return (
        sum(each.stop.mandatory for each in missed),
        len(missed),
        planned.short_pence > 0,
        sum(each.verdict == Verdict.TIGHT for each in planned.timed),
        len(day.late_needs),
    )


def _changes(day: Day, now: Route) -> Iterator[tuple[Suggestion, Day]]:
    yield from _another_order(day)
    yield from _another_time(day, now)
    yield from _by_phone(day)
    if any(stop.travel_by != TravelMode.MENTOR_CAR for stop in day.stops) and day.mode != TravelMode.MENTOR_CAR:
        by_car = tuple(dataclasses.replace(stop, travel_by=None) for stop in day.stops)
        yield Suggestion(SuggestionKind.CAR), dataclasses.replace(day, stops=by_car, mode=TravelMode.MENTOR_CAR)
    yield from _another_day(day)


def _another_order(day: Day) -> Iterator[tuple[Suggestion, Day]]:
    """A stop that nobody expects at a time may come earlier or later, what a body needs before the rest; the bed stays."""
    free = [stop for stop in day.stops if not stop.fixed and stop.kind != AppointmentKind.BED]
    for stop in sorted(free, key=lambda each: each.kind not in NEEDS_FIRST):
        was = day.stops.index(stop)
        others = [*day.stops[:was], *day.stops[was + 1 :]]
        last = len(others) - (bool(others) and others[-1].kind == AppointmentKind.BED)
        for to in range(last + 1):
            # What a body needs is never put further back.
            if to != was and not (stop.kind in NEEDS_FIRST and to > was):
                stops = (*others[:to], stop, *others[to:])
                after = others[to - 1] if to else None
                yield Suggestion(SuggestionKind.ORDER, stop, to=to, after=after), dataclasses.replace(day, stops=stops)


def _another_time(day: Day, now: Route) -> Iterator[tuple[Suggestion, Day]]:
    """For what is missed or tight: the first quarter of an hour with enough to spare, and the three after it."""
    for timed in now.timed:
        stop = timed.stop
        if not stop.fixed or timed.arrives is None or timed.verdict == Verdict.REACHED:
            continue
        ready = minute(timed.arrives) + day.limits.slack_minutes
        first = -(-ready // QUARTER) * QUARTER
        for start in range(first, first + 4 * QUARTER, QUARTER):
            if at := clock(start):
                later = dataclasses.replace(stop, start=at)
                yield Suggestion(SuggestionKind.TIME, stop, start=at), _with(day, stop, later)


def _by_phone(day: Day) -> Iterator[tuple[Suggestion, Day]]:
    for stop in day.stops:
        if stop.kind in BY_PHONE and not stop.by_phone and day.phone_in_hand is not False:
            call = dataclasses.replace(stop, by_phone=True, place=None, open=None)
            yield Suggestion(SuggestionKind.PHONE, stop), _with(day, stop, call)


def _another_day(day: Day) -> Iterator[tuple[Suggestion, Day]]:
    waits = (day.days_until_open or 0) > 1
    for stop in day.stops:
        never = stop.mandatory or stop.kind in EVERY_DAY or (waits and stop.kind in NEVER_OVER_A_WEEKEND)
        if not never and day.next_open_date:
            without = tuple(each for each in day.stops if each != stop)
            found = Suggestion(SuggestionKind.ANOTHER_DAY, stop, on_date=day.next_open_date)
            yield found, dataclasses.replace(day, stops=without)


def _with(day: Day, stop: Stop, changed: Stop) -> Day:
    return dataclasses.replace(day, stops=tuple(changed if each == stop else each for each in day.stops))


def _mended(now: Route, then: Route) -> tuple[Stop, ...]:
    """In the words of the day as it is: what was not reached and is now. What is put off to another day is not mended."""
    reached = {each.stop.key for each in then.timed if each.is_reached}
    return tuple(each.stop for each in now.timed if not each.is_reached and each.stop.key in reached)
