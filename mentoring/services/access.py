"""Ending the access that a case gave. Someone may have other cases and referrals, here or in another team: these go on."""

import datetime as dt

from accounts.enums import Role
from mentoring.enums.cases import AssignmentRole
from mentoring.models import Assignment, Case
from people.enums import AccessReason
from people.services.access import end_access
from referrals.models import Referral

# Why whoever is assigned may open the record.
OPENED_BY = {AssignmentRole.LEAD: AccessReason.ALLOCATION, AssignmentRole.SUPPORT: AccessReason.FURTHER_ROLE}


def end_assigned_access(*, assignment: Assignment, by, at: dt.datetime | None = None) -> int:
    """From `at` (now) on who was assigned may not open the record, unless they are as that in another case of the person.

    Call it after the assignment has ended. Returns how many rows were ended.
    """
    case, user, role = assignment.case, assignment.mentor.user, AssignmentRole(assignment.role)
    elsewhere = Assignment.objects.current().filter(
        mentor__user=user, role=role, case__person=case.person_id, case__closed_date=None
    )
    if elsewhere.exists():
        return 0
    return end_access(person=case.person, reason=OPENED_BY[role], user=user, by=by, at=at)


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
