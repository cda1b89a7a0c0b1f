"""What the person record shows: its case, planned contacts, and the record's other parts."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.asker import ASKER, asked_by
from accounts.models import User
from core.kept_queries import kept_query, stand_in
from liberations.replanning.selectors import needs_decision
from liberations.selectors import gate_answer, nowhere_to_stay
from mentoring.enums.cases import AssignmentRole
from mentoring.enums.meetings import INSIDE, MeetingState, Place
from mentoring.models import Assignment, Case, Ending, Flag, Meeting, Plan
from mentoring.models.match_reviews import match_outcome, match_to_review
from mentoring.selectors.headers import cases_with_header
from mentoring.selectors.plans import promise_due, review_due
from people.models import Access, Alert, AlertReview, AlertSeen, Consent, Person


def record_case(user: User, person_id: uuid.UUID) -> Case | None:
    """The case the record is about, if the person has one and `user` may open it. One query.

    Annotated for the header; with the gate of the present time in custody, `open_flags` (the kinds of its open flags),
    `has_plan`, `plan_review_due` (null while that is on hold), `promise_due` (the first day of an open promise),
    `spoken_date` (the first two-way contact after the day of release, which the gate itself is not), `gate_answer`,
    `nowhere_to_stay`, `needs_decision`, and `match_due` and `match_looked` about its match (mentoring.models.match_reviews).
    """
    return _record(timezone.localdate()).first({PERSON: person_id} | asked_by(user))


PERSON = stand_in()


@kept_query
def _record(today):
    return (
        cases_with_header()
        .select_related("person", "programme", "episode__gate__mentor__user", "episode__gate__second__user")
        .annotate(
            open_flags=ArraySubquery(Flag.objects.open().filter(case=OuterRef("pk")).values("kind")),
            spoken_date=Subquery(_spoken_since_release().values("on_date")[:1]),
            gate_answer=gate_answer(),
            nowhere_to_stay=nowhere_to_stay(),
            needs_decision=needs_decision(today),
            has_plan=Exists(Plan.objects.in_force().filter(case=OuterRef("pk"))),
            plan_review_due=Subquery(review_due(OuterRef("pk"), today)),
            promise_due=Subquery(promise_due(OuterRef("pk"))),
            match_due=match_to_review(),
            match_looked=match_outcome(),
        )
        .visible_to(ASKER)
        .filter(person=PERSON)
        .of_present_custody()[:1]
    )


def _spoken_since_release():
    after = Meeting.objects.two_way().filter(case=OuterRef("pk"), on_date__gt=OuterRef("episode__released_date"))
    return after.order_by("on_date")


def planned_contacts(case: Case) -> list[Meeting]:
    """Contacts that have no outcome yet, the earliest first. One query."""
    return list(case.meetings.planned().select_related("mentor__user", "prison").order_by("on_date", "at_time", "pk"))


# The person said no, before or at the visit, or did not come.
NOT_WANTED = (MeetingState.REFUSED, MeetingState.NOT_ATTENDED, MeetingState.CANCELLED_BY_PERSON)


@dataclass(frozen=True, slots=True)
class Tally:
    """How the contacts before release went, in days' words: whatever prevented one, it is not held against the mentor."""

    tried: int
    held: int
    at_the_door: int
    cancelled_by_prison: int
    refused: int


def tally(case: Case) -> Tally:
    """One query. Tried are all contacts in prison or by video that have an outcome."""
    inside = Q(channel__in=INSIDE)
    at_the_door = Q(place=Place.CELL_DOOR)
    held = Q(state=MeetingState.HELD)
    return Tally(
        **case.meetings.filter(inside, recorded_at__isnull=False, episode=case.episode_id).aggregate(
            tried=Count("pk"),
            held=Count("pk", filter=held & ~at_the_door),
            at_the_door=Count("pk", filter=held & at_the_door),
            cancelled_by_prison=Count("pk", filter=Q(state=MeetingState.CANCELLED_BY_PRISON)),
            refused=Count("pk", filter=Q(state__in=NOT_WANTED)),
        )
    )


@dataclass(frozen=True, slots=True)
class EarlierCase:
    """A case other than the one the record is about, as a line."""

    reference: str
    programme: str
    opened_date: dt.date
    closed_date: dt.date | None
    mentors: list[str]
    ending: Ending | None


def other_cases(person: Person, case: Case | None) -> list[EarlierCase]:
    """Support they had before, or have beside this. Two queries."""
    names = (
        Assignment.objects.in_earnest()
        .filter(case=OuterRef("pk"), role=AssignmentRole.LEAD)
        .order_by("from_date")
        .values("mentor__user__name")
    )
    cases = list(
        Case.objects.filter(person=person)
        .exclude(pk=case.pk if case else None)
        .select_related("programme")
        .annotate(mentors=ArraySubquery(names))
        .order_by("-opened_date", "-number")
    )
    endings = {
        ending.case_id: ending
        for ending in Ending.objects.filter(case__in=[each.pk for each in cases], reopened_at=None)
    }
    return [
        EarlierCase(
            reference=each.reference,
            programme=each.programme.name,
            opened_date=each.opened_date,
            closed_date=each.closed_date,
            mentors=each.mentors,
            ending=endings.get(each.pk),
        )
        for each in cases
    ]


def consents(person: Person) -> list[Consent]:
    """Every decision, newest first; `in_force` marks what they agree to now. One query."""
    rows = list(person.consents.select_related("recorded_by").order_by("-recorded_at"))
    seen = set()
    for row in rows:
        about = (row.purpose, row.recipient)
        row.in_force = about not in seen and row.is_yes_on(timezone.localdate())
        seen.add(about)
    return rows


def alerts(person: Person) -> list[Alert]:
    """Alerts in force first, then those that have ended. One query.

    Annotated with the names of who said that they have read it (`seen_names`), who works with the person and has not
    (`unseen_names`), and who looked at it again last (`reviewed_at`, `reviewed_by_name`).
    """
    seen = AlertSeen.objects.filter(alert=OuterRef("pk"))
    theirs = Access.objects.in_force().filter(person=OuterRef("person"), user__is_active=True)
    theirs = theirs.filter(~Exists(AlertSeen.objects.filter(alert=OuterRef(OuterRef("pk")), user=OuterRef("user"))))
    review = AlertReview.objects.filter(alert=OuterRef("pk")).order_by("-reviewed_at")
    return list(
        person.alerts.select_related("recorded_by", "ended_by")
        .annotate(
            seen_names=ArraySubquery(seen.order_by("seen_at").values("user__name")),
            unseen_names=ArraySubquery(theirs.order_by("user__name").values("user__name").distinct()),
            reviewed_at=Subquery(review.values("reviewed_at")[:1]),
            reviewed_by_name=Subquery(review.values("reviewed_by__name")[:1]),
        )
        .order_by(F("ended_at").desc(nulls_first=True), "-recorded_at")
    )
