"""A schedule in sentences: when the prison is visited, what can still be made, and what keeps a day from being used."""

from django.utils.text import get_text_list

from core.templatetags.ui import long_day
from mentoring.enums.visits import Against
from mentoring.visiting.facts import Proposal
from prisons.enums import Weekday
from prisons.models import Prison

_DAYS = {
    Against.NO_CLEARANCE: "{mentor} is not cleared to go in",
    Against.NOT_WORKING: "{mentor} does not work then",
    Against.AWAY: "{mentor} is away",
    Against.FULL: "every place is taken",
}


def visited_on(prison: Prison) -> str:
    """On which days of the week, and how far ahead a visit is booked."""
    if not prison.visiting_weekdays:
        said = f"No visiting days of {prison.name} are on record, so Monday to Friday is supposed."
    else:
        days = [f"{Weekday(day).label}s" for day in sorted(prison.visiting_weekdays)]
        said = f"{prison.name} takes agencies’ visits on {get_text_list(days, 'and')}."
    if prison.visit_notice_days:
        said += f" A visit is booked {_number(prison.visit_notice_days, 'day')} ahead."
    return said


def what_is_possible(proposal: Proposal) -> str:
    """In one sentence what can still be made before liberation; empty when nothing is missing."""
    schedule = proposal.schedule
    if not schedule.missing:
        return ""
    if schedule.is_possible:
        if schedule.book_by is None:
            return ""
        still = "the visit" if schedule.missing == 1 else f"all {schedule.missing}"
        return f"Book by {long_day(schedule.book_by)}. After that {still} can no longer be made before liberation."
    if not schedule.free_days:
        return "No visit can be made before liberation any more."
    return f"Only {schedule.free_days} of the {schedule.missing} visits still needed can be made before liberation."


def days_lost(proposal: Proposal) -> list[str]:
    """Why visiting days before liberation cannot be used, the commonest reason first."""
    mentor = proposal.mentor.user.name if proposal.mentor else ""
    ordered = sorted(proposal.schedule.lost.items(), key=lambda item: -item[1])
    return [
        f"{_number(number, 'visiting day')} cannot be used: {_DAYS[against].format(mentor=mentor)}."
        for against, number in ordered
    ]


def _number(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
