"""What stands in the diary of a member of staff: liberations of their people, their gates, contacts and follow-ups due.

It leaves the product, so it names nobody and no place: the case's reference, the day or time, and a link for those who sign in.
"""

import dataclasses
import datetime as dt
import uuid

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from liberations.enums import GateDecision, GateState
from liberations.models import FollowUp, GateLiberation
from mentoring.enums.meetings import CANCELLED, MeetingState
from mentoring.models import Assignment, Case, Meeting
from prisons.models import ReleaseDate

DAYS_BACK = dt.timedelta(days=14)
DAYS_AHEAD = dt.timedelta(days=366)
# Of each kind, the nearest; a bound on what one reading may weigh.
MOST_OF_A_KIND = 500
AT_THE_GATE = dt.timedelta(hours=1)


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a diary. `key` stays the same while it moves; `changes` grows with every change.

    Without `at` it is for the whole day; `at` is a moment.
    """

    key: str
    what: str
    number: int
    person_id: uuid.UUID
    day: dt.date
    at: dt.datetime | None = None
    lasts: dt.timedelta = AT_THE_GATE
    changes: int = 0
    cancelled: bool = False

    @property
    def title(self):
        return f"{self.what}, TG-{self.number}"


def diary(user: User, today: dt.date) -> list[Entry]:
    """The entries of two weeks back and a year ahead, by day. Four queries, whatever there is."""
    span = (today - DAYS_BACK, today + DAYS_AHEAD)
    entries = [*_liberations(user, span), *_gates(user, span), *_contacts(user, span), *_follow_ups(user, span)]
    return sorted(entries, key=lambda entry: (entry.day, entry.key))


def _liberations(user, span):
    """Of the people they work with; a manager's are the team's. The days of those who are out are no longer coming."""
    cases = Case.objects.visible_to(user).open()
    if not user.may(Permission.SEE_TEAM):
        cases = cases.filter(pk__in=Assignment.objects.current().filter(mentor__user=user).values("case"))
    found = (
        cases.alias(ledger=_ledger())
        .filter(episode__released_date=None, ledger__liberation_date__range=span)
        .annotate(told=_rows_of("episode"))
        .order_by("ledger__liberation_date", "pk")
        .values_list("pk", "episode_id", "number", "person_id", "ledger__liberation_date", "told")
    )
    for case, episode, number, person, day, told in found[:MOST_OF_A_KIND]:
        yield Entry(f"liberation-{case}-{episode}", "Liberation", number, person, day, changes=told)


def _gates(user, span):
    """Where they are to stand themselves."""
    found = (
        GateLiberation.objects.filter(
            Q(mentor__user=user) | Q(second__user=user),
            case__in=Case.objects.visible_to(user).open().values("pk"),
            episode=F("case__episode"),
            episode__released_date=None,
            state=GateState.PLANNED,
        )
        .exclude(decision=GateDecision.DECLINED)
        .alias(ledger=_ledger())
        .filter(ledger__liberation_date__range=span)
        .annotate(told=_rows_of("episode"))
        .order_by("ledger__liberation_date", "pk")
        .values_list(
            "pk", "case__number", "case__person_id", "ledger__liberation_date", "meet_time", F("version") + F("told")
        )
    )
    for key, number, person, day, time, changes in found[:MOST_OF_A_KIND]:
        yield Entry(f"gate-{key}", "Gate", number, person, day, at=_moment(day, time), changes=changes)


def _contacts(user, span):
    """Planned by or for them, alone or together with another mentor; one that was cancelled stays, marked, so that a calendar takes it off."""
    contacts = (
        Meeting.objects.filter(
            Q(state=MeetingState.PLANNED) | Q(state__in=CANCELLED),
            Q(mentor__user=user) | Q(together_with__user=user),
            case__in=Case.objects.visible_to(user).open().values("pk"),
            on_date__range=span,
        )
        .order_by("on_date", "pk")
        .values_list("pk", "case__number", "case__person_id", "on_date", "at_time", "minutes", "version", "state")
    )
    for key, number, person, day, time, minutes, version, state in contacts[:MOST_OF_A_KIND]:
        yield Entry(
            f"contact-{key}",
            "Contact",
            number,
            person,
            day,
            at=_moment(day, time),
            lasts=dt.timedelta(minutes=minutes) if minutes else AT_THE_GATE,
            changes=version,
            cancelled=state in CANCELLED,
        )


def _follow_ups(user, span):
    """Of the people they lead: due, and nobody has spoken with the person yet."""
    leading = Assignment.objects.lead().current().filter(mentor__user=user).values("case")
    found = (
        FollowUp.objects.outstanding()
        .filter(Q(case__in=leading), case__in=Case.objects.visible_to(user).values("pk"), due_date__range=span)
        .order_by("due_date", "pk")
        .values_list("pk", "case__number", "case__person_id", "due_date")
    )
    for key, number, person, day in found[:MOST_OF_A_KIND]:
        yield Entry(f"follow-up-{key}", "Follow-up due", number, person, day)


def _ledger() -> FilteredRelation:
    return FilteredRelation("episode__release_dates", condition=Q(episode__release_dates__is_current=True))


def _rows_of(episode) -> Subquery:
    """How many rows the ledger of an episode has: it grows with each thing we are told."""
    rows = ReleaseDate.objects.filter(episode=OuterRef(episode)).order_by().values("episode")
    return Subquery(rows.annotate(rows=Count("pk")).values("rows"))


def _moment(day: dt.date, time: dt.time | None) -> dt.datetime | None:
    """The moment of a time on the wall in London."""
    return timezone.make_aware(dt.datetime.combine(day, time)) if time else None
