"""A day of release as facts, and what the check says of it. What they mean is told in liberations/day_plan.py."""

import dataclasses
import datetime as dt
import enum
from collections.abc import Hashable, Iterator, Mapping

from liberations.enums import NEEDS_FIRST, OFFICES, AppointmentKind, TravelMode
from liberations.first_day.ways import Hop, Way

MIDNIGHT = 24 * 60
Span = tuple[dt.time, dt.time]


class Verdict(enum.StrEnum):
    """Whether a stop is reached when the person comes out as late as they may."""

    REACHED = "reached"
    TIGHT = "tight"
    IF_OUT_EARLY = "if-out-early"
    TOO_LATE = "too-late"
    CLOSED = "closed"
    WAY_NOT_KNOWN = "way-not-known"


class Level(enum.StrEnum):
    FINE = "fine"
    ATTENTION = "attention"
    NOT_POSSIBLE = "not-possible"


class FindingCode(enum.StrEnum):
    NOT_REACHED = "not-reached"
    TIGHT = "tight"
    WAY_NOT_KNOWN = "way-not-known"
    WRONG_DAY = "wrong-day"
    TOO_MANY_FIXED = "too-many-fixed"
    OFFICE_BEFORE_NEEDS = "office-before-needs"
    NO_BREAK = "no-break"
    NO_BED = "no-bed"
    MONEY_SHORT = "money-short"
    MONEY_NOT_KNOWN = "money-not-known"
    NO_PHONE = "no-phone"
    PHONE_NOT_KNOWN = "phone-not-known"
    CLOSED_TOMORROW = "closed-tomorrow"


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """What a programme calls tight (minutes to spare), too much (appointments at a fixed time on one day) and too long
    (hours without anything to eat or a rest)."""

    slack_minutes: int = 10
    fixed_appointments: int = 4
    hours_without_break: int = 4


@dataclasses.dataclass(frozen=True, slots=True)
class Stop:
    """One thing to do on the day. `place` says where, for the ways; None for a call.

    `start`: when it begins, None for whenever they get there. `fixed`: somebody expects them then, and waits `grace_minutes`
    at most; without it `start` is only when they mean to be there. `open`: when the place takes people that day, after
    holidays and early closing; empty: it is shut, None: nobody knows. `travel_by` beats the day's mode on the way there.
    `booked_date`: the day a fixed appointment was booked for, None where nobody said.
    """

    key: Hashable
    kind: AppointmentKind
    title: str
    place: Hashable | None = None
    start: dt.time | None = None
    minutes: int = 0
    grace_minutes: int = 0
    fixed: bool = False
    mandatory: bool = False
    by_phone: bool = False
    open: tuple[Span, ...] | None = None
    travel_by: TravelMode | None = None
    booked_date: dt.date | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Day:
    """Everything the check goes by. The person comes out at `start` between `out_from` and `out_until`.

    `money_pence` and `phone_in_hand` are None where not known; `next_open_date` is the next day on which offices are open.
    """

    date: dt.date | None
    out_from: dt.time
    out_until: dt.time
    start: Hashable
    stops: tuple[Stop, ...] = ()
    ways: tuple[Way, ...] = ()
    mode: TravelMode = TravelMode.PUBLIC
    money_pence: int | None = None
    phone_in_hand: bool | None = None
    next_open_date: dt.date | None = None
    limits: Limits = Limits()

    def moves(self) -> Iterator[tuple[Stop, Hashable | None]]:
        """Each stop with the place they come from; None where they stay: a call, or where they are already."""
        at = self.start
        for stop in self.stops:
            stays = stop.by_phone or stop.place is None or stop.place == at
            yield stop, None if stays else at
            at = at if stays else stop.place

    @property
    def late_needs(self) -> list[Stop]:
        """Food and the pharmacy where they come after an office."""
        offices = (at for at, stop in enumerate(self.stops) if stop.kind in OFFICES and not stop.by_phone)
        first = next(offices, len(self.stops))
        return [stop for stop in self.stops[first:] if stop.kind in NEEDS_FIRST]

    @property
    def days_until_open(self) -> int | None:
        return (self.next_open_date - self.date).days if self.date and self.next_open_date else None


@dataclasses.dataclass(frozen=True, slots=True)
class Timed:
    """A stop with its times when they come out as late as they may. None: not known, or after midnight.

    `slack_minutes`: how much later they could arrive and still be on time; negative where only the grace saves it; None where
    nothing presses. `out_by`: the latest they may come out, for a stop that is reached only if that is earlier.
    """

    stop: Stop
    verdict: Verdict
    hop: Hop | None = None
    arrives: dt.time | None = None
    begins: dt.time | None = None
    ends: dt.time | None = None
    slack_minutes: int | None = None
    out_by: dt.time | None = None

    @property
    def is_reached(self) -> bool:
        return self.verdict in (Verdict.REACHED, Verdict.TIGHT)

    @property
    def minutes_late(self) -> int | None:
        """How far past its start they arrive at a fixed appointment; None where they do not, or it is not known."""
        late = -self.slack_minutes if self.slack_minutes is not None else 0
        return late if self.stop.fixed and late > 0 else None


@dataclasses.dataclass(frozen=True, slots=True)
class Route:
    """The whole day by one way of getting about; `mode` None: as planned, stop by stop."""

    mode: TravelMode | None
    timed: tuple[Timed, ...]
    cost_pence: int
    short_pence: int

    @property
    def first_failing(self) -> Timed | None:
        return next((each for each in self.timed if not each.is_reached), None)

    @property
    def reached(self) -> int:
        return sum(each.is_reached for each in self.timed)

    @property
    def is_known(self) -> bool:
        return all(each.verdict != Verdict.WAY_NOT_KNOWN for each in self.timed)


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at, as facts; the sentence is made of it elsewhere. `number`: how many, minutes or pence."""

    code: FindingCode
    level: Level
    stop: Stop | None = None
    timed: Timed | None = None
    number: int | None = None
    on_date: dt.date | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Check:
    """What was found: the day as planned, the same day by each way of getting about, and what to look at, worst first."""

    planned: Route
    by_mode: Mapping[TravelMode, Route]
    findings: tuple[Finding, ...]

    @property
    def level(self) -> Level:
        levels = {finding.level for finding in self.findings}
        return next((level for level in (Level.NOT_POSSIBLE, Level.ATTENTION) if level in levels), Level.FINE)


def minute(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def clock(minutes: int | None) -> dt.time | None:
    """A minute of the day as a time; None after midnight."""
    return dt.time(*divmod(minutes, 60)) if minutes is not None and minutes < MIDNIGHT else None
