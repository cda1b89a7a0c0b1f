"""What a match goes by: of the people, of every mentor of a team, and of what is between them. Four queries for any number
of either."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import JSONArray, JSONObject

from core.templatetags.ui import day_month
from mentoring.enums.matching import Phase
from mentoring.matching.weights import capacity_of, phase_of, weights_of
from mentoring.models import (
    Absence,
    Assignment,
    Case,
    CaseloadWeights,
    MatchPreference,
    Mentor,
    PrisonClearance,
    Training,
    TrainingKind,
)
from people.enums import AlertKind
from people.models import Alert, PersonalConnection

# Alerts that ask for training in working with high risk.
HIGH_RISK = (AlertKind.RISK_TO_STAFF, AlertKind.RISK_TO_SELF, AlertKind.RISK_FROM_OTHERS)


@dataclass(frozen=True, slots=True)
class ToMatch:
    """Somebody who is to have a mentor, as a match sees them on a day. `where` is the area the mentor has to go to."""

    case: Case
    phase: Phase
    where: uuid.UUID | None
    high_risk: bool
    visiting_weekdays: tuple[int, ...]
    wishes: MatchPreference | None

    @property
    def prison(self) -> uuid.UUID | None:
        return self.case.now_at

    @property
    def prison_name(self) -> str:
        return self.case.now_at_name or ""

    @property
    def return_area(self) -> uuid.UUID | None:
        return self.case.episode.return_area_id

    @property
    def lead(self) -> uuid.UUID | None:
        return self.case.lead_id


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mentor as a match sees them on a day.

    `clearances`: the last day for each prison they may enter, None without an end. `trained`: has what high risk asks for, None if nothing is asked.
    `mentored` and `barred_from` are keys of people, of those the match is about. `away` is the first absence on the days they
    are needed, in words such as "Away until 4 Dec"; empty if they are there.
    """

    mentor: Mentor
    people: int
    load: Decimal
    capacity: Decimal
    areas: frozenset[uuid.UUID]
    clearances: Mapping[uuid.UUID, dt.date | None]
    trained: bool | None
    mentored: frozenset[uuid.UUID]
    barred_from: frozenset[uuid.UUID]
    away: str = ""

    @property
    def key(self) -> uuid.UUID:
        return self.mentor.pk


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything suggestions are made of, read at once."""

    weights: CaseloadWeights
    people: list[ToMatch]
    mentors: list[Candidate]


def to_match(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The rows that `facts_of` reads; `cases` come with `with_liberation` and `with_lead`."""
    risk = Alert.objects.in_force().filter(person=OuterRef("person"), kind__in=HIGH_RISK)
    wishes = Prefetch("match_preferences", MatchPreference.objects.current(), to_attr="wishes_now")
    return (
        cases.annotate(
            prison_area=F("stay__prison__area"),
            visiting_weekdays=F("stay__prison__visiting_weekdays"),
            high_risk=Exists(risk),
        )
        .select_related("person", "programme", "episode__return_area")
        .prefetch_related(wishes)
    )


def facts_of(
    cases: Iterable[Case],
    *,
    team,
    on: dt.date,
    weights: CaseloadWeights | None = None,
    without: Collection[uuid.UUID] = (),
    days: tuple[dt.date, dt.date] | None = None,
) -> Facts:
    """What a match of these cases goes by; `cases` are rows of `to_match`. `without` are keys of mentors to leave out; on `days`, first
    and last, they have to be there: if not said, from `on` for as long as a liberation counts as near."""
    weights = weights or weights_of(team)
    people = [_person(case, weights, on) for case in cases]
    if not people:
        return Facts(weights, [], [])
    days = days or (on, on + dt.timedelta(days=weights.near_days))
    mentors = _mentors(team, {each.case.person_id for each in people}, on, days).exclude(pk__in=without)
    return Facts(weights, people, [_candidate(mentor, weights, on) for mentor in mentors])


def _person(case: Case, weights: CaseloadWeights, on: dt.date) -> ToMatch:
    released = case.episode.released_date
    return ToMatch(
        case=case,
        phase=phase_of(weights, liberation_day=case.liberation_day, released_date=released, on=on),
        where=case.episode.return_area_id if released else case.prison_area,
        high_risk=case.high_risk,
        visiting_weekdays=tuple(case.visiting_weekdays or ()),
        wishes=case.wishes_now[0] if case.wishes_now else None,
    )


def _mentors(team, people: Collection[uuid.UUID], on: dt.date, days: tuple[dt.date, dt.date]) -> QuerySet[Mentor]:
    """The team's mentors, each with arrays of what the candidate is made of. One query."""
    away = Absence.objects.touching(*days).filter(mentor=OuterRef("pk")).order_by("from_date")
    clearances = PrisonClearance.objects.in_force(on).with_last_day().filter(mentor=OuterRef("pk")).order_by()
    areas = Mentor.areas.through.objects.filter(mentor=OuterRef("pk"))
    known = PersonalConnection.objects.in_force().filter(user=OuterRef("user"), person__in=people)
    before = (
        Assignment.objects.lead()
        .in_earnest()
        .filter(mentor=OuterRef("pk"), case__person__in=people)
        .exclude(until_date=None)
        .order_by()
    )
    done = Training.objects.in_force(on).filter(mentor=OuterRef(OuterRef("pk")), kind=OuterRef("pk"))
    asked = TrainingKind.objects.for_high_risk_on(on)
    return (
        Mentor.objects.of_team(team)
        .filter(user__is_active=True)
        .with_people()
        .with_load(on)
        .select_related("user")
        .annotate(
            covers=ArraySubquery(areas.values("localauthority")),
            may_enter=ArraySubquery(clearances.values(cleared=JSONObject(prison="prison", last="last_day"))),
            absent=Subquery(away.values(days=JSONArray("from_date", "until_date"))[:1]),
            knows=ArraySubquery(known.order_by().values("person")),
            mentored=ArraySubquery(before.values("case__person")),
            training_asked=Exists(asked),
            training_missing=Exists(asked.filter(~Exists(done))),
        )
        .order_by("user__name", "pk")
    )


def _candidate(mentor: Mentor, weights: CaseloadWeights, on: dt.date) -> Candidate:
    clearances: dict[uuid.UUID, dt.date | None] = {}
    for cleared in mentor.may_enter:
        prison, last = uuid.UUID(cleared["prison"]), cleared["last"] and dt.date.fromisoformat(cleared["last"])
        before = clearances.get(prison, last)
        clearances[prison] = max(before, last) if before and last else None
    return Candidate(
        mentor=mentor,
        people=mentor.people,
        load=mentor.load,
        capacity=capacity_of(weights, capacity=mentor.capacity, days=len(mentor.working_days)),
        areas=frozenset(mentor.covers),
        clearances=clearances,
        trained=not mentor.training_missing if mentor.training_asked else None,
        mentored=frozenset(mentor.mentored or ()),
        barred_from=frozenset(mentor.knows or ()),
        away=_away(mentor.absent, on),
    )


def _away(days: list[str] | None, on: dt.date) -> str:
    """`days` are the first and the last of an absence."""
    if not days:
        return ""
    first, last = map(dt.date.fromisoformat, days)
    return f"Away until {day_month(last)}" if first <= on else f"Away {day_month(first)} to {day_month(last)}"
