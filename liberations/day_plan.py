"""Can the day of release be done at all? Pure: a day with its stops and the ways between them in, times and findings out.

After VOICES, "An Improbable Journey", and domain.md section 6. Nobody is asked for travel times but the people who wrote them
down. The day is walked through stop by stop, in the order planned, from the latest hour the person may come out. Somebody who
comes too late to one place is taken to spend the time there all the same: so every time depends on what is before it in one
direction only, and leaving a stop out never makes another one late (where no way round is quicker than the way there).
"""

import dataclasses
from collections.abc import Callable

from liberations.enums import TravelMode
from liberations.first_day.days import (
    MIDNIGHT,
    Check,
    Day,
    Finding,
    FindingCode,
    Level,
    Limits,
    Route,
    Stop,
    Timed,
    Verdict,
    clock,
    minute,
)
from liberations.first_day.findings import findings_of
from liberations.first_day.ways import Hop, Way, Ways

__all__ = [
    "Check",
    "Day",
    "Finding",
    "FindingCode",
    "Hop",
    "Level",
    "Limits",
    "Route",
    "Stop",
    "Timed",
    "Verdict",
    "Way",
    "check_day",
    "clock",
    "hops_of",
    "minute",
    "route",
]


def check_day(day: Day) -> Check:
    """Walk through the day as planned and by each way of getting about."""
    planned = route(day)
    by_mode = {mode: route(day, mode) for mode in TravelMode}
    order = [Level.NOT_POSSIBLE, Level.ATTENTION]
    findings = sorted(findings_of(day, planned), key=lambda finding: order.index(finding.level))
    return Check(planned=planned, by_mode=by_mode, findings=tuple(findings))


def route(day: Day, mode: TravelMode | None = None) -> Route:
    """The day by one way of getting about; without one, as planned."""
    hops = hops_of(day, mode)
    late = _walk(day, hops, minute(day.out_until))
    early = _walk(day, hops, minute(day.out_from))
    timed = []
    for number, stop in enumerate(day.stops):
        each = _timed(stop, hops[number], late[number], day.limits)
        if early[number].begins is not None and each.verdict == Verdict.TOO_LATE:
            out_by = _out_by(lambda out, at=number: _walk(day, hops, out)[at].begins is not None, day)
            each = dataclasses.replace(each, verdict=Verdict.IF_OUT_EARLY, out_by=clock(out_by))
        timed.append(each)
    cost = sum(hop.cost_pence for hop in hops if hop)
    short = max(0, cost - day.money_pence) if day.money_pence is not None else 0
    return Route(mode, tuple(timed), cost, short)


def hops_of(day: Day, mode: TravelMode | None = None) -> list[Hop | None]:
    """The way to each stop; None for a call, a stop where they are already, and a way that nobody knows."""
    modes = [mode or stop.travel_by or day.mode for stop in day.stops]
    known = {each: Ways(day.ways, each) for each in set(modes)}
    return [
        known[by].between(start, stop.place) if start is not None else None
        for by, (stop, start) in zip(modes, day.moves(), strict=True)
    ]


@dataclasses.dataclass(frozen=True, slots=True)
class _Step:
    """In minutes of the day. `begins` None: it cannot begin any more, or arrival is not known."""

    arrives: int | None
    begins: int | None
    ends: int | None


def _walk(day: Day, hops: list[Hop | None], out: int) -> list[_Step]:
    now: int | None = out
    steps = []
    for (stop, start), hop in zip(day.moves(), hops, strict=True):
        if start is not None:
            now = now + hop.minutes if now is not None and hop else None
        if now is None:
            steps.append(_Step(None, None, None))
            continue
        begins = _begins(stop, now)
        waited = max(now, minute(stop.start)) if stop.start else now
        ends = (waited if begins is None else begins) + stop.minutes
        steps.append(_Step(now, begins, ends))
        now = ends
    return steps


def _begins(stop: Stop, arrives: int) -> int | None:
    """When it can begin for somebody who arrives then: after its start, while it is open to its end, within the grace."""
    earliest = max(arrives, minute(stop.start)) if stop.start else arrives
    if stop.open is None or stop.by_phone:
        begins = earliest
    else:
        spans = [(minute(first), minute(last)) for first, last in sorted(stop.open)]
        fitting = (max(earliest, first) for first, last in spans if max(earliest, first) + stop.minutes <= last)
        begins = next(fitting, None)
    if begins is None or begins + stop.minutes > MIDNIGHT:
        return None
    if stop.fixed and stop.start and begins > minute(stop.start) + stop.grace_minutes:
        return None
    return begins


def _timed(stop: Stop, hop: Hop | None, step: _Step, limits: Limits) -> Timed:
    if step.arrives is None:
        return Timed(stop, Verdict.WAY_NOT_KNOWN, hop)
    slack = _slack(stop, step.arrives)
    if step.begins is None:
        verdict = Verdict.TOO_LATE if _begins(stop, 0) is not None else Verdict.CLOSED
    else:
        verdict = Verdict.TIGHT if slack is not None and slack < limits.slack_minutes else Verdict.REACHED
    times = (clock(each) for each in (step.arrives, step.begins, step.ends))
    return Timed(stop, verdict, hop, *times, slack_minutes=slack)


def _slack(stop: Stop, arrives: int) -> int | None:
    if stop.fixed and stop.start:
        return minute(stop.start) - arrives
    if stop.open and not stop.by_phone:
        long_enough = [minute(last) for first, last in stop.open if minute(first) + stop.minutes <= minute(last)]
        return max(long_enough) - stop.minutes - arrives if long_enough else None
    return None


def _out_by(reached: Callable[[int], bool], day: Day) -> int:
    """The latest minute of the window at which it holds; it holds at its beginning and not at its end."""
    first, last = minute(day.out_from), minute(day.out_until)
    while last - first > 1:
        middle = (first + last) // 2
        first, last = (middle, last) if reached(middle) else (first, middle)
    return first
