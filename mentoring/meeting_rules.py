"""What may be said of a contact, and of which day. Pure checks: they read no database and change nothing but `tidy`'s facts.

What is refused names the question to put right (`AnswerRefused.field`), so that the page can point at it.
"""

import datetime as dt

from core.errors import AnswerRefused, RuleBroken
from core.templatetags.ui import day as day_in_words
from mentoring.enums.meetings import OUTCOMES, Channel, Concern, MeetingState
from mentoring.models import Case
from prisons.models import CustodialEpisode

# A longer one is a slip of the finger.
LONGEST_MINUTES = 600
# Nobody books visits further ahead; a later day is a slip of the finger in the year.
PLANNED_DAYS_AHEAD = 366
# These say that somebody came, or should have: they cannot be said of a day that has not come.
HAPPENED = {
    MeetingState.HELD: "held",
    MeetingState.REFUSED: "refused",
    MeetingState.NOT_ATTENDED: "not attended",
}


def check_planned_day(case: Case, day: dt.date, *, today: dt.date) -> None:
    """A contact is planned for today or a day to come, while support lasts."""
    if case.closed_date:
        raise RuleBroken("Support has ended. Reopen the case to plan anything new.")
    if day < today:
        raise AnswerRefused("That day has passed. To write up a visit that has happened, log it.", "on_date")
    if (day - today).days > PLANNED_DAYS_AHEAD:
        raise AnswerRefused("That is more than a year away. Check the year.", "on_date")


def check_open(case: Case, day: dt.date) -> None:
    """After the ending, days up to the last may still be written up."""
    if case.closed_date and day > case.closed_date:
        raise AnswerRefused(
            "Support had ended by then. Reopen the case to record anything after its last day.", "on_date"
        )


def check_outcome(case: Case, episode: CustodialEpisode, facts: dict, *, today: dt.date) -> None:
    """What is said of a contact hangs together and can be true on that day. `facts` are field values of a Meeting."""
    state, channel, day = facts["state"], facts["channel"], facts["on_date"]
    if state not in OUTCOMES:
        raise AnswerRefused("Say how it went.", "state")
    if state in HAPPENED and day > today:
        raise AnswerRefused(f"You cannot record a visit as {HAPPENED[state]} for a day that has not come.", "on_date")
    if (day - today).days > PLANNED_DAYS_AHEAD:
        raise AnswerRefused("That is more than a year away. Check the year.", "on_date")
    if (case.opened_date - day).days > case.programme.consent_days_after:
        earliest = case.opened_date - dt.timedelta(days=case.programme.consent_days_after)
        raise AnswerRefused(
            f"That is before they agreed to take part. The first meeting may be on {day_in_words(earliest)} at the earliest.",
            "on_date",
        )
    check_open(case, day)
    if state == MeetingState.HELD:
        in_prison = channel == Channel.IN_PRISON
        if in_prison and episode.released_date and day > episode.released_date:
            raise AnswerRefused("They were out of prison by that day. Change the day or how you met.", "channel")
        if in_prison and not facts["place"]:
            raise AnswerRefused("Say where in the prison you met.", "place")
        if facts["minutes"] is not None and not 1 <= facts["minutes"] <= LONGEST_MINUTES:
            raise AnswerRefused(f"Minutes must be between 1 and {LONGEST_MINUTES}.", "minutes")
    if state == MeetingState.CANCELLED_BY_PRISON and not facts["cancel_reason"]:
        raise AnswerRefused("Say why the prison cancelled.", "cancel_reason")
    if facts["concern"] != Concern.NONE and not facts["concern_text"].strip():
        raise AnswerRefused("Say what the concern is.", "concern_text")


def tidy(facts: dict) -> None:
    """Drop what the outcome makes meaningless."""
    if facts["state"] != MeetingState.HELD:
        facts |= {"place": "", "minutes": None, "together_with": None}
    if facts["channel"] != Channel.IN_PRISON:
        facts["place"] = ""
    if facts["channel"] != Channel.PHONE or facts["state"] != MeetingState.HELD:
        facts["instead_of_visit"] = False
    if facts["state"] != MeetingState.CANCELLED_BY_PRISON:
        facts["cancel_reason"] = ""
    if facts["concern"] == Concern.NONE:
        facts["concern_text"] = ""
