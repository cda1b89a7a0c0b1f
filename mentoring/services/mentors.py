"""Mentors' profiles and their clearances for prisons."""

import datetime as dt
import uuid

from django.db.models import Q

from accounts.models import User
from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from mentoring.models import Mentor, PrisonClearance
from prisons.models import LocalAuthority, Prison


def set_up_mentor(*, user: User, by) -> Mentor:
    """Give a member of staff who mentors a profile, so that people can be allocated to them. Set up twice, it is one."""
    with trail.written("set_up_mentor", Verb.CREATED, by=by) as entry:
        user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        mentor = Mentor.objects.filter(user=user).first()
        if mentor:
            entry.needed = False
            return mentor
        if not user.is_mentor:
            raise RuleBroken("Only a mentor in prison or a community mentor can be given people.")
        mentor = Mentor.objects.create(user=user)
        entry.subject, entry.after = mentor, {"user": user}
        return mentor


def edit_mentor(
    *,
    mentor: Mentor,
    read_at_version: int,
    capacity: int,
    available: bool,
    languages: str,
    areas: list[LocalAuthority],
    by,
) -> Mentor:
    """Change what allocation goes by. Raises EditedMeanwhile when someone else saved since the form was opened."""
    values = {"capacity": capacity, "available": available, "languages": languages}
    return edit_row(
        "edit_mentor", mentor, read_at_version=read_at_version, values=values, lists={"areas": areas}, by=by
    )


def add_clearance(
    *,
    mentor: Mentor,
    prison: Prison,
    from_date: dt.date,
    by,
    until_date: dt.date | None = None,
    new_id: uuid.UUID | None = None,
) -> PrisonClearance:
    """The mentor may go into the prison from one day to another, both counted; without a last day until further notice.

    Refuses an end before the beginning, and a time that an earlier clearance for the prison covers already.
    """
    with trail.written("add_clearance", Verb.CREATED, by=by) as entry:
        if made := already_made(PrisonClearance, new_id, mentor=mentor):
            entry.needed = False
            return made
        # Two clearances entered at once would not see each other.
        Mentor.objects.select_for_update(of=("self",)).get(pk=mentor.pk)
        if until_date and until_date < from_date:
            raise RuleBroken("The last day of the clearance is before its first day.")
        overlapping = Q(until_date=None) | Q(until_date__gte=from_date)
        if until_date:
            overlapping &= Q(from_date__lte=until_date)
        if mentor.clearances.filter(overlapping, prison=prison).exists():
            raise RuleBroken("They already have a clearance for this prison at that time. End it first.")
        clearance = PrisonClearance(mentor=mentor, prison=prison, from_date=from_date, until_date=until_date)
        if new_id:
            clearance.pk = new_id
        clearance.save(force_insert=True)
        entry.subject = clearance
        entry.after = {"mentor": mentor, "prison": prison, "from_date": from_date, "until_date": until_date}
        return clearance


def end_clearance(*, clearance: PrisonClearance, until_date: dt.date, by) -> PrisonClearance:
    """Give a clearance its last day, or another one. Refuses a day before it began, and one that runs into a later clearance."""
    with trail.written("end_clearance", Verb.CHANGED, by=by, subject=clearance) as entry:
        clearance = PrisonClearance.objects.select_for_update(of=("self",)).get(pk=clearance.pk)
        if until_date < clearance.from_date:
            raise RuleBroken("The last day of the clearance is before its first day.")
        later = PrisonClearance.objects.filter(
            mentor=clearance.mentor_id,
            prison=clearance.prison_id,
            from_date__gt=clearance.from_date,
            from_date__lte=until_date,
        )
        if later.exists():
            raise RuleBroken("A later clearance for this prison begins before that day.")
        entry.needed = clearance.until_date != until_date
        entry.before, entry.after = {"until_date": clearance.until_date}, {"until_date": until_date}
        clearance.until_date = until_date
        clearance.save(update_fields=["until_date"])
        return clearance
