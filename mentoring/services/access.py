"""Ending the access that a case gave. Someone may have other cases and referrals, here or in another team: these go on."""

import datetime as dt

from accounts.enums import Role
from accounts.models import User
from mentoring.models import Assignment, Case
from people.enums import AccessReason
from people.services.access import end_access
from referrals.models import Referral


def end_mentor_access(*, case: Case, user: User, by, at: dt.datetime | None = None) -> int:
    """From `at` (now) on `user`, no longer mentor of the case, may not open the record, unless they mentor them in another case.

    Call it after the assignment has ended. Returns how many rows were ended.
    """
    elsewhere = Assignment.objects.current().filter(
        mentor__user=user, case__person=case.person_id, case__closed_date=None
    )
    if elsewhere.exists():
        return 0
    return end_access(person=case.person, reason=AccessReason.ALLOCATION, user=user, by=by, at=at)


def end_triage_access(*, case: Case, by, at: dt.datetime | None = None) -> int:
    """From `at` (now) on the prison mentors of the case's team may not open the record, unless they still have to: another
    referral to the team waits, or another case of it has no mentor. Other teams' access is theirs. Returns how many rows
    were ended."""
    team = case.programme.team
    waits = Referral.objects.waiting().filter(person=case.person_id, programme__team=team).exists()
    others = Case.objects.unallocated().filter(person=case.person_id, programme__team=team).exclude(pk=case.pk)
    if waits or others.exists():
        return 0
    return end_access(person=case.person, reason=AccessReason.TRIAGE, team=team, role=Role.PRISON_MENTOR, by=by, at=at)
