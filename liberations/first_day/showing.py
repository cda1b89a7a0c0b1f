"""A checked day as its page shows it: each stop with its way, its times, its tag, and what can be done about it."""

import dataclasses
import datetime as dt

from liberations.day_plan import Check, Level, Timed, Verdict, check_day
from liberations.enums import TravelMode
from liberations.first_day.reading import WrittenDay
from liberations.first_day.suggesting import suggestions
from liberations.first_day.words import finding_words, hop_words, suggestion_words, verdict_words
from liberations.models import Appointment

# Shape and words of the day's tag.
LEVELS = {
    Level.FINE: ("on-track", "Can be done"),
    Level.ATTENTION: ("needs-attention", "Look at this"),
    Level.NOT_POSSIBLE: ("at-risk", "Cannot be done like this"),
}


VERDICTS = {
    Verdict.REACHED: "Reached",
    Verdict.TIGHT: "Tight",
    Verdict.IF_OUT_EARLY: "Only if out early",
    Verdict.TOO_LATE: "Too late",
    Verdict.CLOSED: "Shut",
    Verdict.WAY_NOT_KNOWN: "Not known",
}


@dataclasses.dataclass(frozen=True, slots=True)
class ShownStop:
    """`way` in words, empty where they stay; `asks_way`: nobody knows it. `at`: when it begins, or when it should."""

    stop: Appointment
    timed: Timed
    number: int
    way: str
    asks_way: bool
    tag: str
    label: str
    words: str
    at: dt.time | None
    wrong_day: bool
    is_last: bool

    @property
    def waits(self) -> bool:
        """Whether they are there before it begins."""
        return bool(self.timed.arrives and self.timed.begins and self.timed.arrives < self.timed.begins)


@dataclasses.dataclass(frozen=True, slots=True)
class ShownMode:
    """The whole day by one way of getting about. `fails`: the first thing that is not reached; empty: all is. `is_known`:
    somebody has written down a way by this means, and all that it takes besides."""

    mode: TravelMode
    is_planned: bool
    reached: int
    of: int
    fails: str
    cost_pence: int
    short_pence: int
    is_known: bool


@dataclasses.dataclass(frozen=True, slots=True)
class ShownDay:
    written: WrittenDay
    check: Check
    tag: str
    verdict: str
    stops: list[ShownStop]
    findings: list[tuple[str, str]]
    suggestions: list[tuple[str, str]]
    modes: list[ShownMode]


def shown_day(written: WrittenDay) -> ShownDay:
    """Check a day and put it in words."""
    check = check_day(written.day)
    tag, verdict = LEVELS[check.level]
    return ShownDay(
        written=written,
        check=check,
        tag=tag,
        verdict=verdict,
        stops=_stops(written, check),
        findings=[(LEVELS[each.level][0], finding_words(each)) for each in check.findings],
        suggestions=[(each.code, suggestion_words(each)) for each in suggestions(written.day)],
        modes=[_mode(written, check, mode) for mode in TravelMode],
    )


def _stops(written: WrittenDay, check: Check) -> list[ShownStop]:
    shown = []
    moves = list(written.day.moves())
    for number, (timed, (_, start)) in enumerate(zip(check.planned.timed, moves, strict=True)):
        stop = written.stops[timed.stop.key]
        booked = stop.booked_date
        shown.append(
            ShownStop(
                stop=stop,
                timed=timed,
                number=number,
                way=hop_words(timed.hop, written.names) if timed.hop else "",
                asks_way=start is not None and timed.hop is None,
                tag=_tag(timed),
                label=VERDICTS[timed.verdict],
                words=verdict_words(timed),
                at=stop.start_time if stop.fixed else timed.begins or stop.start_time,
                wrong_day=stop.fixed and bool(written.day.date) and booked != written.day.date,
                is_last=number == len(moves) - 1,
            )
        )
    return shown


def _tag(timed: Timed) -> str:
    if timed.is_reached:
        return "on-track" if timed.verdict == Verdict.REACHED else "needs-attention"
    if timed.verdict == Verdict.WAY_NOT_KNOWN:
        return "not-started"
    return "at-risk" if timed.stop.mandatory else "needs-attention"


def _mode(written: WrittenDay, check: Check, mode: TravelMode) -> ShownMode:
    route = check.by_mode[mode]
    failing = route.first_failing
    written_down = mode == TravelMode.WALK or any(way.mode == mode for way in written.day.ways)
    return ShownMode(
        mode=mode,
        is_planned=written.day.mode == mode,
        reached=route.reached,
        of=len(route.timed),
        fails=failing.stop.title if failing else "",
        cost_pence=route.cost_pence,
        short_pence=route.short_pence,
        is_known=written_down and route.is_known,
    )
