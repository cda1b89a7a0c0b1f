"""Who is at which gate: gates of several people with what their plans still need, and those of one day by prison."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from django.db.models import Count, Exists, OuterRef
from django.utils.text import get_text_list

from accounts.models import User
from liberations.at_gate.complete import still_missing
from liberations.enums import GateAnswer, GateDecision
from liberations.models import GateLiberation
from liberations.selectors import coming_gates, gate_of, gates_of_cases
from mentoring.models import Case
from people.models import PersonalConnection
from prisons.models import Prison

# Asked, and have not said that they go.
NOT_GOING = {GateAnswer.NOT_YET, GateAnswer.CANNOT}


@dataclasses.dataclass(frozen=True, slots=True)
class GateRow:
    """One gate of a list: the case, its plan, the prison they are in, and in words what the plan still needs and what stands
    against the day."""

    case: Case
    gate: GateLiberation | None
    prison: Prison | None
    missing: str
    against: str = ""

    @property
    def is_wanted(self) -> bool:
        return self.gate is not None and self.gate.decision == GateDecision.WANTED


@dataclasses.dataclass(frozen=True, slots=True)
class AtPrison:
    """The gates of one prison on a day; `prison` is None where nobody knows which."""

    prison: Prison | None
    rows: list[GateRow]


@dataclasses.dataclass(frozen=True, slots=True)
class GateDay:
    """The gates of a day. `nobody` is how many want to be met and have nobody; `unsure`, to how many not everyone has said they go."""

    prisons: list[AtPrison]
    nobody: int = 0
    unsure: int = 0

    @property
    def rows(self) -> list[GateRow]:
        return [row for each in self.prisons for row in each.rows]


def gate_rows(cases: Iterable[Case], against: Mapping[uuid.UUID, str] | None = None) -> list[GateRow]:
    """The gates of cases from `gates_of_cases`; `against` says by the time in custody why a day cannot be done. One query."""
    against = against or {}
    cases = list(cases)
    prisons = Prison.objects.in_bulk({case.now_at for case in cases if case.now_at})
    rows = [_row(case, prisons.get(case.now_at)) for case in cases]
    return [dataclasses.replace(row, against=against.get(row.case.episode_id, "")) for row in rows]


def gates_on(user: User, day: dt.date) -> GateDay:
    """Everybody whom `user` may see and who leaves on the day, by prison and time. Two queries."""
    cases = gates_of_cases(user).filter(liberation_day=day).order_by("now_at_name", "person__sort_name", "pk")
    rows = gate_rows(cases)
    found: dict[Prison | None, list[GateRow]] = {}
    for row in rows:
        found.setdefault(row.prison, []).append(row)
    for there in found.values():
        there.sort(key=lambda row: (row.gate is None or row.gate.meet_time is None, row.gate and row.gate.meet_time))
    wanted = [row.case for row in rows if row.is_wanted]
    return GateDay(
        prisons=[AtPrison(prison, there) for prison, there in found.items()],
        nobody=sum(gate_of(case).mentor_id is None for case in wanted),
        unsure=sum(bool({case.gate_answer, case.second_answer} & NOT_GOING) for case in wanted),
    )


def gates_of_others(user: User, *days: dt.date) -> dict[dt.date, int]:
    """How many of the team's people who are met on these days `user` may not open: numbers for each day, no names. One query.

    People the user knows privately are not counted (practice.md, risks to people).
    """
    known = PersonalConnection.objects.in_force().between(user, OuterRef("person"))
    own = coming_gates(user, min(days)).values("pk")
    others = (
        Case.objects.open()
        .with_liberation()
        .filter(
            programme__team=user.team_id,
            liberation_day__in=days,
            episode__released_date=None,
            episode__gate__decision=GateDecision.WANTED,
        )
        .exclude(pk__in=own)
        .exclude(Exists(known))
    )
    return dict(others.order_by().values("liberation_day").annotate(n=Count("pk")).values_list("liberation_day", "n"))


def _row(case: Case, prison: Prison | None) -> GateRow:
    gate, words = gate_of(case), []
    if case.episode.released_date is None:
        words = still_missing(gate, in_twos=case.in_twos, threatened=case.threatened, prison=prison)
    return GateRow(case, gate, prison, get_text_list(words, "and"))
