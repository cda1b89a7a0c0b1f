"""From the date a sentence ends to the day the person walks out. Pure functions: no database, no Django.

Four rules, each from a statute or a published policy; which one holds on a day is a table (`LiberationRulePeriod`).
Always give the sentence date as the prison calculated it, never a date already moved: section 8 and the policy of
England and Wales move some of their own answers again.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)
# How far around a sentence date a caller should know the holidays: a whole month of closed days before it, and
# after it the day that section 8 looks at, with the rest of a festive week for the sentence that explains the move.
LOOK_BACK = timedelta(days=31)
LOOK_AHEAD = timedelta(days=14)

THURSDAY, FRIDAY, SATURDAY, SUNDAY = 3, 4, 5, 6
DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Rule(StrEnum):
    """How a sentence date becomes a liberation day."""

    # Prisoners and Criminal Proceedings (Scotland) Act 1993 s.27(7) and (8).
    SCOTLAND = "scotland"
    # Bail and Release from Custody (Scotland) Act 2023 s.8. Passed, but not in force: no day has been appointed.
    SCOTLAND_SECTION_8 = "scotland-section-8"
    # Criminal Justice Act 1961 s.23(3).
    ENGLAND_WALES = "england-wales"
    # The same, then Offenders (Day of Release from Detention) Act 2023 with the presumption of one day in HMPPS policy.
    ENGLAND_WALES_POLICY = "england-wales-policy"


@dataclass(frozen=True, slots=True)
class LiberationDay:
    """`day` to be free on; `moved_by` in days, zero or less; `reason`, a sentence for staff, at most 300 characters.

    `holiday` is the holiday on a weekday that had a part in the move, the one nearest to the sentence date; None when
    weekends, or the weekday itself, explain it all.
    """

    day: date
    moved_by: int
    reason: str
    holiday: date | None = None


def liberation_day(sentence_date: date, *, rule: Rule, holidays: Collection[date]) -> LiberationDay:
    """The lawful day of liberation for a sentence that ends on `sentence_date`.

    `holidays` are the days on which offices are closed where the person returns to, from LOOK_BACK before the sentence
    date to LOOK_AHEAD after it; weekends need not be among them. The day is never later than the sentence date.
    Raises TypeError for a moment instead of a day, ValueError for an unknown rule or when no lawful day is left before
    the sentence date in the calendar.
    """
    if isinstance(sentence_date, datetime):
        raise TypeError("A sentence ends on a day, not at a moment.")
    work_out = RULES[Rule(rule)]
    try:
        return work_out(sentence_date, frozenset(holidays))
    except OverflowError:
        raise ValueError("There is no lawful liberation day before this date.") from None


def _scotland(sentence_date: date, holidays: frozenset[date]) -> LiberationDay:
    """1993 Act s.27(7): on Saturday, Sunday or a public holiday, the last preceding day that is none of these."""

    closed = _closed_in_scotland(holidays)
    day = _last_day_not(closed, on_or_before=sentence_date)
    if day == sentence_date:
        return _stays(sentence_date)
    first, last = _run(sentence_date, closed)
    cause = f"offices are closed {_spell_run(first, last)}"
    return _moves(sentence_date, day, cause, holiday=_holiday_met(sentence_date, day, closed))


def _scotland_section_8(sentence_date: date, holidays: frozenset[date]) -> LiberationDay:
    """2023 Act s.8 (not in force). An excepted day is Friday, Saturday, Sunday, a public holiday or the day before one.

    Due on an excepted day: the last preceding day that is not excepted, and a Thursday will do. Due on an ordinary
    Thursday: the last preceding day that is neither excepted nor a Thursday. So a Friday becomes a Thursday, and that
    Thursday, asked about by itself, would become a Wednesday: the rule is for the sentence date only.
    """

    closed = _closed_in_scotland(holidays)

    def excepted(day):
        return day.weekday() in (FRIDAY, SATURDAY, SUNDAY) or day in holidays or _day_after(day) in holidays

    def excepted_or_thursday(day):
        return excepted(day) or day.weekday() == THURSDAY

    if excepted(sentence_date):
        day = _last_day_not(excepted, on_or_before=sentence_date)
        first, last = _run(sentence_date, excepted)
        kinds = "Fridays, weekends, public holidays and the day before one"
        cause = f"section 8 rules out {_spell_run(first, last)} ({kinds})"
    elif sentence_date.weekday() == THURSDAY:
        day = _last_day_not(excepted_or_thursday, on_or_before=sentence_date)
        cause = "section 8 moves an ordinary Thursday to the last day before it that is not ruled out"
    else:
        return _stays(sentence_date)
    holiday = _holiday_met(sentence_date, day, closed, and_the_day_after=True)
    return _moves(sentence_date, day, cause, holiday=holiday)


def _england_wales(sentence_date: date, holidays: frozenset[date]) -> LiberationDay:
    """1961 Act s.23(3): on Sunday, Christmas Day, Good Friday or a bank holiday, the next preceding day that is not.

    Saturday counts too when the term is over five days. We take every term to be longer: a person serving less is gone
    before a mentor could meet them. Christmas Day and Good Friday stand in the Act and need not be among the holidays.
    """
    non_working = _non_working_in_england_and_wales(holidays)
    day = _last_day_not(non_working, on_or_before=sentence_date)
    if day == sentence_date:
        return _stays(sentence_date)
    cause = _spell_non_working(*_run(sentence_date, non_working))
    return _moves(sentence_date, day, cause, holiday=_holiday_met(sentence_date, day, non_working))


def _england_wales_policy(sentence_date: date, holidays: frozenset[date]) -> LiberationDay:
    """1961 Act s.23(3), then, before a non-working day, the last working day that another working day follows.

    Offenders (Day of Release from Detention) Act 2023, and the HMPPS policy presuming one such day for sentenced adults
    who have served 28 days. Not for home detention curfew, indeterminate sentences or a Parole Board's choice of day.
    """
    non_working = _non_working_in_england_and_wales(holidays)

    def ineligible(day):
        return non_working(day) or _followed_by(non_working, day)

    by_statute = _last_day_not(non_working, on_or_before=sentence_date)
    day = _last_day_not(ineligible, on_or_before=by_statute)
    if day == sentence_date:
        return _stays(sentence_date, ordinary="a working day with another after it")
    cause = "by policy a working day follows the day of release"
    if by_statute != sentence_date:
        cause = f"{_spell_non_working(*_run(sentence_date, non_working))}; {cause}"
    holiday = _holiday_met(sentence_date, day, non_working, and_the_day_after=True)
    return _moves(sentence_date, day, cause, holiday=holiday)


RULES: dict[Rule, Callable[[date, frozenset[date]], LiberationDay]] = {
    Rule.SCOTLAND: _scotland,
    Rule.SCOTLAND_SECTION_8: _scotland_section_8,
    Rule.ENGLAND_WALES: _england_wales,
    Rule.ENGLAND_WALES_POLICY: _england_wales_policy,
}


# Calendar


def span_to_know(first: date, last: date) -> tuple[date, date]:
    """First and last day whose holidays must be known to work out sentence dates from `first` to `last`."""
    since = first - LOOK_BACK if first - date.min > LOOK_BACK else date.min
    until = last + LOOK_AHEAD if date.max - last > LOOK_AHEAD else date.max
    return since, until


def _is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def _day_after(day: date) -> date | None:
    return None if day == date.max else day + ONE_DAY


def _followed_by(condition: Callable[[date], bool], day: date) -> bool:
    following = _day_after(day)
    return following is not None and condition(following)


def _last_day_not(condition: Callable[[date], bool], *, on_or_before: date) -> date:
    day = on_or_before
    while condition(day):
        day -= ONE_DAY
    return day


def _run(around: date, condition: Callable[[date], bool]) -> tuple[date, date]:
    """First and last of the unbroken run of days with this condition that `around` is one of."""
    last = around
    while _followed_by(condition, last):
        last += ONE_DAY
    return _last_day_not(condition, on_or_before=around) + ONE_DAY, last


def _closed_in_scotland(holidays: frozenset[date]) -> Callable[[date], bool]:
    def closed(day):
        return _is_weekend(day) or day in holidays

    return closed


def _non_working_in_england_and_wales(holidays: frozenset[date]) -> Callable[[date], bool]:
    def non_working(day):
        return _is_weekend(day) or day in holidays or (day.month, day.day) == (12, 25) or _is_good_friday(day)

    return non_working


def _is_good_friday(day: date) -> bool:
    # Good Friday falls between 20 March and 23 April; the sum below is not needed on other days.
    return day.weekday() == FRIDAY and day.month in (3, 4) and day + 2 * ONE_DAY == _easter_sunday(day.year)


def _easter_sunday(year: int) -> date:
    """The Gregorian Easter by the "anonymous" computus (Meeus/Jones/Butcher), as in the 1751 Calendar Act's tables."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    correction = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def _holiday_met(
    sentence_date: date, day: date, closed: Callable[[date], bool], *, and_the_day_after: bool = False
) -> date | None:
    """The first closed weekday on the way back from the sentence date.

    Where asked, the day after each day passed over is looked at too.
    """
    passed = sentence_date
    while passed > day:
        if closed(passed) and not _is_weekend(passed):
            return passed
        following = _day_after(passed)
        if and_the_day_after and following and closed(following) and not _is_weekend(following):
            return following
        passed -= ONE_DAY
    return None


