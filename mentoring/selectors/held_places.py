"""Places partners hold for a team: how each stands, what has to be seen to, and who may take a free one."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Case as Case_
from django.db.models import (
    CharField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from mentoring.enums.held_places import SeeTo, StayState
from mentoring.models import Case, HeldPlace, PlaceStay
from people.models import Access
from prisons.models import CustodialEpisode

# A place that nobody has is "free": not a state of a stay, but what the board calls it.
FREE = "free"
BOARD_STATES = (
    (FREE, "Free"),
    (StayState.OFFERED.value, StayState.OFFERED.label),
    (StayState.TAKEN.value, StayState.TAKEN.label),
    (StayState.HELD.value, StayState.HELD.label),
)


def board(user, today: dt.date) -> QuerySet[HeldPlace]:
    """The open places of the user's team. Annotates `stands` (of BOARD_STATES), `see_to` (of SeeTo, or empty), `since`."""
    see_to = with_see_to(PlaceStay.objects.running().filter(place=OuterRef("pk")), today).values("see_to")[:1]
    return (
        HeldPlace.objects.of_team(user)
        .open_on(today)
        .with_stay()
        .annotate(
            stands=Coalesce(F("now__state"), Value(FREE), output_field=CharField()),
            since=F("now__state_date"),
            see_to=Coalesce(Subquery(see_to), Value(""), output_field=CharField()),
        )
        .select_related("service__agency", "area")
    )


def with_see_to(stays: QuerySet[PlaceStay], today: dt.date) -> QuerySet[PlaceStay]:
    """Annotates `see_to`: what somebody has to see to about a stay that runs, the most pressing of SeeTo; else empty."""
    inside = Exists(CustodialEpisode.objects.filter(person=OuterRef("case__person"), released_date=None))
    reminded = ExpressionWrapper(F("held_until") - F("case__programme__place_reminder_days"), output_field=DateField())
    return stays.annotate(is_inside=inside, remind_on=reminded).annotate(
        see_to=Case_(
            When(state=StayState.TAKEN, is_inside=True, then=Value(SeeTo.BACK_INSIDE)),
            When(state=StayState.HELD, is_inside=False, then=Value(SeeTo.OUT_AGAIN)),
            When(state=StayState.HELD, remind_on__lte=today, then=Value(SeeTo.RUNS_OUT)),
            When(state=StayState.OFFERED, answer_by__lt=today, then=Value(SeeTo.ANSWER)),
            When(case__closed_date__isnull=False, then=Value(SeeTo.ENDED)),
            default=Value(""),
            output_field=CharField(),
        )
    )


def who_is_there(user, places: Iterable[HeldPlace]) -> dict[uuid.UUID, PlaceStay]:
    """The stay that runs in each place, with the person; `may_open` is whether the user may know who it is. One query."""
    stays = PlaceStay.objects.running().filter(place__in=list(places)).select_related("case__person")
    return {stay.place_id: stay for stay in with_may_open(stays, user)}


def with_may_open(stays: QuerySet[PlaceStay], user) -> QuerySet[PlaceStay]:
    theirs = Access.objects.in_force().held_by(user).filter(person=OuterRef("case__person"))
    return stays.annotate(may_open=Exists(theirs))


def free_for(case: Case, today: dt.date) -> QuerySet[HeldPlace]:
    """The free places that can be offered, those in the area they return to first."""
    places = (
        HeldPlace.objects.filter(team=case.programme.team_id)
        .open_on(today)
        .free()
        .select_related("service__agency", "area")
    )
    near = Case_(When(area=case.episode.return_area_id, then=Value(0)), default=Value(1))
    return places.order_by(near, "area__name", "service__agency__name", "name")


def stays_of(case: Case, today: dt.date) -> QuerySet[PlaceStay]:
    """Every place somebody had or was offered in this case, what runs first."""
    stays = with_see_to(case.place_stays.select_related("place__service__agency", "place__area"), today)
    return stays.order_by(F("until_date").desc(nulls_first=True), "-from_date", "-offered_at")
