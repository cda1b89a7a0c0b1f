"""A mentor stops working with somebody, for whatever reason and without blame: what hung on it ends with it."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from mentoring.enums.cases import MatchEnd
from mentoring.enums.handovers import HandoverState
from mentoring.locks import locked_case
from mentoring.models import AbsenceCover, Assignment, Case, Handover, Meeting, Mentor
from mentoring.services.access import end_assigned_access
from people.enums import AccessReason
from people.services.access import end_access, move_access_end


def end_match(*, case: Case, reason: MatchEnd | str, by, note: str = "", on: dt.date | None = None) -> Assignment:
    """The mentor stops from `on` (today), and the person waits for another one. That they want it so is reason enough.

    Visits that are planned and promises that are open stay, without a mentor, for the next one. Refuses a case nobody mentors.
    """
    with trail.written("end_match", Verb.CHANGED, by=by, person=case.person) as entry:
        case = locked_case(case.pk)
        assignment = case.assignments.lead().current().select_related("mentor__user").first()
        if assignment is None:
            said = {"end_reason": reason, "ended_by": by, "until_date": on or timezone.localdate()}
            again = case.assignments.lead().filter(**said).select_related("mentor__user").last()
            if again is None:
                raise RuleBroken("Nobody is their mentor now. Allocate one.")
            entry.needed = False
            return again
        if reason == MatchEnd.OTHER and not note:
            raise RuleBroken("Say in a few words why the match ends.")
        entry.subject, entry.before = assignment, {"mentor": assignment.mentor_id}
        entry.after |= {"reason": reason}
        close_assignment(assignment=assignment, reason=reason, note=note, on=on or timezone.localdate(), by=by)
        case.meetings.planned().filter(mentor=assignment.mentor).pass_to(None)
        case.promises.open().filter(mentor=assignment.mentor).update(mentor=None)
        return assignment


def close_assignment(
    *,
    assignment: Assignment,
    reason: MatchEnd | str,
    on: dt.date,
    by,
    note: str = "",
    access_until: dt.datetime | None = None,
) -> None:
    """Within a service that has locked the case: give the assignment its last day and its reason.

    The mentor may open the record until `access_until` (now), planned handovers are called off, and whoever covered for the
    mentor no longer does.
    """
    assignment.until_date = max(on, assignment.from_date)
    assignment.end_reason, assignment.end_note, assignment.ended_by = reason, note, by
    assignment.save(update_fields=["until_date", "end_reason", "end_note", "ended_by"])
    end_assigned_access(assignment=assignment, by=by, at=access_until)
    planned = assignment.case.handovers.planned().filter(from_mentor=assignment.mentor)
    for handover in planned.select_related("case__person", "to_mentor__user"):
        settle_handover(handover=handover, state=HandoverState.CALLED_OFF, by=by)
    covers = AbsenceCover.objects.standing().filter(case=assignment.case, absence__mentor=assignment.mentor)
    for cover in covers.select_related("case", "absence", "access", "mentor"):
        end_cover(cover=cover, by=by)


def settle_handover(*, handover: Handover, state: HandoverState, by) -> None:
    """Give a planned handover its outcome. The next mentor's access to prepare for it ends: allocation gives its own.

    Called off, a joint meeting that is still planned is the mentor's alone.
    """
    handover.state, handover.settled_at, handover.settled_by = state, timezone.now(), by
    handover.save_version(
        read_at_version=handover.version, update_fields=["state", "settled_at", "settled_by", "without_meeting"]
    )
    end_access(person=handover.case.person, reason=AccessReason.HANDOVER, user=handover.to_mentor.user, by=by)
    if state == HandoverState.CALLED_OFF:
        Meeting.objects.planned().filter(pk=handover.joint_meeting_id).update(together_with=None)


def end_cover(*, cover: AbsenceCover, by) -> None:
    """From now on they do not cover any more: the record closes, and visits that are planned are the mentor's again."""
    now = timezone.now()
    cover.ended_at = now
    cover.save(update_fields=["ended_at"])
    move_access_end(access=cover.access, until_at=now, by=by)
    theirs = cover.case.meetings.planned().filter(mentor=cover.mentor, on_date__gte=timezone.localdate(now))
    theirs.pass_to(cover.absence.mentor)


def settle_loose_ends(*, mentor: Mentor, by) -> None:
    """What still hangs on somebody in other mentors' cases is those mentors' own now: visits they were to hold for others,
    promises they made there. Joint meetings are held without them, and nobody is handed over to them any more."""
    with trail.written("settle_loose_ends", Verb.CHANGED, by=by, subject=mentor) as entry:
        lead = Assignment.objects.lead().current().filter(case=OuterRef("case")).values("mentor")[:1]
        joint = Meeting.objects.planned().filter(Q(mentor=mentor) | Q(together_with=mentor))
        joint.update(together_with=None)
        elsewhere = ~Exists(Assignment.objects.lead().current().filter(case=OuterRef("case"), mentor=mentor))
        visits = mentor.meetings.planned().filter(elsewhere).update(mentor=Subquery(lead))
        promises = mentor.promises.open().filter(elsewhere).update(mentor=Subquery(lead))
        planned = list(mentor.handovers_to.planned().select_related("case__person", "to_mentor__user"))
        for handover in planned:
            settle_handover(handover=handover, state=HandoverState.CALLED_OFF, by=by)
        entry.after |= {"visits": visits, "promises": promises, "handovers": len(planned)}
        entry.needed = bool(visits or promises or planned)
