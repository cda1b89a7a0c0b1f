"""When a prison did not let one of us in."""

import datetime as dt
import uuid

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from mentoring.enums.meetings import CancelReason, Channel, MeetingState
from mentoring.enums.prison_access import AccessRefusal
from mentoring.models import Meeting, Mentor, RefusedAccess
from mentoring.services.meetings import record_meeting
from prisons.models import Prison


def record_refused_access(
    *,
    mentor: Mentor,
    prison: Prison,
    on_date: dt.date,
    reason: AccessRefusal | str,
    by,
    note: str = "",
    visits_too: bool = False,
    new_id: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> tuple[RefusedAccess, int]:
    """The prison did not let this mentor in on that day. With `visits_too` the visits they had booked there that day, of
    people whose record `by` may open, are recorded as cancelled by the prison; the second answer is how many.

    Refuses a day to come. The same `new_id` again gives what was made before.
    """
    with trail.written("record_refused_access", Verb.CREATED, by=by) as entry:
        if made := already_made(RefusedAccess, new_id, mentor=mentor, prison=prison):
            entry.needed = False
            return made, 0
        at = at or timezone.now()
        if on_date > timezone.localdate(at):
            raise RuleBroken("That day has not come.")
        refused = RefusedAccess(
            pk=new_id or uuid.uuid4(),
            mentor=mentor,
            prison=prison,
            on_date=on_date,
            reason=reason,
            note=note,
            recorded_at=at,
            recorded_by=by,
        )
        refused.save(force_insert=True)
        entry.subject = refused
        entry.after = {"mentor": mentor, "prison": prison, "on_date": on_date, "reason": reason}
        lost = _cancel_visits(refused, by=by, at=at) if visits_too else 0
        return refused, lost


def take_back_refused_access(*, refused: RefusedAccess, by) -> RefusedAccess:
    """It was not so. The row stays, and counts no more; visits recorded with it keep their outcome until corrected."""
    with trail.written("take_back_refused_access", Verb.CHANGED, by=by, subject=refused) as entry:
        refused = RefusedAccess.objects.select_for_update(of=("self",)).get(pk=refused.pk)
        entry.needed = refused.taken_back_at is None
        if entry.needed:
            refused.taken_back_at, refused.taken_back_by = timezone.now(), by
            refused.save(update_fields=["taken_back_at", "taken_back_by"])
        return refused


def _cancel_visits(refused, *, by, at):
    visits = (
        Meeting.objects.visible_to(by)
        .planned()
        .while_support_lasts()
        .filter(mentor=refused.mentor, prison=refused.prison, on_date=refused.on_date, channel=Channel.IN_PRISON)
    )
    visits = list(visits.select_related("case__person").order_by("pk"))
    for visit in visits:
        record_meeting(
            meeting=visit,
            state=MeetingState.CANCELLED_BY_PRISON,
            cancel_reason=CancelReason.NO_ACCESS,
            read_at_version=visit.version,
            by=by,
            at=at,
        )
    return len(visits)
