"""What hangs on a mentor who is away: their people, and the gates they were to be at."""

import datetime as dt
import uuid
from collections import defaultdict

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from liberations.models import GateLiberation
from liberations.replanning.asking import gates_with_day
from mentoring.matching.facts import Facts, facts_of, to_match
from mentoring.matching.proposal import propose
from mentoring.models import Absence, AbsenceCover, Assignment, Case, Meeting


def people_of(absence: Absence, user: User) -> QuerySet[Case]:
    """The open cases the mentor leads, of the people `user` may open, with the liberation day and `visits`: how many are planned
    on the days of the absence."""
    leading = Assignment.objects.lead().current().filter(mentor=absence.mentor_id).values("case")
    planned = Meeting.objects.planned().filter(
        case=OuterRef("pk"), on_date__range=(absence.from_date, absence.until_date)
    )
    number = planned.order_by().values("case").annotate(n=Count("pk")).values("n")
    return (
        Case.objects.visible_to(user)
        .open()
        .filter(pk__in=leading)
        .with_liberation()
        .annotate(visits=Coalesce(Subquery(number, output_field=IntegerField()), 0))
        .select_related("person", "programme", "episode__gate")
    )


def covers_by_case(absence: Absence) -> dict[uuid.UUID, AbsenceCover]:
    """Who covers, by case; without those who were replaced. One query."""
    return {cover.case_id: cover for cover in absence.covers.standing().select_related("mentor__user")}


def cover_facts(absence: Absence, cases: QuerySet[Case], today: dt.date) -> Facts:
    """What choosing who covers goes by: the mentor's people, and the team's mentors who are there on all these days."""
    # Whoever is away on one of these days, the mentor among them.
    away = Absence.objects.touching(absence.from_date, absence.until_date).values("mentor")
    people = to_match(cases.with_lead()).order_by("liberation_day", "person__sort_name", "pk")
    days = (absence.from_date, absence.until_date)
    return facts_of(people, team=absence.mentor.user.team_id, on=today, without=away, days=days)


def proposed_covers(absence: Absence, facts: Facts) -> dict[uuid.UUID, uuid.UUID | None]:
    """By case whose cover it is, as saved; before anybody was chosen, as the matching proposes it."""
    if covers := list(absence.covers.all()):
        return {cover.case_id: cover.mentor_id for cover in covers if cover.ended_at is None}
    return {row.person.case.pk: row.chosen.candidate.key for row in propose(facts).rows if row.chosen}


def gates_of(absence: Absence) -> list[tuple[GateLiberation, list[AbsenceCover]]]:
    """Gates to come of the mentor's people that the mentor or somebody who covers, or did, is named for; each with `day` and with
    all covers of its case in this absence. Two queries."""
    covers: dict[uuid.UUID, list[AbsenceCover]] = defaultdict(list)
    for cover in absence.covers.select_related("mentor__user"):
        covers[cover.case_id].append(cover)
    gates = (
        gates_with_day().filter(case__in=list(covers)).select_related("mentor__user", "case__person", "case__programme")
    )
    return [
        (gate, covers[gate.case_id])
        for gate in gates
        if gate.mentor_id in {absence.mentor_id, *(cover.mentor_id for cover in covers[gate.case_id])}
    ]


def covers_elsewhere(absence: Absence, user: User) -> list[AbsenceCover]:
    """Whom the mentor was to cover for on some of these days, who would have nobody then. One query."""
    if absence.called_off_at:
        return []
    found = AbsenceCover.objects.standing().filter(
        mentor=absence.mentor_id,
        from_date__lte=absence.until_date,
        until_date__gte=absence.from_date,
        case__in=Case.objects.visible_to(user).open(),
    )
    return list(found.select_related("case__person", "absence__mentor__user").order_by("from_date", "pk"))


def gates_elsewhere(absence: Absence, user: User) -> list[GateLiberation]:
    """Gates on these days that the mentor was to be at for other mentors' people, as the second too. One query."""
    own = Assignment.objects.lead().current().filter(case=OuterRef("case"), mentor=absence.mentor_id)
    gates = GateLiberation.objects.visible_to(user).filter(~Exists(own)).values("pk")
    days = {"day__gte": absence.from_date, "day__lte": absence.until_date}
    named = Q(mentor=absence.mentor_id) | Q(second=absence.mentor_id)
    found = gates_with_day().filter(named, pk__in=gates, **days)
    return list(found.select_related("case__person").order_by("day", "pk"))
