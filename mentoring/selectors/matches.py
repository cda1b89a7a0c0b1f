"""The match of a person and their mentor: how it stands, how it was, and which ones are to be looked at."""

import dataclasses
import datetime as dt

from django.db.models import Q, QuerySet

from accounts.models import User
from mentoring.enums.match_reviews import MatchOutcome
from mentoring.models import AbsenceCover, Assignment, Case, Handover, MatchReview
from mentoring.models.match_reviews import match_outcome, match_to_review


@dataclasses.dataclass(frozen=True)
class Match:
    """Everything the page about a match shows. `assignment` is the present one, None while nobody is the mentor."""

    assignment: Assignment | None
    earlier: list[Assignment]
    reviews: list[MatchReview]
    handover: Handover | None
    covers: list[AbsenceCover]


def match_of(case: Case, today: dt.date) -> Match:
    """Four queries."""
    rows = list(
        case.assignments.lead()
        .in_earnest()
        .select_related("mentor__user", "allocated_by", "ended_by")
        .order_by("-from_date", "-allocated_at")
    )
    current = next((row for row in rows if row.until_date is None), None)
    reviews = MatchReview.objects.filter(assignment__case=case).select_related(
        "assignment__mentor__user", "recorded_by"
    )
    covers = AbsenceCover.objects.standing().filter(case=case, until_date__gte=today)
    return Match(
        assignment=current,
        earlier=[row for row in rows if row is not current],
        reviews=list(reviews),
        handover=case.handovers.planned().select_related("to_mentor__user", "joint_meeting").first(),
        covers=list(covers.select_related("mentor__user", "absence__mentor__user").order_by("from_date")),
    )


def matches_to_look_at(user: User) -> QuerySet[Case]:
    """Open cases `user` may open whose match nobody has asked about since they first met, or where another mentor is wanted.

    Annotated with `to_ask` and `looked` (MatchOutcome of the last look), with the lead and the liberation day.
    """
    return (
        Case.objects.visible_to(user)
        .open()
        .with_liberation()
        .with_lead()
        .annotate(to_ask=match_to_review(), looked=match_outcome())
        .filter(Q(to_ask=True) | Q(looked=MatchOutcome.CHANGE))
        .select_related("person")
    )
