"""The manager's first page: every figure opens into its cases.

The open cases of the team are read once, a few facts of each; counts, the figures by mentor and what is most urgent come
from them. A query for each of these would go through the same thousands of cases again.
"""

import datetime as dt
import itertools
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import BooleanField, Count, ExpressionWrapper, F, FilteredRelation, Q, Value
from django.utils import timezone

from accounts.asker import ASKER, asked_by
from accounts.models import User
from core.kept_queries import kept_query
from desk.selectors import caseload
from desk.selectors.case_rows import CaseRow, case_rows
from liberations.enums import FOR_MANAGERS, DateMatter, GateAnswer, GateDecision, NotMetReason
from liberations.keeping_contact.reading import lost_contacts
from liberations.models import GateQuestion, ReplanItem, StockCount
from liberations.replanning.selectors import Decisions
from liberations.selectors import dates_to_settle
from mentoring.enums.cases import AssignmentRole
from mentoring.enums.flags import FlagKind
from mentoring.models import Mentor, Promise
from mentoring.selectors.plans import review_conditions, reviews
from referrals.models import OnwardReferral

# Each list of the page shows its most urgent; its heading links to all of them.
LINES = 8


@dataclass(frozen=True, slots=True)
class Unmet:
    """A coming gate to which somebody who was asked cannot go, or has not said in time that they do; `second`: to go along."""

    mentor: str
    cannot: bool
    second: bool = False


@dataclass(frozen=True, slots=True)
class Alarm:
    """Somebody must look after a person now: `worried`, who said so, or why nobody met them at the gate; and since when."""

    at: dt.datetime
    worried: str = ""
    reason: str = ""

    @property
    def not_met(self):
        return NotMetReason(self.reason).label


@dataclass(frozen=True, slots=True)
class Sketch:
    """The facts of one open case that the page counts and sorts by; `flags` are the open ones with when they were raised.

    A gate is settled when somebody is named to meet them, or they do not want to be met. `not_met` is that nobody
    met them, while they are inside and the day after.
    """

    key: uuid.UUID
    released: bool
    liberation_date: dt.date | None
    mentor: uuid.UUID | None
    gate_settled: bool
    not_met: Alarm | None = None
    flags: dict[str, dt.datetime] = field(default_factory=dict)

    def is_coming(self, today: dt.date, days: int) -> bool:
        """As `caseload.coming`: still inside, and the liberation day is today or within `days`."""
        day = self.liberation_date
        return not self.released and day is not None and today <= day <= today + dt.timedelta(days=days)

    @property
    def nearest_first(self):
        return self.liberation_date or dt.date.max, self.key


def sketches(user: User, today: dt.date) -> list[Sketch]:
    """All open cases of the user's caseload. One query."""
    rows = (
        caseload.with_ledger(caseload.caseload(user).open())
        .alias(
            lead=FilteredRelation(
                "assignments", condition=Q(assignments__role=AssignmentRole.LEAD, assignments__until_date=None)
            ),
            flag=FilteredRelation("flags", condition=Q(flags__cleared_at=None)),
        )
        .values_list(
            "pk",
            "episode__released_date",
            "ledger__liberation_date",
            "lead__mentor_id",
            "episode__gate__mentor_id",
            "episode__gate__decision",
            "episode__gate__not_met_reason",
            "episode__gate__outcome_at",
            "flag__kind",
            "flag__raised_at",
        )
    )
    found: dict[uuid.UUID, Sketch] = {}
    for key, released, day, mentor, at_gate, decision, reason, said_at, kind, raised_at in rows:
        if key not in found:
            settled = at_gate is not None or decision == GateDecision.DECLINED
            waits = reason and (released is None or timezone.localdate(said_at) >= today - dt.timedelta(days=1))
            found[key] = Sketch(
                key, released is not None, day, mentor, settled, Alarm(said_at, reason=reason) if waits else None
            )
        if kind:
            found[key].flags[kind] = raised_at
    return list(found.values())


def worries(user: User, today: dt.date) -> dict[uuid.UUID, Alarm]:
    """By case: that a mentor is worried, until somebody has seen the person or it is on hold. One query."""
    open_ones = lost_contacts(user, today).filter(standing="worried").order_by()
    return {
        case: Alarm(at, worried=name)
        for case, name, at in open_ones.values_list("case_id", "worried_by__name", "began_at")
    }


