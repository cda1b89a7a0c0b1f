"""Setting a minimum standard aside for one case, and taking that back."""

import datetime as dt
import uuid

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.once import already_made
from mentoring.enums.standards import Standard
from mentoring.locks import locked_case
from mentoring.models import Case, Waiver


def waive_standard(
    *,
    case: Case,
    standard: Standard | str,
    reason: str,
    by,
    new_id: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> Waiver:
    """Set the standard aside from `at` (now) on. Set aside already, the waiver in force comes back and stays as it is."""
    with trail.written("waive_standard", Verb.CREATED, by=by, person=case.person) as entry:
        if made := already_made(Waiver, new_id, case=case, waived_by=by):
            entry.needed = False
            return made
        case = locked_case(case.pk)
        if in_force := Waiver.objects.in_force().filter(case=case, standard=standard).first():
            entry.needed = False
            return in_force
        waiver = Waiver(case=case, standard=standard, reason=reason, waived_by=by, waived_at=at or timezone.now())
        if new_id:
            waiver.pk = new_id
        waiver.save(force_insert=True)
        entry.subject, entry.after = waiver, {"standard": standard}
        return waiver


def end_waiver(*, waiver: Waiver, by) -> Waiver:
    """The standard is asked of the case again; that it was set aside stays on record."""
    with trail.written("end_waiver", Verb.CHANGED, by=by, subject=waiver, person=waiver.case.person) as entry:
        waiver = Waiver.objects.select_for_update(of=("self",)).select_related("case__person").get(pk=waiver.pk)
        if waiver.ended_at:
            entry.needed = False
            return waiver
        waiver.ended_at, waiver.ended_by = timezone.now(), by
        waiver.save(update_fields=["ended_at", "ended_by"])
        entry.after = {"standard": waiver.standard}
        return waiver
