"""The mentors of a team, for one list."""

import datetime as dt

from django.db.models import Count, F, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.enums import MENTOR_ROLES, Role
from accounts.models import User
from mentoring.models import PrisonClearance
from mentoring.models.mentors import people_now


def team_mentors(team, on: dt.date) -> QuerySet[User]:
    """Everyone active in a team who mentors, with or without a profile, for one list.

    Annotated with `people` they lead now, `room` (negative when over capacity), `cleared` (prisons they may enter on the
    day) and `runs_out` (the first last day of those clearances). One query.
    """
    clearances = PrisonClearance.objects.in_force(on).filter(mentor=OuterRef("mentor")).order_by().values("mentor")
    return (
        User.objects.active()
        .mentors()
        .filter(team=team)
        .select_related("mentor")
        .annotate(
            people=people_now("mentor"),
            cleared=Coalesce(Subquery(clearances.annotate(n=Count("prison", distinct=True)).values("n")), 0),
            runs_out=Subquery(clearances.annotate(first=Min("until_date")).values("first")),
        )
        .annotate(room=F("mentor__capacity") - F("people"))
    )


def supervisors_for(user: User) -> QuerySet[User]:
    """Who may supervise a mentor: anybody else of the team who mentors or manages."""
    return User.objects.active().filter(team=user.team_id, role__in={*MENTOR_ROLES, Role.MANAGER}).exclude(pk=user.pk)
