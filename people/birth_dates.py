"""Which dates of birth can be true of somebody in custody. Pure; the module imports nothing of ours."""

import datetime as dt

# The age of criminal responsibility in Scotland (Age of Criminal Responsibility (Scotland) Act 2019, s.1).
YOUNGEST_YEARS = 12
OLDEST_YEARS = 110


def is_plausible(birth_date: dt.date, *, on: dt.date) -> bool:
    """Whether someone born that day is of an age to be in custody on the day `on`."""
    return YOUNGEST_YEARS <= (on - birth_date).days // 365 <= OLDEST_YEARS