def unmet_gates(user: User) -> dict[uuid.UUID, Unmet]:
    """By case: the coming gates to which somebody who was asked cannot go, or has not said in time that they do. One query.

    Of two at one gate, who meets the person.
    """
    asked = (
        GateQuestion.objects.visible_to(user)
        .about_coming_gates()
        .filter(Q(answer=GateAnswer.CANNOT) | Q(answer=GateAnswer.NOT_YET, answer_by_at__lte=timezone.now()))
        .annotate(is_second=ExpressionWrapper(Q(gate__second=F("mentor")), BooleanField()))
        .order_by(F("is_second").desc(nulls_last=True))
        .values_list("gate__case_id", "mentor__user__name", "answer", "is_second")
    )
    return {case: Unmet(name, answer == GateAnswer.CANNOT, second=bool(second)) for case, name, answer, second in asked}


def counts(cases: list[Sketch], today: dt.date) -> caseload.Counts:
    """The figures above the page, equal to those of the caseload."""
    flags = Counter(itertools.chain.from_iterable(case.flags for case in cases))
    return caseload.Counts(
        people=len(cases),
        soon=sum(case.is_coming(today, caseload.SOON_DAYS) for case in cases),
        fewer_meetings=flags[FlagKind.FEWER_MEETINGS],
        follow_up_overdue=flags[FlagKind.FOLLOW_UP_OVERDUE],
        liberation_passed=flags[FlagKind.LIBERATION_PASSED],
        no_mentor=sum(case.mentor is None for case in cases),
    )


@dataclass(frozen=True, slots=True)
class MentorLine:
    """One mentor of the team with the figures of their open cases."""

    pk: uuid.UUID
    name: str
    capacity: int
    available: bool
    has_left: bool
    people: int
    soon: int
    short: int
    overdue: int

    @property
    def is_full(self):
        return self.people >= self.capacity


def by_mentor(user: User, cases: list[Sketch], today: dt.date) -> list[MentorLine]:
    """The team's mentors and how many people each has, by name. One query."""
    of_mentor: dict[uuid.UUID, list[Sketch]] = {}
    for case in cases:
        of_mentor.setdefault(case.mentor, []).append(case)
    mentors = (
        Mentor.objects.visible_to(user)
        .filter(Q(user__is_active=True) | Q(pk__in=[key for key in of_mentor if key]))
        .order_by("user__name", "pk")
        .values_list("pk", "user__name", "capacity", "available", "user__is_active")
    )
    return [
        MentorLine(key, name, capacity, free, not works_here, **_figures(of_mentor.get(key, []), today))
        for key, name, capacity, free, works_here in mentors
    ]


def _figures(cases: list[Sketch], today: dt.date) -> dict[str, int]:
    return {
        "people": len(cases),
        "soon": sum(case.is_coming(today, caseload.SOON_DAYS) for case in cases),
        "short": sum(FlagKind.FEWER_MEETINGS in case.flags for case in cases),
        "overdue": sum(FlagKind.FOLLOW_UP_OVERDUE in case.flags for case in cases),
    }


@dataclass(frozen=True, slots=True)
class Line:
    """A case on one of the page's lists; of a flag what it is and since when, of a gate why nobody goes, of an alarm why."""

    row: CaseRow
    kind: str = ""
    at: dt.datetime | None = None
    unmet: Unmet | None = None
    alarm: Alarm | None = None

    @property
    def flag(self):
        return FlagKind(self.kind).label if self.kind else ""


@dataclass(frozen=True, slots=True)
class Lists:
    """At most LINES of each, but every alarm: whom somebody must look after now, who waits for a mentor, who is liberated
    soon, to whose gate nobody goes or nobody is named for, newest flags."""

    alarms: list[Line]
    waiting: list[Line]
    soon: list[Line]
    nobody_goes: list[Line]
    gates: list[Line]
    flags: list[Line]

    @property
    def people(self):
        """The keys of everyone named on the page, each once."""
        lines = (*self.alarms, *self.waiting, *self.soon, *self.nobody_goes, *self.gates, *self.flags)
        return list(dict.fromkeys(line.row.person_id for line in lines))


