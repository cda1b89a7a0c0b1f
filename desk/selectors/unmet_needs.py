"""Unmet need as figures of one programme and one quarter, with small numbers hidden, and the people behind them."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import User
from core.small_numbers import Shown, shown_cells, shown_total
from mentoring.enums.needs import NeedArea, Unmet
from mentoring.models import AssessmentScore, Case, ServiceGap
from mentoring.planning.linking import helps_with
from mentoring.planning.unmet import unmet_needs
from people.models import Access
from referrals.enums import OnwardState
from referrals.models import OnwardReferral, Programme

NO_AREA = "No area on record"
# Of a referral that is behind an unmet need.
_BEHIND = (OnwardState.SENT, OnwardState.WAITING, OnwardState.DECLINED)


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months, from the first day to the last; not yet over, up to today."""

    first: dt.date
    last: dt.date

    @property
    def key(self) -> str:
        return f"{self.first.year}-{(self.first.month + 2) // 3}"

    @property
    def label(self) -> str:
        return f"{self.first:%B} to {self.last:%B} {self.last.year}"


def quarter_of(day: dt.date) -> Quarter:
    first = dt.date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    after = dt.date(first.year + (first.month == 10), (first.month + 2) % 12 + 1, 1)
    return Quarter(first, after - dt.timedelta(days=1))


def quarters_back(today: dt.date, number: int) -> list[Quarter]:
    """The quarter of a day and those before it, the newest first."""
    found = [quarter_of(today)]
    while len(found) < number:
        found.append(quarter_of(found[-1].first - dt.timedelta(days=1)))
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: what it counts, how many people as it may be shown, and what the list of people is asked for."""

    label: str
    people: Shown
    query: str


@dataclass(frozen=True, slots=True)
class Figures:
    people: Shown
    supported: Shown
    tables: list[tuple[str, list[Line]]]


def unmet_in(programme: Programme, quarter: Quarter, today: dt.date) -> QuerySet[AssessmentScore]:
    """The unmet needs of everyone supported in the quarter, as of its last day or today."""
    until = min(quarter.last, today)
    return unmet_needs(_supported(programme, quarter), until=until, long_wait_days=programme.long_wait_days)


def figures(programme: Programme, quarter: Quarter, today: dt.date) -> Figures | None:
    """The figures: people, never needs, so that “<5” means people. The same for every reader. None if nobody was supported. Four
    queries."""
    supported = _supported(programme, quarter).order_by().values("person").distinct().count()
    if not supported:
        return None
    rows = list(
        unmet_in(programme, quarter, today).values_list(
            "assessment__case",
            "area",
            "because",
            "assessment__case__person",
            "assessment__case__episode__return_area__name",
        )
    )
    by_case: dict[uuid.UUID, set[str]] = defaultdict(set)
    for case, area, *_ in rows:
        by_case[case].add(area)
    people = {person for *_, person, _ in rows}
    return Figures(
        people=shown_total(len(people)),
        supported=shown_total(supported),
        tables=[
            ("Why", _table(((because, person) for _, _, because, person, _ in rows), dict(Unmet.choices), "because")),
            ("Need", _table(((area, person) for _, area, _, person, _ in rows), dict(NeedArea.choices), "need")),
            ("Area they return to", _table(((place or NO_AREA, person) for *_, person, place in rows), {}, "")),
            ("Service that did not take them, or keeps them waiting", _table(_services(by_case), {}, "")),
        ],
    )


def people_behind(user: User, programme: Programme, quarter: Quarter, today: dt.date) -> QuerySet[AssessmentScore]:
    """The unmet needs behind the figures of those whose record the user may open."""
    own = Access.objects.in_force().held_by(user).values("person_id")
    rows = unmet_in(programme, quarter, today).filter(assessment__case__person__in=own)
    return rows.select_related("assessment__case__person", "assessment__case__episode__return_area")


def _supported(programme, quarter):
    running = Q(closed_date=None) | Q(closed_date__gte=quarter.first)
    return Case.objects.filter(running, programme=programme, opened_date__lte=quarter.last)


def _services(by_case: Mapping[uuid.UUID, Collection[str]]) -> Iterable[tuple[str, uuid.UUID]]:
    """(service, person) of every referral and reason behind an unmet need. Two queries."""
    persons = dict(Case.objects.filter(pk__in=by_case).values_list("pk", "person"))
    areas: dict[uuid.UUID, set[str]] = defaultdict(set)
    for case, person in persons.items():
        areas[person] |= by_case[case]
    sent = OnwardReferral.objects.filter(person__in=areas, state__in=_BEHIND)
    for person, kind, name, agency in sent.values_list(
        "person", "service__kind", "service__name", "service__agency__name"
    ):
        if any(helps_with(kind, area) for area in areas[person]):
            yield f"{name}, {agency}", person
    gaps = ServiceGap.objects.current().filter(case__in=by_case, service__isnull=False)
    for case, area, name, agency in gaps.values_list("case", "area", "service__name", "service__agency__name"):
        if area in by_case[case]:
            yield f"{name}, {agency}", persons[case]


def _table(found: Iterable[tuple[Hashable, uuid.UUID]], labels: Mapping[str, str], asked: str) -> list[Line]:
    """How many different people are in each line, the most first; small numbers hidden as everywhere."""
    people: dict[str, set] = defaultdict(set)
    for key, person in found:
        people[str(key)].add(person)
    keys = sorted(people, key=lambda key: (-len(people[key]), labels.get(key, key)))
    numbers = {key: len(people[key]) for key in keys}
    # One line alone says no more than the total above it.
    shown = shown_cells(numbers) if len(numbers) > 1 else {key: shown_total(number) for key, number in numbers.items()}
    return [Line(labels.get(key, key), shown[key], f"{asked}={key}" if asked else "") for key in keys]
