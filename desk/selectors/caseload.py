"""The caseload: whose people are on it, the figures above it and the page that is asked for."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import (
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual

from accounts.asker import ASKER, asked_by
from accounts.models import User
from accounts.permissions import Permission
from core.kept_queries import kept_query
from mentoring.enums.cases import AssignmentRole
from mentoring.enums.flags import FlagKind
from mentoring.models import Assignment, Case, Flag, Meeting, Mentor
from mentoring.models.meetings import pre_release_meetings
from people.models import Person
from prisons.models import Prison
from referrals.models import Programme

# The first of the four figures, and what "soon" means on every list (screens.md): a window to look through, and no decision
# of a programme. It is one for all, or the figures of a team with two programmes would not add up.
SOON_DAYS = 14


def caseload(user: User) -> QuerySet[Case]:
    """Cases on a user's caseload, open and ended: of a manager everyone's they may open, of a mentor their own people's."""
    return _caseload(user, whole_team=user.may(Permission.SEE_TEAM))


def _caseload(user, *, whole_team):
    cases = Case.objects.visible_to(user).order_by()
    if whole_team:
        return cases
    mine = Assignment.objects.in_earnest().filter(case=OuterRef("pk"), mentor__user=user).order_by()
    return cases.filter(Exists(mine.filter(until_date=None)) | Q(Exists(mine), closed_date__isnull=False))


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures over the open cases of a caseload."""

    people: int
    soon: int
    fewer_meetings: int
    follow_up_overdue: int
    liberation_passed: int
    no_mentor: int
    visit_overdue: int = 0


def counts(user: User, today: dt.date) -> Counts:
    """The figures of the user's open cases. One query over narrow joins; each figure equals the list its link opens.

    Visits without an outcome are counted for a mentor only: for a whole team they cost more than all the rest.
    """
    return Counts(*_counts(today, user.may(Permission.SEE_TEAM)).first(asked_by(user)))


@kept_query
def _counts(today: dt.date, whole_team: bool) -> QuerySet:
    """One row with the fields of Counts."""
    late = Value(0) if whole_team else Count("pk", filter=Exists(_overdue_visit(today)))
    return (
        _caseload(ASKER, whole_team=whole_team)
        .open()
        .annotate(
            ledger=FilteredRelation("episode__release_dates", condition=Q(episode__release_dates__is_current=True)),
            lead=FilteredRelation(
                "assignments", condition=Q(assignments__role=AssignmentRole.LEAD, assignments__until_date=None)
            ),
            **{
                kind.name.lower(): FilteredRelation("flags", condition=Q(flags__kind=kind, flags__cleared_at=None))
                for kind in FlagKind
            },
        )
        # All of them together are one group.
        .values(all=Value(True))
        .annotate(
            people=Count("pk"),
            soon=Count("pk", filter=coming(today, SOON_DAYS)),
            fewer=Count("fewer_meetings"),
            follow_up=Count("follow_up_overdue"),
            passed=Count("liberation_passed"),
            nobody=Count("pk", filter=Q(lead=None)),
            late=late,
        )
        .values_list("people", "soon", "fewer", "follow_up", "passed", "nobody", "late")
    )


def coming(today: dt.date, days: int) -> Q:
    """Those still inside whose liberation day is today or within `days`. The queryset needs the relation `ledger`.

    The last day is asked for in a roundabout way. Of `day >= %s AND day <= %s` a prepared plan knows no values, expects one
    case in two hundred and walks the coming days of every team; said like this it begins with the people of this caseload.
    """
    days_before = ExpressionWrapper(F("ledger__liberation_date") - Value(days), output_field=DateField())
    return Q(
        LessThanOrEqual(days_before, Value(today)),
        episode__released_date=None,
        ledger__liberation_date__gte=today,
    )


def with_ledger(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Only the current release date beside each case: filtering and sorting need no more."""
    return cases.alias(
        ledger=FilteredRelation("episode__release_dates", condition=Q(episode__release_dates__is_current=True))
    )


def with_visit_overdue(cases: QuerySet[Case], today: dt.date) -> QuerySet[Case]:
    return cases.filter(Exists(_overdue_visit(today)))


