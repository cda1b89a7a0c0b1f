"""Permission to go into prisons, with vetting and keys; and membership of the scheme for protecting vulnerable groups."""

import datetime as dt
import uuid

from django.db.models import Q
from django.utils import timezone

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from mentoring.enums.mentors import Keys, Vetting
from mentoring.models import Mentor, PrisonClearance, PvgMembership
from prisons.models import Prison

GIVEN = frozenset({Vetting.STANDARD, Vetting.ENHANCED})


def add_clearance(
    *,
    mentor: Mentor,
    prison: Prison,
    from_date: dt.date,
    by,
    until_date: dt.date | None = None,
    keys: Keys = Keys.ESCORTED,
    keys_until_date: dt.date | None = None,
    vetting: Vetting = Vetting.NOT_NEEDED,
    vetting_until_date: dt.date | None = None,
    new_id: uuid.UUID | None = None,
) -> PrisonClearance:
    """The mentor may go into the prison from one day to another, both counted; without a last day until further notice.

    Refuses an end before the beginning, and a time that an earlier clearance for the prison covers already. While vetting
    is only asked for, the clearance is not in force.
    """
    with trail.written("add_clearance", Verb.CREATED, by=by) as entry:
        if made := already_made(PrisonClearance, new_id, mentor=mentor):
            entry.needed = False
            return made
        values = {
            "mentor": mentor,
            "prison": prison,
            "from_date": from_date,
            "until_date": until_date,
            **_checks(keys, keys_until_date, vetting, vetting_until_date),
        }
        clearance = PrisonClearance(pk=new_id or uuid.uuid4(), **values)
        _check_clearance(clearance)
        clearance.save(force_insert=True)
        entry.subject, entry.after = clearance, values
        return clearance


def edit_clearance(
    *,
    clearance: PrisonClearance,
    read_at_version: int,
    until_date: dt.date | None,
    keys: Keys,
    keys_until_date: dt.date | None,
    vetting: Vetting,
    vetting_until_date: dt.date | None,
    by,
) -> PrisonClearance:
    """Give a clearance its last day, or another one, and say how things stand with vetting and keys.

    Raises EditedMeanwhile for an old version. Refuses a last day before it began, and one that runs into a later clearance.
    """
    return edit_row(
        "edit_clearance",
        clearance,
        read_at_version=read_at_version,
        values={"until_date": until_date, **_checks(keys, keys_until_date, vetting, vetting_until_date)},
        check=_check_clearance,
        by=by,
    )


def record_pvg(
    *, mentor: Mentor, from_date: dt.date, by, until_date: dt.date | None = None, new_id: uuid.UUID | None = None
) -> PvgMembership:
    """The mentor is a member from one day to another, both counted; renewed, it is recorded again."""
    with trail.written("record_pvg", Verb.CREATED, by=by) as entry:
        if made := already_made(PvgMembership, new_id, mentor=mentor):
            entry.needed = False
            return made
        if until_date and until_date < from_date:
            raise RuleBroken("The last day of the membership is before its first day.")
        values = {"mentor": mentor, "from_date": from_date, "until_date": until_date}
        membership = PvgMembership(pk=new_id or uuid.uuid4(), recorded_by=by, recorded_at=timezone.now(), **values)
        membership.save(force_insert=True)
        entry.subject, entry.after = membership, values
        return membership


def _checks(keys, keys_until_date, vetting, vetting_until_date) -> dict:
    """Without keys, or vetting that was given, there is no last day of them."""
    return {
        "keys": keys,
        "keys_until_date": keys_until_date if keys == Keys.DRAWS_KEYS else None,
        "vetting": vetting,
        "vetting_until_date": vetting_until_date if vetting in GIVEN else None,
    }


def _check_clearance(clearance: PrisonClearance) -> None:
    if clearance.until_date and clearance.until_date < clearance.from_date:
        raise RuleBroken("The last day of the clearance is before its first day.")
    # Two clearances entered at once would not see each other.
    Mentor.objects.select_for_update(of=("self",)).get(pk=clearance.mentor_id)
    at_that_time = Q(until_date=None) | Q(until_date__gte=clearance.from_date)
    if clearance.until_date:
        at_that_time &= Q(from_date__lte=clearance.until_date)
    others = PrisonClearance.objects.filter(at_that_time, mentor=clearance.mentor_id, prison=clearance.prison_id)
    if others.exclude(pk=clearance.pk).exists():
        raise RuleBroken("They have another clearance for this prison at that time. End it first.")
