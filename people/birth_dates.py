"""Which dates of birth can be true of somebody in custody. Pure; the module imports nothing of ours."""

import datetime as dt
from calendar import monthrange
from functools import lru_cache

# The age of criminal responsibility in Scotland (Age of Criminal Responsibility (Scotland) Act 2019, s.1).
YOUNGEST_YEARS = 12
OLDEST_YEARS = 110


def is_plausible(birth_date: dt.date, *, on: dt.date) -> bool:
    """Whether someone born that day is of an age to be in custody on the day `on`."""
    return YOUNGEST_YEARS <= (on - birth_date).days // 365 <= OLDEST_YEARS


@lru_cache(maxsize=32768)
def near(birth_date: dt.date) -> frozenset[dt.date]:
    """The dates that a slip of the pen makes of it: day and month swapped, or one digit of day, month or year another.

    Not the date itself. Of the year the last two digits: nobody writes another century.
    """
    year, month, day = birth_date.year, birth_date.month, birth_date.day
    slips = {(year, day, month)}
    slips |= {(year, month, each) for each in _one_digit_off(day)}
    slips |= {(year, each, day) for each in _one_digit_off(month)}
    slips |= {(year - year % 100 + each, month, day) for each in _one_digit_off(year % 100)}
    return frozenset(found for each in slips if (found := _date(*each))) - {birth_date}


def _one_digit_off(number: int) -> set[int]:
    """Numbers of two digits that differ in one of them."""
    tens, ones = divmod(number, 10)
    return {tens * 10 + each for each in range(10)} | {each * 10 + ones for each in range(10)}


def _date(year: int, month: int, day: int) -> dt.date | None:
    if not dt.MINYEAR <= year <= dt.MAXYEAR or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return dt.date(year, month, day)
