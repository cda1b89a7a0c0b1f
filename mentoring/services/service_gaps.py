"""Saying why a need is not linked with a partner's service: they said no, nothing is there, nobody takes them."""

import datetime as dt
import uuid

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.once import already_made
from mentoring.enums.needs import NeedArea, WithoutService
from mentoring.locks import locked_case, locked_of_case
from mentoring.models import Case, ServiceGap
from mentoring.planning.days import check_day
from referrals.models import Service


def say_without_service(
    *,
    case: Case,
    area: NeedArea | str,
    reason: WithoutService | str,
    by,
    service: Service | None = None,
    note: str = "",
    on: dt.date | None = None,
    new_id: uuid.UUID | None = None,
) -> ServiceGap:
    """Why one need has no service, as of a day (today). What was said of it before stays and counts no more.

    `service` is the one that is full, does not take them or keeps them waiting, if it was one.
    """
    with trail.written("say_without_service", Verb.CREATED, by=by, person=case.person) as entry:
        if made := already_made(ServiceGap, new_id, case=case, recorded_by=by):
            entry.needed = False
            return made
        case, today = locked_case(case.pk), timezone.localdate()
        on = on or today
        check_day(case, on, today=today)
        case.service_gaps.current().filter(area=area).update(is_current=False)
        gap = ServiceGap(
            pk=new_id or uuid.uuid4(),
            case=case,
            area=area,
            reason=reason,
            service=service,
            note=note,
            said_date=on,
            recorded_by=by,
            recorded_at=timezone.now(),
        )
        gap.save(force_insert=True)
        entry.subject, entry.after = gap, {"area": area, "reason": reason, "service": service, "on": on}
        return gap


def take_back_without_service(*, gap: ServiceGap, by) -> ServiceGap:
    """It is not so, or no longer: the need is open again. What was said of it before that does not come back."""
    with trail.written("take_back_without_service", Verb.CHANGED, by=by, subject=gap, person=gap.case.person) as entry:
        gap = locked_of_case(gap)
        if not gap.is_current:
            entry.needed = False
            return gap
        gap.is_current, gap.taken_back_by, gap.taken_back_at = False, by, timezone.now()
        gap.save(update_fields=["is_current", "taken_back_by", "taken_back_at"])
        entry.before = {"area": gap.area, "reason": gap.reason}
        return gap
