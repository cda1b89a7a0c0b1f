"""The liberations of one month, by day."""

import calendar
import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Window,
)
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.permissions import Permission
from desk.selectors.case_rows import CaseRow, case_rows
from liberations.enums import NOT_ANSWERED, GateAnswer, GateDecision, GateState
from liberations.models import GateLiberation, GateQuestion
from mentoring.models import Case
from prisons.models import PrisonStay

# More than anybody reads in a month; a bound on what one page may weigh.
MOST_SHOWN = 200
NOT_KNOWN = "Prison not known"
TO_SETTLE = "to-settle"
# Of a gate: still to come, and not decided, or wanted with nobody who goes there.
_NOT_SETTLED = Q(state=GateState.PLANNED) & (
    Q(decision__in=NOT_ANSWERED)
    | Q(decision=GateDecision.WANTED, mentor=None)
    | Q(
        Exists(
            GateQuestion.objects.in_force().filter(
                gate=OuterRef("pk"), mentor=OuterRef("mentor"), answer=GateAnswer.CANNOT
            )
        ),
        decision=GateDecision.WANTED,
    )
)


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the month, the prison they leave or left, and how their gate stands."""

    row: CaseRow
    prison: str
    gate: str
    is_to_settle: bool = False


@dataclass(slots=True)
class Day:
    """One day: people by name, and how many others of the team are liberated that day, by prison."""

    day: dt.date
    people: list[Person] = field(default_factory=list)
    others: list[tuple[str, int]] = field(default_factory=list)

    @property
    def total(self):
        return len(self.people) + sum(n for _, n in self.others)

    @property
    def to_settle(self):
        """At how many gates of the people named nobody is sure to stand yet."""
        return sum(person.is_to_settle for person in self.people)


@dataclass(frozen=True, slots=True)
class Month:
    """All days with a liberation. `by_prison` counts everyone of the month, named or not."""

    days: list[Day]
    by_prison: list[tuple[str, int]]
    people: int
    left_out: int

    @property
    def named(self):
        return [person.row.person_id for day in self.days for person in day.people]

    def next_day(self, today: dt.date) -> dt.date | None:
        """The first day to come, where there are days before it."""
        coming = [day.day for day in self.days if day.day >= today]
        return coming[0] if coming and len(coming) < len(self.days) else None


def month(
    user: User,
    first: dt.date,
    today: dt.date,
    *,
    prison: uuid.UUID | None = None,
    mentor: uuid.UUID | None = None,
    gate: str = "",
) -> Month:
    """The month that begins on `first`. Own and covered people stand by name, the team's others as counts (practice.md).

    With a `gate` (TO_SETTLE) only people whose gate is not settled, and of them one's own alone.
    Four queries; a manager, who may open them all, has no others and needs three.
    """
    own = _of_month(Case.objects.visible_to(user), first, prison, mentor)
    if gate:
        settled = GateLiberation.objects.filter(episode=OuterRef("episode")).exclude(_NOT_SETTLED)
        own = own.filter(~Exists(settled), episode__released_date=None, day__gte=today)
    named = own.order_by("day", "person__sort_name", "pk").values_list("pk", _left("prison__name"), Window(Count("pk")))
    found = list(named[:MOST_SHOWN])
    left_from = {key: name for key, name, _ in found}
    left_out = found[0][2] - len(found) if found else 0
    rows = case_rows(list(left_from), today)
    gates = _gates([row.pk for row in rows])
    days: dict[dt.date, Day] = {}
    prisons: dict[str, int] = {}
    for row in rows:
        day = days.setdefault(row.liberation_day, Day(row.liberation_day))
        name = left_from[row.pk] or NOT_KNOWN
        words, is_settled = gates.get(row.pk) or _no_plan(row)
        to_settle = not is_settled and row.liberation_day >= today
        day.people.append(Person(row, name, words, to_settle))
        prisons[name] = prisons.get(name, 0) + 1
    if not user.may(Permission.SEE_TEAM) and not gate:
        for liberation_day, name, n in _others(user, first, prison):
            days.setdefault(liberation_day, Day(liberation_day)).others.append((name, n))
            prisons[name] = prisons.get(name, 0) + n
    return Month(
        days=[days[key] for key in sorted(days)],
        by_prison=sorted(prisons.items()),
        people=sum(prisons.values()) + left_out,
        left_out=left_out,
    )


def _of_month(cases: QuerySet[Case], first, prison, mentor) -> QuerySet[Case]:
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    cases = cases.alias(
        ledger=FilteredRelation("episode__release_dates", condition=Q(episode__release_dates__is_current=True)),
        day=Coalesce("episode__released_date", "ledger__liberation_date"),
    ).filter(Q(closed_date=None) | Q(closed_date__gte=first), day__range=(first, last))
    if prison:
        cases = cases.alias(left=_left("prison")).filter(left=prison)
    if mentor:
        cases = cases.with_lead().filter(lead_id=mentor)
    return cases


def _left(field) -> Subquery:
    """Of the prison a person is in, or left when they were released."""
    stays = PrisonStay.objects.filter(episode=OuterRef("episode"))
    return Subquery(stays.order_by(F("to_date").desc(nulls_first=True), "-from_date").values(field)[:1])


def _others(user, first, prison) -> list[tuple[dt.date, str, int]]:
    """Of the user's team and not theirs to open: how many a day from which prison."""
    team = Case.objects.filter(programme__team=user.team_id).exclude(
        pk__in=Case.objects.visible_to(user).order_by().values("pk")
    )
    counted = (
        _of_month(team, first, prison, None)
        .order_by()
        .annotate(on_day=F("day"), where=_left("prison__name"))
        .values_list("on_day", "where")
        .annotate(n=Count("pk"))
        .order_by("on_day", "where")
    )
    return [(day, where or NOT_KNOWN, n) for day, where, n in counted]


def _gates(keys) -> dict[uuid.UUID, tuple[str, bool]]:
    """How the gate of each case stands, in words, and whether it is settled who is there. One query."""
    asked = GateQuestion.objects.in_force().filter(gate=OuterRef("pk"), mentor=OuterRef("mentor"))
    gates = (
        GateLiberation.objects.filter(case__in=keys, episode=F("case__episode"))
        .annotate(answer=Subquery(asked.values("answer")[:1]), is_open=ExpressionWrapper(_NOT_SETTLED, BooleanField()))
        .values_list("case_id", "is_open", "state", "decision", "mentor__user__name", "meet_time", "answer")
    )
    return {case: (_gate_words(*gate), not is_open) for case, is_open, *gate in gates}


def _gate_words(state, decision, mentor, meet_time, answer):
    if state != GateState.PLANNED:
        return GateState(state).label
    if decision != GateDecision.WANTED:
        return GateDecision(decision).label
    if not mentor:
        return "Nobody named yet"
    if answer == GateAnswer.CANNOT:
        return f"{mentor} can’t: nobody instead yet"
    at = f" at {meet_time:%H:%M}" if meet_time else ""
    return f"{mentor}{at}" + (", not answered yet" if answer == GateAnswer.NOT_YET else "")


def _no_plan(row):
    return ("Released", True) if row.released_date else (GateDecision.UNDECIDED.label, False)
