"""Whoever goes to the gate may open the record, from being named until they have written up the day."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from liberations.enums import GateState
from liberations.models import GateLiberation
from mentoring.models import Assignment, Case, Mentor
from people.enums import AccessReason
from people.models import Access, PersonalConnection
from people.permissions import refuse_connected
from people.services.access import end_access, grant_access

# After the gate, to write up what happened there and hand over what was said.
DAYS_TO_WRITE_UP = 2


def let_in(*, case: Case, mentor: Mentor, by, at: dt.datetime | None = None) -> None:
    """Who is named for the gate, to meet them or as the second, may open the record from `at` (now) on; the lead mentor may already.

    Refuses who knows the person privately.
    """
    refuse_connected(user=mentor.user, person=case.person_id)
    if not Assignment.objects.lead().current().filter(case=case, mentor=mentor).exists():
        grant_access(person=case.person, user=mentor.user, reason=AccessReason.GATE, by=by, at=at)


def change_who_goes(
    *, case: Case, former: Collection[Mentor], goers: Collection[Mentor], by, at: dt.datetime | None = None
) -> None:
    """The record opens, from `at` (now) on, to those who go now, and closes to those who went before and no longer do."""
    for mentor in former:
        if mentor not in goers:
            let_out(case=case, mentor=mentor, by=by)
    for mentor in goers:
        if mentor not in former:
            let_in(case=case, mentor=mentor, by=by, at=at)


def let_in_again(*, case: Case, mentor: Mentor, by) -> None:
    """As `let_in`, where something is undone: who has come to know the person privately is passed over, and nothing refused."""
    if not PersonalConnection.objects.in_force().between(mentor.user, case.person_id).exists():
        let_in(case=case, mentor=mentor, by=by)


def let_out(*, case: Case, mentor: Mentor, by) -> None:
    """The record is closed, from now on, to somebody who was only to stand at the gate and no longer is."""
    end_access(person=case.person, reason=AccessReason.GATE, user=mentor.user, by=by)


def end_what_is_over(*, by=None) -> int:
    """By the clock: whose gate is over, or whose person gets no more support, has DAYS_TO_WRITE_UP left. `by` is nobody."""
    coming = GateLiberation.objects.filter(
        Q(mentor__user=OuterRef("user")) | Q(second__user=OuterRef("user")),
        case__person=OuterRef("person"),
        state=GateState.PLANNED,
        case__closed_date=None,
    )
    over = Access.objects.filter(~Exists(coming), reason=AccessReason.GATE, until_at=None)
    return over.update(until_at=timezone.now() + dt.timedelta(days=DAYS_TO_WRITE_UP))
