"""What to look at in a day as planned: what is not reached, money, the order of human needs, closed days."""

from collections.abc import Iterable

from liberations.enums import RESTING, AppointmentKind
from liberations.first_day.days import Day, Finding, FindingCode, Level, Route, Timed, Verdict, minute


def findings_of(day: Day, planned: Route) -> Iterable[Finding]:
    """Of the day as planned."""
    for timed, (_, start) in zip(planned.timed, day.moves(), strict=True):
        if start is not None and timed.hop is None:
            yield Finding(FindingCode.WAY_NOT_KNOWN, Level.ATTENTION, stop=timed.stop, timed=timed)
        yield from _about_stop(day, timed)
    yield from _about_money(day, planned)
    fixed = [stop for stop in day.stops if stop.fixed and not stop.by_phone]
    if len(fixed) > day.limits.fixed_appointments:
        yield Finding(FindingCode.TOO_MANY_FIXED, Level.ATTENTION, number=len(fixed))
    yield from _about_needs(day, planned)
    away = day.days_until_open
    if day.stops and away is not None and away > 1:
        yield Finding(FindingCode.CLOSED_TOMORROW, Level.ATTENTION, number=away, on_date=day.next_open_date)


def _about_stop(day: Day, timed: Timed) -> Iterable[Finding]:
    stop = timed.stop
    worst = Level.NOT_POSSIBLE if stop.mandatory else Level.ATTENTION
    if stop.fixed and stop.booked_date and day.date and stop.booked_date != day.date:
        yield Finding(FindingCode.WRONG_DAY, worst, stop=stop, on_date=stop.booked_date)
    if not timed.is_reached and timed.verdict != Verdict.WAY_NOT_KNOWN:
        yield Finding(FindingCode.NOT_REACHED, worst, stop=stop, timed=timed)
    elif timed.verdict == Verdict.TIGHT:
        yield Finding(FindingCode.TIGHT, Level.ATTENTION, stop=stop, timed=timed, number=timed.slack_minutes)
    if stop.by_phone and day.phone_in_hand is False:
        yield Finding(FindingCode.NO_PHONE, worst, stop=stop)
    elif stop.by_phone and day.phone_in_hand is None:
        yield Finding(FindingCode.PHONE_NOT_KNOWN, Level.ATTENTION, stop=stop)


def _about_money(day: Day, planned: Route) -> Iterable[Finding]:
    if day.money_pence is None and planned.cost_pence:
        yield Finding(FindingCode.MONEY_NOT_KNOWN, Level.ATTENTION, number=planned.cost_pence)
    elif planned.short_pence:
        yield Finding(FindingCode.MONEY_SHORT, Level.NOT_POSSIBLE, number=planned.short_pence)


def _about_needs(day: Day, planned: Route) -> Iterable[Finding]:
    """Food and the pharmacy before offices; a rest in a long day; a bed at the end of it."""
    for stop in day.late_needs:
        yield Finding(FindingCode.OFFICE_BEFORE_NEEDS, Level.ATTENTION, stop=stop)
    if not day.stops:
        return
    if all(stop.kind not in RESTING for stop in day.stops):
        # Whoever is where they sleep may rest.
        ends = [minute(each.ends) for each in planned.timed if each.ends and each.stop.kind != AppointmentKind.BED]
        longest = day.limits.hours_without_break
        if ends and max(ends) - minute(day.out_from) > longest * 60:
            yield Finding(FindingCode.NO_BREAK, Level.ATTENTION, number=longest)
    if all(stop.kind != AppointmentKind.BED for stop in day.stops):
        yield Finding(FindingCode.NO_BED, Level.ATTENTION)
