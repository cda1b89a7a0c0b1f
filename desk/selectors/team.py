"""The manager's first page: every figure opens into its cases."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import CharField, Count, DateTimeField, Exists, F, FilteredRelation, OuterRef, Q, Value
from django.db.models.functions import Cast

from accounts.models import User
from desk.selectors import caseload
from desk.selectors.case_rows import CaseRow, case_rows
from liberations.enums import GateDecision
from liberations.models import GateLiberation
from mentoring.enums import FlagKind
from mentoring.models import Assignment, Flag, Mentor
from people.models import Access

# Each list of the page shows its most urgent; its heading links to all of them.
LINES = 8


@dataclass(frozen=True, slots=True)
class MentorLine:
    """One mentor of the team with the figures of their open cases."""

    pk: uuid.UUID
    name: str
    capacity: int
    available: bool
    people: int
    soon: int
    short: int
    overdue: int

    @property
    def is_full(self):
        return self.people >= self.capacity


def by_mentor(user: User, today: dt.date) -> list[MentorLine]:
    """The team's mentors and how many people each has, by name. Two queries, whatever the size of the team."""
    people = Access.objects.in_force().held_by(user).values("person_id")
    figures = (
        Assignment.objects.lead()
        .current()
        .filter(case__closed_date=None, case__person__in=people)
        .annotate(
            fewer=_open_flag(FlagKind.FEWER_MEETINGS),
            late=_open_flag(FlagKind.FOLLOW_UP_OVERDUE),
            ledger=FilteredRelation(
                "case__episode__release_dates", condition=Q(case__episode__release_dates__is_current=True)
            ),
        )
        .order_by()
        .values("mentor_id")
        .annotate(
            people=Count("pk"),
            soon=Count(
                "pk",
                filter=Q(
                    case__episode__released_date=None,
                    ledger__liberation_date__gte=today,
                    ledger__liberation_date__lte=today + dt.timedelta(days=caseload.SOON_DAYS),
                ),
            ),
            short=Count("fewer"),
            overdue=Count("late"),
        )
    )
    found = {row.pop("mentor_id"): row for row in figures}
    none = {"people": 0, "soon": 0, "short": 0, "overdue": 0}
    mentors = (
        Mentor.objects.visible_to(user)
        .filter(Q(user__is_active=True) | Q(pk__in=found))
        .order_by("user__name", "pk")
        .values_list("pk", "user__name", "capacity", "available")
    )
    return [MentorLine(pk, name, capacity, free, **found.get(pk, none)) for pk, name, capacity, free in mentors]


@dataclass(frozen=True, slots=True)
class Line:
    """A case on one of the page's lists; of a flag also what it is and since when."""

    row: CaseRow
    kind: str
    at: dt.datetime | None

    @property
    def flag(self):
        return FlagKind(self.kind).label if self.kind else ""


@dataclass(frozen=True, slots=True)
class Lists:
    """At most LINES of each: who waits for a mentor, who is liberated soon, whose gate nobody goes to, newest flags."""

    waiting: list[Line]
    soon: list[Line]
    gates: list[Line]
    flags: list[Line]

    @property
    def people(self):
        """The keys of everyone named on the page, each once."""
        lines = (*self.waiting, *self.soon, *self.gates, *self.flags)
        return list(dict.fromkeys(line.row.person_id for line in lines))


def lists(user: User, today: dt.date) -> Lists:
    """The four lists. Two queries: the keys of all, then the rows of all."""
    cases = caseload.with_ledger(caseload.caseload(user).open())
    nearest = ("ledger__liberation_date", "pk")
    inside = Q(episode__released_date=None)
    tomorrow = today + dt.timedelta(days=1)
    settled = GateLiberation.objects.filter(episode=OuterRef("episode")).filter(
        Q(mentor__isnull=False) | Q(decision=GateDecision.DECLINED)
    )
    branches = {
        "waiting": cases.unallocated().order_by(F("ledger__liberation_date").asc(nulls_last=True), "pk"),
        "soon": cases.filter(caseload.coming(today, caseload.SOON_DAYS)).order_by(*nearest),
        "gates": cases.filter(inside, ~Exists(settled), ledger__liberation_date__range=(today, tomorrow)).order_by(
            *nearest
        ),
    }
    parts = [
        rows.values_list(_text(name), "pk", _text(""), Cast(Value(None), DateTimeField()))[:LINES]
        for name, rows in branches.items()
    ]
    flags = (
        Flag.objects.open()
        .filter(case__in=caseload.caseload(user).open())
        .order_by("-raised_at", "pk")
        .values_list(_text("flags"), "case_id", "kind", "raised_at")[:LINES]
    )
    found = list(parts[0].union(*parts[1:], flags, all=True))
    rows = {row.pk: row for row in case_rows(list({key for _, key, _, _ in found}), today)}
    by_list = {"waiting": [], "soon": [], "gates": [], "flags": []}
    for name, key, kind, at in found:
        by_list[name].append(Line(rows[key], kind, at))
    return Lists(**by_list)


def _text(text):
    return Value(text, output_field=CharField())


def _open_flag(kind):
    return FilteredRelation("case__flags", condition=Q(case__flags__kind=kind, case__flags__cleared_at=None))
