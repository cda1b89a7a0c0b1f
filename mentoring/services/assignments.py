"""Allocation: who mentors whom. The manager decides; history is kept."""

import datetime as dt

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from mentoring.enums.cases import AssignmentRole
from mentoring.models import Assignment, Case, Mentor
from mentoring.services.access import end_mentor_access, end_triage_access
from notifications.enums import Kind
from notifications.services.messages import post_message
from people.enums import AccessReason
from people.services.access import grant_access


def allocate(
    *, case: Case, mentor: Mentor, by, match_note: str = "", on: dt.date | None = None, at: dt.datetime | None = None
) -> Assignment:
    """Make `mentor` the mentor of the case from `on` (today), decided at `at` (now). An earlier mentor's assignment ends the same day.

    The mentor may open the record from now on and is told; the earlier mentor, and the prison mentors who offered the
    service, no longer may. Refuses a closed case, a mentor of another team or one who has left. The same mentor again
    is no change.
    """
    with trail.written("allocate", Verb.CHANGED, by=by, person=case.person) as entry:
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        on = on or timezone.localdate()
        if case.closed_date:
            raise RuleBroken("This case has ended. Reopen it first.")
        if mentor.user.team_id != case.programme.team_id or not mentor.user.is_active:
            raise RuleBroken("Choose a mentor of the programme's team.")
        former = case.assignments.lead().current().select_related("mentor__user").first()
        if former and former.mentor_id == mentor.pk:
            entry.subject, entry.needed = former, False
            return former
        if former:
            former.until_date = max(on, former.from_date)
            former.save(update_fields=["until_date"])
            end_mentor_access(case=case, user=former.mentor.user, by=by, at=at)
            on = former.until_date
        assignment = Assignment.objects.create(
            case=case,
            mentor=mentor,
            role=AssignmentRole.LEAD,
            from_date=on,
            match_note=match_note,
            allocated_by=by,
            allocated_at=at or timezone.now(),
        )
        end_triage_access(case=case, by=by, at=at)
        grant_access(person=case.person, user=mentor.user, reason=AccessReason.ALLOCATION, by=by, at=at)
        case.meetings.planned().filter(mentor=former.mentor if former else None).update(mentor=mentor)
        entry.subject = assignment
        entry.before, entry.after = {"mentor": former and former.mentor_id}, {"mentor": mentor, "from_date": on}
        post_message(
            recipient=mentor.user,
            kind=Kind.ALLOCATED,
            dedupe_key=f"allocated/{assignment.pk}",
            subject_key=case.pk,
            person_key=case.person_id,
            reference=case.reference,
            path=case.get_absolute_url(),
        )
        return assignment
