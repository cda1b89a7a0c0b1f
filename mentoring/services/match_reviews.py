"""How a person and their mentor get on: asked, kept as said, and told to the managers when another mentor is wanted."""

import datetime as dt
import uuid

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from mentoring.enums.match_reviews import MatchOutcome
from mentoring.locks import locked_case
from mentoring.models import Case, MatchReview
from mentoring.notifications import tell_match_change


def record_match_review(
    *,
    case: Case,
    outcome: MatchOutcome | str,
    on_date: dt.date,
    by,
    in_their_words: str = "",
    mentors_view: str = "",
    new_id: uuid.UUID | None = None,
) -> MatchReview:
    """Keep what the person and the mentor say of their match. When another mentor is to be found the managers of the team are
    told; nobody has to give a reason. Refuses a case nobody mentors, and a day to come or before the match began."""
    with trail.written("record_match_review", Verb.CREATED, by=by, person=case.person) as entry:
        made = already_made(MatchReview, new_id, recorded_by=by)
        if made:
            entry.needed = False
            return made
        case = locked_case(case.pk)
        assignment = case.assignments.lead().current().first()
        if assignment is None:
            raise RuleBroken("Nobody is their mentor now.")
        if on_date > timezone.localdate():
            raise RuleBroken("The day cannot be in the future.")
        if on_date < assignment.from_date:
            raise RuleBroken("The day is before they began to work together.")
        review = MatchReview(
            pk=new_id or uuid.uuid4(),
            assignment=assignment,
            on_date=on_date,
            in_their_words=in_their_words,
            mentors_view=mentors_view,
            outcome=outcome,
            recorded_by=by,
            recorded_at=timezone.now(),
        )
        review.save(force_insert=True)
        if outcome == MatchOutcome.CHANGE:
            tell_match_change(review, by=by)
        entry.subject, entry.after = review, {"outcome": outcome, "on_date": on_date}
        return review