# Words


def _stays(sentence_date: date, *, ordinary: str = "an ordinary working day") -> LiberationDay:
    reason = f"Sentence ends {spell_day(sentence_date)}; {ordinary}, so it stays."
    return LiberationDay(day=sentence_date, moved_by=0, reason=reason)


def _moves(sentence_date: date, day: date, cause: str, *, holiday: date | None) -> LiberationDay:
    reason = f"Sentence ends {spell_day(sentence_date)}; {cause}; so {spell_day(day)}."
    return LiberationDay(day=day, moved_by=(day - sentence_date).days, reason=reason, holiday=holiday)


def spell_day(day: date) -> str:
    """Such as "Sat 26 Dec 2026", whatever the language of the machine."""
    return f"{_spell_day_of_year(day)} {day.year}"


def _spell_day_of_year(day: date) -> str:
    return f"{DAY_NAMES[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]}"


def _spell_run(first: date, last: date) -> str:
    """Such as "Fri 25 to Mon 28 Dec", "Sat 31 Oct and Sun 1 Nov" or "Tue 30 Nov"."""
    if first == last:
        return _spell_day_of_year(first)
    begins = _spell_day_of_year(first)
    if (first.year, first.month) == (last.year, last.month):
        begins = f"{DAY_NAMES[first.weekday()]} {first.day}"
    return f"{begins} {'and' if last - first == ONE_DAY else 'to'} {_spell_day_of_year(last)}"


def _spell_non_working(first: date, last: date) -> str:
    return f"{_spell_run(first, last)} {'is not a working day' if first == last else 'are not working days'}"