def with_flag(cases: QuerySet[Case], kind: FlagKind | str) -> QuerySet[Case]:
    return cases.filter(pk__in=Flag.objects.open().filter(kind=kind).order_by().values("case_id"))


def of_mentor(cases: QuerySet[Case], mentor_id: uuid.UUID) -> QuerySet[Case]:
    """Cases of a lead mentor: at present, or until they ended."""
    theirs = Assignment.objects.lead().in_earnest().filter(case=OuterRef("pk"), mentor=mentor_id).order_by()
    return cases.filter(Exists(theirs.filter(Q(until_date=None) | Q(case__closed_date__isnull=False))))


def _overdue_visit(today: dt.date):
    return Meeting.objects.planned().filter(case=OuterRef("pk"), on_date__lt=today).order_by()


# Nearest liberation first; then those who are out, the latest first; those without a day stand after the days we know.
_BY_LIBERATION = (F("episode__released_date").desc(nulls_first=True), F("ledger__liberation_date").asc(nulls_last=True))
_BY_LIBERATION_REVERSED = (
    F("episode__released_date").asc(nulls_last=True),
    F("ledger__liberation_date").desc(nulls_last=True),
)
SORTS = ("name", "prison", "liberation", "status", "visits", "last", "mentor", "programme")


def in_order(cases: QuerySet[Case], sort: str) -> QuerySet[Case]:
    """The cases sorted by one of SORTS, or the other way round with "-" before it; anything else sorts by liberation."""
    key, reverse = sort.removeprefix("-"), sort.startswith("-")
    cases = with_ledger(cases)
    if key not in SORTS or key == "liberation":
        return cases.order_by(*(_BY_LIBERATION_REVERSED if reverse else _BY_LIBERATION), "pk")
    if key == "name":
        by = F("person__sort_name")
    elif key == "prison":
        cases = cases.alias(stay=FilteredRelation("episode__stays", condition=Q(episode__stays__to_date=None)))
        by = F("stay__prison__name")
    elif key == "programme":
        by = F("programme__name")
    elif key == "mentor":
        cases = cases.with_lead()
        by = F("lead_name")
    elif key == "visits":
        by = pre_release_meetings(case=OuterRef("pk"))
    elif key == "status":
        # Who needs something comes first: every open flag counts.
        open_flags = Flag.objects.open().filter(case=OuterRef("pk")).order_by().values("case")
        by = -Coalesce(Subquery(open_flags.annotate(n=Count("pk")).values("n")), 0)
    else:
        held = Meeting.objects.held().filter(case=OuterRef("pk")).order_by("-on_date").values("on_date")
        by = Coalesce(Subquery(held[:1]), Value(dt.date.min), output_field=DateField())
    cases = cases.alias(sorted_by=by)
    first = F("sorted_by").desc(nulls_last=True) if reverse else F("sorted_by").asc(nulls_last=True)
    return cases.order_by(first, *_BY_LIBERATION, "pk")


def choices(user: User, today: dt.date) -> dict[str, list[tuple[str, str]]]:
    """What the lists of the filters offer: prisons, programmes and mentors of the user's team. One query."""
    found = {"prison": [], "programme": [], "mentor": []}
    for what, key, label in _choices(today).rows(asked_by(user)):
        found[what].append((str(key), label))
    return found


@kept_query
def _choices(today: dt.date) -> QuerySet:
    sources = (
        Prison.objects.open_on(today).annotate(what=Value("prison"), label=F("name")),
        Programme.objects.filter(team=ASKER.team_id).annotate(what=Value("programme"), label=F("name")),
        Mentor.objects.filter(user__team=ASKER.team_id).annotate(what=Value("mentor"), label=F("user__name")),
    )
    first, *rest = (source.order_by().values_list("what", "pk", "label") for source in sources)
    return first.union(*rest, all=True).order_by("label")


def found_by(cases: QuerySet[Case], people: QuerySet[Person]) -> QuerySet[Case]:
    """Only cases of the people a search has found."""
    return cases.filter(person__in=people.order_by().values("pk"))