def lists(cases: list[Sketch], unmet: dict[uuid.UUID, Unmet], worried: dict[uuid.UUID, Alarm], today: dt.date) -> Lists:
    """The six lists; `unmet` as `unmet_gates` has it, `worried` as `worries`. One query: the rows of all."""
    waiting = _nearest(cases, lambda case: case.mentor is None)
    soon = _nearest(cases, lambda case: case.is_coming(today, caseload.SOON_DAYS))
    gates = _nearest(cases, lambda case: case.is_coming(today, 1) and not case.gate_settled)
    unmet_soon = _nearest(cases, lambda case: case.key in unmet)
    alarms = {case.key: case.not_met for case in cases if case.not_met} | worried
    raised = [(at, case.key, kind) for case in cases for kind, at in case.flags.items()]
    newest = sorted(raised, key=lambda flag: (-flag[0].timestamp(), flag[1], flag[2]))[:LINES]
    keys = {case.key for case in (*waiting, *soon, *gates, *unmet_soon)} | alarms.keys() | {key for _, key, _ in newest}
    rows = {row.pk: row for row in case_rows(list(keys), today)}
    return Lists(
        alarms=[
            Line(rows[key], alarm=alarm)
            for key, alarm in sorted(alarms.items(), key=lambda each: (not each[1].worried, each[1].at))
        ],
        waiting=[Line(rows[case.key]) for case in waiting],
        soon=[Line(rows[case.key]) for case in soon],
        nobody_goes=[Line(rows[case.key], unmet=unmet[case.key]) for case in unmet_soon],
        gates=[Line(rows[case.key]) for case in gates],
        flags=[Line(rows[key], kind, at) for at, key, kind in newest],
    )


def _nearest(cases: list[Sketch], chosen: Callable[[Sketch], bool]) -> list[Sketch]:
    return sorted(filter(chosen, cases), key=lambda case: case.nearest_first)[:LINES]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody to ask or decide: dates by matter (DateMatter), decisions after moved days and transfers,
    plans to look at again since a while, promises so late that a manager should know, overdue answers of partner agencies, counts
    of the vouchers somebody else began and the second person has not answered, people nobody reaches of whom managers were told."""

    dates: dict[str, int]
    decisions: Decisions
    plan_reviews: int = 0
    promises: int = 0
    answers: int = 0
    counts: int = 0
    lost: int = 0

    @property
    def dates_in_all(self):
        return sum(self.dates.values())


def waiting(user: User, today: dt.date) -> Waiting:
    """Of the people `user` may open. One query for all of it."""
    found: dict[str, Counter] = defaultdict(Counter)
    for what, key, n in _waiting(today).rows(asked_by(user)):
        found[what][key] = n
    by_matter, by_kind = found["date"], found["decision"]
    for_managers = sum(n for kind, n in by_kind.items() if kind in FOR_MANAGERS)
    # Names that a template can say.
    named = {matter.name.lower(): by_matter[matter] for matter in DateMatter}
    return Waiting(
        named,
        Decisions(all=by_kind.total(), for_managers=for_managers),
        plan_reviews=found["plan"].total(),
        promises=found["promise"].total(),
        answers=found["answer"].total(),
        lost=found["lost"].total(),
        counts=found["count"].total(),
    )


@kept_query
def _waiting(today: dt.date):
    """Rows of what, its kind and how many."""
    dates = dates_to_settle(ASKER, today).values("matter").annotate(what=Value("date"), n=Count("pk"))
    decisions = (
        ReplanItem.objects.visible_to(ASKER)
        .open(on=today)
        .values("kind")
        .annotate(what=Value("decision"), n=Count("pk"))
    )
    overdue = reviews(ASKER, today).filter(review_conditions(today)["overdue"])
    promises = Promise.objects.visible_to(ASKER).late_for_managers(today).filter(case__closed_date=None)
    answers = OnwardReferral.objects.visible_to(ASKER).overdue(today)
    stock_counts = StockCount.objects.visible_to(ASKER).waiting().exclude(counted_by=ASKER)
    return dates.values_list("what", "matter", "n").union(
        decisions.values_list("what", "kind", "n"),
        _all(overdue, "plan"),
        _all(promises, "promise"),
        _all(answers, "answer"),
        _all(lost_contacts(ASKER, today).filter(standing="managers"), "lost"),
        _all(stock_counts, "count"),
        all=True,
    )


def _all(rows, what):
    """How many rows there are, as a row of the union of `waiting`."""
    return (
        rows.order_by()
        .annotate(what=Value(what), key=Value(""))
        .values("what", "key")
        .annotate(n=Count("pk"))
        .values_list("what", "key", "n")
    )
