"""Endings: the talks about them, the letter, those that are coming."""

from core.templatetags.ui import day
from mentoring.models import Case, Ending, EndingConversation


def after_release_url(case: Case) -> str:
    """The part of the record on what comes after release."""
    return f"{case.get_absolute_url()}?tab=after"


def talks_of(case: Case) -> list[EndingConversation]:
    """Talks about the ending in force, or one to come, the latest first. One query."""
    return list(case.ending_conversations.of_the_present().select_related("recorded_by"))


def latest_ending(case: Case) -> Ending | None:
    """The ending in force. One query."""
    return case.endings.in_force().select_related("ended_by").first()


def draft_letter(ending: Ending, *, writer: str, phone: str) -> str:
    """What a letter to the person may say, to be changed. It names no prison, no offence and no service."""
    person, case = ending.case.person, ending.case
    reach = f"You can ring me on {phone}." if phone else "You can ring me."
    return "\n\n".join(
        [
            f"Dear {person.known_as or person.given_names},",
            f"We have walked together since {day(case.opened_date)}, and our time together ended on {day(ending.ended_date)}.",
            "You have done the hard part yourself. Thank you for letting me be there.",
            f"If you would like help again, ask at any time. Nothing stands against that. {reach}",
            "With good wishes,",
            writer,
        ]
    )
