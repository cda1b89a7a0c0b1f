"""When a release date has to be asked about again. Dates move both ways without notice, the more so the nearer they are."""

import datetime as dt

from referrals.models import Programme

# The closer windows of a programme's settings, in days before liberation; the questions of the settings are put in these words.
NEAR_DAYS = 28
LAST_WEEK_DAYS = 7


def ask_again_on(programme: Programme, day: dt.date | None, asked: dt.date | None) -> dt.date | None:
    """The day from which the date has to be asked about again; None where nobody has asked yet: now.

    `day` is the liberation day that counts, None while it is not known; `asked` the day on which somebody who knows last
    told us, or said that it still is right or still not known. CaseQuerySet.with_asked says the same in SQL.
    """
    if asked is None:
        return None
    if day is None:
        return asked + _days(programme.unknown_days)
    return min(
        asked + _days(programme.confirm_days),
        max(asked + _days(programme.confirm_days_near), day - _days(NEAR_DAYS)),
        max(asked + _days(programme.confirm_days_last_week), day - _days(LAST_WEEK_DAYS)),
    )


def _days(number: int) -> dt.timedelta:
    return dt.timedelta(days=number)
