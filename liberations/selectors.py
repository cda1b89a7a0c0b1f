"""Reads that join the gate, the follow-up and the ledger for one page."""

import dataclasses
import datetime as dt

from django.db.models import F, QuerySet

from accounts.models import User
from liberations.models import FollowUp, GateLiberation
from mentoring.models import Case, Meeting
from prisons.models import CustodialEpisode, PrisonStay, ReleaseDate


def coming_gates(user: User, today: dt.date) -> QuerySet[Case]:
    """Open cases `user` may open whose liberation is today or later, nearest first, with the gate plan beside them."""
    return (
        Case.objects.visible_to(user)
        .open()
        .with_liberation()
        .with_lead()
        .filter(liberation_day__gte=today, episode__released_date=None)
        .select_related("person", "episode__gate__mentor__user")
        .order_by("liberation_day", "person__sort_name", "pk")
    )


def case_for_gate(user: User, **lookup) -> QuerySet[Case]:
    """The case with everything the gate card shows."""
    return (
        Case.objects.visible_to(user)
        .with_liberation()
        .with_lead()
        .select_related("person", "programme", "episode", "episode__gate__mentor__user", "episode__gate__outcome_by")
        .filter(**lookup)
    )


def gate_of(case: Case) -> GateLiberation | None:
    """The gate of the case's present episode; None while nobody has decided anything."""
    return getattr(case.episode, "gate", None)


@dataclasses.dataclass(frozen=True)
class Ledger:
    """The release dates and prisons of one time in custody, newest first."""

    current: ReleaseDate | None
    rows: list[ReleaseDate]
    stays: list[PrisonStay]


def ledger(episode: CustodialEpisode) -> Ledger:
    rows = list(episode.release_dates.select_related("recorded_by").order_by("-recorded_at"))
    stays = list(episode.stays.select_related("prison").order_by("-from_date", F("to_date").desc(nulls_first=True)))
    return Ledger(current=next((row for row in rows if row.is_current), None), rows=rows, stays=stays)


@dataclasses.dataclass(frozen=True)
class FirstDays:
    """The three questions of the first 48 hours, and the follow-up after them."""

    released_date: dt.date
    gate: GateLiberation | None
    spoken_date: dt.date | None
    hours_left: bool
    next_due: FollowUp | None
    tried: int


def first_days(case: Case, today: dt.date) -> FirstDays | None:
    """What is known of the first 48 hours; None while the person is in custody. Three queries."""
    released = case.episode.released_date
    if released is None:
        return None
    after = Meeting.objects.filter(case=case, on_date__gt=released)
    spoken = after.two_way().order_by("on_date").values_list("on_date", flat=True).first()
    steps = FollowUp.objects.filter(case=case, episode=case.episode).outstanding().order_by("due_date")
    return FirstDays(
        released_date=released,
        gate=gate_of(case),
        spoken_date=spoken,
        hours_left=today <= released + dt.timedelta(days=2),
        next_due=steps.first(),
        tried=after.exclude(state__in=["planned", "held"]).count(),
    )


def follow_ups(case: Case) -> list[FollowUp]:
    """All steps of the present episode with the contact that settled each."""
    return list(FollowUp.objects.filter(case=case, episode=case.episode).with_contact().order_by("due_date"))


def open_case_of(user: User, person_key) -> Case | None:
    """The open case of a person that `user` may open, else the latest."""
    cases = case_for_gate(user, person=person_key).order_by(F("closed_date").desc(nulls_first=True), "-number")
    return cases.first()
