"""What hangs on a mentor who is away: their people, and the gates they were to be at."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from liberations.models import GateLiberation
from liberations.replanning.asking import gates_with_day
from mentoring.models import Absence, AbsenceCover, Assignment, Case, Meeting, Mentor


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


def team_without(absence: Absence) -> list[Mentor]:
    """The mentors of the team who are there on all days of the absence that are left. One query."""
    away = Absence.objects.touching(absence.from_date, absence.until_date).filter(mentor=OuterRef("pk"))
    team = Mentor.objects.of_team(absence.mentor.user.team_id).filter(user__is_active=True)
    found = team.exclude(pk=absence.mentor_id).filter(~Exists(away)).with_people().select_related("user")
    return list(found.order_by("user__name", "pk"))


def proposed_covers(
    absence: Absence, cases: Sequence[Case], mentors: Sequence[Mentor], today: dt.date
) -> dict[uuid.UUID, uuid.UUID | None]:
    """By case whose cover it is, as saved; before anybody was chosen, a proposal that shares the people out: each to who has most
    room left, counting those they get here."""
    covers = covers_by_case(absence)
    if covers or absence.covers.exists():
        return {key: cover.mentor_id for key, cover in covers.items()}
    room = {mentor.pk: mentor.capacity - mentor.people for mentor in mentors}
    proposed = {}
    for case in cases:
        if not room:
            break
        chosen = max(room, key=room.__getitem__)
        proposed[case.pk] = chosen
        room[chosen] -= 1
    return proposed


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


def gates_elsewhere(absence: Absence, user: User) -> list[GateLiberation]:
    """Gates on these days that the mentor was to be at for other mentors' people. One query."""
    own = Assignment.objects.lead().current().filter(case=OuterRef("case"), mentor=absence.mentor_id)
    gates = GateLiberation.objects.visible_to(user).filter(~Exists(own)).values("pk")
    days = {"day__gte": absence.from_date, "day__lte": absence.until_date}
    found = gates_with_day().filter(pk__in=gates, mentor=absence.mentor_id, **days)
    return list(found.select_related("case__person").order_by("day", "pk"))
