"""Who works with a person beside the mentor, such as an employment consultant: they open the record while they do."""

import datetime as dt

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from mentoring.enums.cases import AssignmentRole, FurtherRole, MatchEnd
from mentoring.locks import locked_case, locked_open_case
from mentoring.models import Assignment, Case, Mentor
from mentoring.notifications import tell_further_role
from mentoring.services.match_ends import close_assignment
from people.enums import AccessReason
from people.services.access import grant_access


def give_further_role(
    *, case: Case, mentor: Mentor, further_role: FurtherRole | str, by, note: str = "", at: dt.datetime | None = None
) -> Assignment:
    """From today on `mentor` works with the person beside their mentor. They may open the record and are told.

    Refuses a case that has ended, somebody of another team or who has left, the mentor themselves, and whoever knows the person. The
    same role again is no change; another one is refused while the first runs.
    """
    with trail.written("give_further_role", Verb.CHANGED, by=by, person=case.person) as entry:
        case, at = locked_open_case(case.pk), at or timezone.now()
        if mentor.user.team_id != case.programme.team_id or not mentor.user.is_active:
            raise RuleBroken("Choose somebody of the programme's team.")
        if case.assignments.lead().current().filter(mentor=mentor).exists():
            raise RuleBroken("They are the mentor already, and may do all that goes with it.")
        running = case.assignments.further().current().filter(mentor=mentor).first()
        if running and running.further_role == further_role:
            entry.subject, entry.needed = running, False
            return running
        if running:
            raise RuleBroken("They have another role on this case. End that one first.")
        assignment = Assignment.objects.create(
            case=case,
            mentor=mentor,
            role=AssignmentRole.SUPPORT,
            further_role=further_role,
            from_date=timezone.localdate(at),
            match_note=note,
            allocated_by=by,
            allocated_at=at,
        )
        grant_access(person=case.person, user=mentor.user, reason=AccessReason.FURTHER_ROLE, by=by, at=at)
        entry.subject = assignment
        entry.after = {"mentor": mentor, "further_role": further_role}
        tell_further_role(assignment)
        return assignment


def end_further_role(*, assignment: Assignment, by) -> Assignment:
    """Today is their last day in that role: the record closes to them, unless they open it for another reason.

    What they had planned and promised is the mentor's now, or nobody's until there is one.
    """
    person = assignment.case.person
    with trail.written("end_further_role", Verb.CHANGED, by=by, subject=assignment, person=person) as entry:
        case = locked_case(assignment.case_id)
        found = Assignment.objects.further().select_related("mentor__user").get(pk=assignment.pk)
        found.case = case
        if found.until_date:
            entry.needed = False
            return found
        close_assignment(assignment=found, reason=MatchEnd.OTHER, on=timezone.localdate(), by=by)
        _pass_on(found)
        entry.after = {"until_date": found.until_date}
        return found


def _pass_on(ended: Assignment) -> None:
    lead = ended.case.assignments.lead().current().select_related("mentor").first()
    mentor = lead.mentor if lead else None
    # Visits of a mentor in prison are the mentors'.
    planned_as = "" if ended.further_role == FurtherRole.PRISON else ended.further_role
    planned = ended.case.meetings.planned().filter(mentor=ended.mentor, further_role=planned_as)
    keys = list(planned.values_list("pk", flat=True))
    passed = ended.case.meetings.filter(pk__in=keys)
    passed.pass_to(mentor)
    passed.update(further_role="")
    ended.case.promises.open().filter(mentor=ended.mentor).update(mentor=mentor)
