"""Which day something about a case may be written down for. Pure."""

import datetime as dt

from core.errors import RuleBroken
from mentoring.models import Case


def check_day(case: Case, day: dt.date, *, today: dt.date, not_before: dt.date | None = None) -> None:
    """A day that has come, within the support: the first talk may precede agreeing by the programme's days."""
    if case.closed_date:
        raise RuleBroken("Support has ended. Reopen the case to write down anything new.")
    if day > today:
        raise RuleBroken("That day has not come yet.")
    if (case.opened_date - day).days > case.programme.consent_days_after:
        raise RuleBroken("That is before they agreed to take part.")
    if not_before and day < not_before:
        raise RuleBroken("That is before it was begun.")
