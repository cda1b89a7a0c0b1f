"""What belongs to each state of a referral to a partner agency, and by whose days they are waited for."""

import datetime as dt

from people.models import Person
from referrals.enums import OPEN_ONWARD_STATES, Condition, OnwardDecline, OnwardState
from referrals.models import Programme


def programme_of(person: Person) -> Programme:
    """The programme they were last referred to; without one, one with the usual days that is kept nowhere. One query."""
    latest = Programme.objects.filter(referrals__person=person).order_by("-referrals__referred_date", "pk")
    return latest.first() or Programme()


def standing_at(
    *,
    person: Person,
    state: OnwardState | str,
    on: dt.date,
    note: str = "",
    decline_reason: OnwardDecline | str = "",
    decline_condition: Condition | str = "",
    ask_again_date: dt.date | None = None,
) -> dict[str, object]:
    """What belongs to a state reached on a day: when to ask again is `ask_again_date`, else what the person's programme says."""
    standing = standing_with(state, on, note)
    if state == OnwardState.DECLINED:
        standing["decline_reason"] = decline_reason
        standing["decline_condition"] = decline_condition if decline_reason == OnwardDecline.CONDITION else ""
    if state in OPEN_ONWARD_STATES:
        standing["ask_again_date"] = ask_again_date or programme_of(person).ask_again_on(state, on)
    return standing


def standing_with(state: OnwardState | str, on: dt.date, note: str) -> dict[str, object]:
    """A state reached on a day, of which nothing more is awaited."""
    return {
        "state": state,
        "state_date": on,
        "state_note": note,
        "decline_reason": "",
        "decline_condition": "",
        "ask_again_date": None,
    }
