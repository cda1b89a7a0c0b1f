"""When a plan is looked at again (minimum standard R5, domain.md section 4). Pure: asks nothing."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """How a review stands: its kind of tag, and the words."""

    key: str
    kind: str
    label: str


LATER = Standing("later", "on-track", "Not due yet")
SOON = Standing("soon", "needs-attention", "Due")
OVERDUE = Standing("overdue", "at-risk", "Overdue")
HELD = Standing("held", "paused", "On hold")
STANDINGS = (OVERDUE, SOON, HELD, LATER)


def next_review(on: dt.date, review_days: int) -> dt.date:
    """The day by which a plan agreed or looked at on a day is looked at again."""
    return on + dt.timedelta(days=review_days)


def sooner(due: dt.date, changed_on: dt.date, after_change_days: int) -> dt.date:
    """The day once something has changed: never later than it was."""
    return min(due, changed_on + dt.timedelta(days=after_change_days))


def standing(due: dt.date, hold_until: dt.date | None, today: dt.date, *, soon_days: int) -> Standing:
    """How the review stands; it is coming up from `soon_days` ahead. A hold counts up to and with its last day; then the review
    is due again by itself."""
    if hold_until is not None and hold_until >= today:
        return HELD
    if due < today:
        return OVERDUE
    return SOON if due <= today + dt.timedelta(days=soon_days) else LATER
