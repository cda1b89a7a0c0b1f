"""The mentors of a team, for one list."""

import datetime as dt
from decimal import Decimal

from django.db.models import Count, F, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Least, Round

from accounts.enums import MENTOR_ROLES, Role
from accounts.models import User
from mentoring.matching.weights import weights_of
from mentoring.models import PrisonClearance
from mentoring.models.loads import WEIGHT, load_of
from mentoring.models.mentors import people_now


def team_mentors(team, on: dt.date) -> QuerySet[User]:
    """Everyone active in a team who mentors, with or without a profile, for one list.

    Annotated with `people` they lead now, their weighted `load`, the `capacity` of the days they work, `room` (negative when
    over capacity), `cleared` (prisons they may enter on the day) and `runs_out` (the first last day of those clearances).
    Two queries.
    """
    clearances = (
        PrisonClearance.objects.in_force(on)
        .with_last_day()
        .filter(mentor=OuterRef("mentor"))
        .order_by()
        .values("mentor")
    )
    return (
        User.objects.active()
        .mentors()
        .filter(team=team)
        .select_related("mentor")
        .annotate(
            people=people_now("mentor"),
            cleared=Coalesce(Subquery(clearances.annotate(n=Count("prison", distinct=True)).values("n")), 0),
            runs_out=Subquery(clearances.annotate(first=Min("last_day")).values("first")),
        )
        .annotate(load=load_of("mentor", on), capacity=_capacity(weights_of(team).full_week_days))
        .annotate(room=F("capacity") - F("load"))
    )


def _capacity(full_week_days: int):
    """What is room for in the days of the week they work, as mentoring.matching.weights.capacity_of says; null without a profile."""
    days = Least(F("mentor__working_days__len"), Value(full_week_days))
    return Round(F("mentor__capacity") * days / Value(Decimal(full_week_days)), precision=1, output_field=WEIGHT)


def supervisors_for(user: User) -> QuerySet[User]:
    """Who may supervise a mentor: anybody else of the team who mentors or manages."""
    return User.objects.active().filter(team=user.team_id, role__in={*MENTOR_ROLES, Role.MANAGER}).exclude(pk=user.pk)
