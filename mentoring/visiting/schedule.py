"""Which days to book so that the visits a programme needs are made before liberation. Pure: days in, a proposal out.

The days are those on which the prison takes agencies' visits (`VisitingDays`), less those on which the mentor cannot come.
They are spread: the first as soon as one can be booked, the rest evenly, which leaves days at the end for one that is
cancelled. A day near enough on which the mentor is at that prison anyway is taken before another.
"""

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping

from mentoring.enums.visits import Against
from mentoring.visiting.visit_plan import VisitingDays, VisitPlan, visit_plan

# How long to keep free for one visit in a slot: the talk, and the way from one room to the next.
VISIT = dt.timedelta(minutes=45)
# So many days nearer to the wanted day counts a day on which the mentor is there anyway, as one journey serves several.
ALREADY_THERE = 3
# And so many days further one on which the mentor is at another prison: taken only when there is no other.
AT_ANOTHER_PRISON = 100
Span = tuple[dt.date, dt.date | None]


@dataclasses.dataclass(frozen=True, slots=True)
class Slot:
    """A time of the week for agencies' visits; `places` is how many people can be seen in it, None where not known."""

    weekday: int
    from_time: dt.time
    until_time: dt.time
    places: int | None = None

    def times(self) -> list[dt.time]:
        """When a visit can begin in it: one after the other. At least one, however short the slot is."""
        day = dt.date(2026, 1, 1)
        begins, ends = dt.datetime.combine(day, self.from_time), dt.datetime.combine(day, self.until_time)
        number = max(1, (ends - begins) // VISIT)
        return [(begins + each * VISIT).time() for each in range(number)]


@dataclasses.dataclass(frozen=True, slots=True)
class MentorDays:
    """When a mentor can come: spans of clearance for the prison, days of the week they work (none: not known), spans away.

    `there` holds the times of visits they have at that prison already, by day; `elsewhere` the days at other prisons.
    """

    cleared: Collection[Span] = ()
    weekdays: frozenset[int] = frozenset()
    away: Collection[Span] = ()
    there: Mapping[dt.date, Collection[dt.time | None]] = dataclasses.field(default_factory=dict)
    elsewhere: frozenset[dt.date] = frozenset()

    def against(self, day: dt.date) -> Against | None:
        """What keeps them from coming on a day, if anything does."""
        if not _within(day, self.cleared):
            return Against.NO_CLEARANCE
        if self.weekdays and day.isoweekday() not in self.weekdays:
            return Against.NOT_WORKING
        return Against.AWAY if _within(day, self.away) else None


@dataclasses.dataclass(frozen=True, slots=True)
class Schedule:
    """A proposal. `visits` are days with times (None: not known); `lost` says why other visiting days cannot be used.

    `book_by` is the last day on which the missing visits can still be booked; None where none is missing or it is too late.
    """

    plan: VisitPlan
    visits: tuple[tuple[dt.date, dt.time | None], ...]
    lost: Mapping[Against, int]
    free_days: int
    book_by: dt.date | None

    @property
    def missing(self) -> int:
        return self.plan.missing

    @property
    def is_possible(self) -> bool:
        return self.free_days >= self.plan.missing


def propose_schedule(
    *,
    today: dt.date,
    liberation_day: dt.date,
    needed: int,
    held: Collection[dt.date],
    planned: Collection[dt.date],
    visiting: VisitingDays,
    mentor: MentorDays | None = None,
    slots: Collection[Slot] = (),
    taken: Mapping[tuple[dt.date, dt.time], int] | None = None,
) -> Schedule:
    """Days and times for the visits that are missing, or why there are too few.

    `held` and `planned` as for `visit_plan`. `taken` counts the visits booked at the prison by day and by beginning of the
    slot they fall in. Without a mentor only the prison's days count.
    """
    plan = visit_plan(
        today=today, liberation_day=liberation_day, needed=needed, held=held, planned=planned, visiting=visiting
    )
    free: dict[dt.date, dt.time | None] = {}
    lost: Counter[Against] = Counter()
    day = visiting.first_after(today)
    while day < liberation_day:
        if visiting.is_open(day) and day not in held and day not in planned:
            against = mentor.against(day) if mentor else None
            at_time, full = _time_on(day, mentor, slots, taken or {})
            if against or full:
                lost[against or Against.FULL] += 1
            else:
                free[day] = at_time
        day += dt.timedelta(days=1)
    chosen = _spread(list(free), plan.missing, mentor)
    return Schedule(
        plan=plan,
        visits=tuple((each, free[each]) for each in chosen),
        lost=dict(lost),
        free_days=len(free),
        book_by=_book_by(list(free), plan.missing, today, visiting),
    )


def _time_on(day, mentor, slots, taken) -> tuple[dt.time | None, bool]:
    """When on that day, and whether the day is full. Nothing is said of the time where no slot of that day is known."""
    of_the_day = [slot for slot in slots if slot.weekday == day.isoweekday()]
    busy = set(mentor.there.get(day, ())) if mentor else set()
    for slot in sorted(of_the_day, key=lambda slot: slot.from_time):
        if slot.places is not None and taken.get((day, slot.from_time), 0) >= slot.places:
            continue
        for at_time in slot.times():
            if at_time not in busy:
                return at_time, False
    return None, bool(of_the_day)


def _spread(free: list[dt.date], missing: int, mentor: MentorDays | None) -> list[dt.date]:
    """`missing` of the free days, in order: evenly from the first on, the last stretch left for what is cancelled."""
    if not missing or not free:
        return []
    if len(free) <= missing:
        return free
    stretch = (free[-1] - free[0]) / missing
    left, chosen = set(free), []
    for number in range(missing):
        wanted = free[0] + number * stretch
        best = min(left, key=lambda day: (_distance(day, wanted, mentor), day))
        left.remove(best)
        chosen.append(best)
    return sorted(chosen)


def _distance(day: dt.date, wanted: dt.date, mentor: MentorDays | None) -> int:
    days = abs((day - wanted).days)
    if mentor is None:
        return days
    if day in mentor.there:
        return days - ALREADY_THERE
    return days + AT_ANOTHER_PRISON if day in mentor.elsewhere else days


def _book_by(free: list[dt.date], missing: int, today: dt.date, visiting: VisitingDays) -> dt.date | None:
    if not missing or len(free) < missing:
        return None
    return free[-missing] - (visiting.first_after(today) - today)


def _within(day: dt.date, spans: Collection[Span]) -> bool:
    return any(first <= day and (last is None or day <= last) for first, last in spans)
