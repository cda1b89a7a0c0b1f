"""Court dates of people one may open, and what the record says for a summary."""

import datetime as dt

from mentoring.enums.meetings import MeetingState
from mentoring.enums.plans import ActionState, Owner
from mentoring.models import Action, Case, CourtSummary, SmallWin
from mentoring.planning.court_words import Progress

STEPS, WINS = 6, 3
KEPT = {MeetingState.HELD}
AGREED = KEPT | {MeetingState.NOT_ATTENDED, MeetingState.REFUSED, MeetingState.CANCELLED_BY_PERSON}


def progress_of(case: Case, today: dt.date) -> Progress:
    """What the record says of how somebody is getting on. Three queries."""
    contacts = case.meetings.filter(state__in=AGREED, on_date__lte=today).order_by("on_date")
    rows = list(contacts.values_list("state", "on_date"))
    kept = [day for state, day in rows if state in KEPT]
    steps = Action.objects.filter(
        goal__plan__case=case, goal__plan__is_current=True, owner=Owner.PERSON, state=ActionState.DONE
    )
    return Progress(
        called=case.person.called,
        since=case.opened_date,
        today=today,
        kept=len(kept),
        planned=len(rows),
        last_contact=kept[-1] if kept else None,
        steps=list(steps.values_list("words", flat=True)[:STEPS]),
        wins=list(SmallWin.objects.standing().filter(case=case).values_list("words", flat=True)[:WINS]),
    )


def latest_summary(court_date) -> CourtSummary | None:
    """The newest version, with all who wrote and who approved it. Two queries."""
    found = court_date.summaries.select_related("written_by", "approved_by", "disclosure")
    return found.prefetch_related("writers").first()
