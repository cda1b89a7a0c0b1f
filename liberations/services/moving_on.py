"""Somebody else becomes the mentor, or nobody for now: the mentoring and the gate together."""

from audit import trail
from audit.enums import Verb
from liberations.services.gate_mentors import pass_gate
from mentoring.enums.cases import MatchEnd
from mentoring.enums.handovers import WithoutMeeting
from mentoring.locks import locked_case
from mentoring.models import Assignment, Case, Handover
from mentoring.services.handovers import complete_handover, take_back_handover
from mentoring.services.match_ends import end_match


def hand_over(*, handover: Handover, by, without_meeting: WithoutMeeting | str = "") -> Handover:
    """The next mentor takes over today, and the gate if the former one was to be there."""
    with trail.written("hand_over", Verb.CHANGED, by=by, subject=handover, person=handover.case.person) as entry:
        done = complete_handover(handover=handover, without_meeting=without_meeting, by=by)
        pass_gate(case=done.case, former=done.from_mentor, mentor=done.to_mentor, by=by)
        entry.needed = trail.joined(entry)
        return done


def take_back(*, handover: Handover, by) -> Handover:
    """Everybody who was passed on in the same decision is again with whom they were before, and so are their gates."""
    with trail.written("take_back", Verb.CHANGED, by=by, subject=handover, person=handover.case.person) as entry:
        if not _held(handover).is_done:
            entry.needed = False
            return take_back_handover(handover=handover, by=by)
        taken_back = take_back_handover(handover=handover, by=by)
        together = handover.allocation.handovers.select_related("case__person", "from_mentor", "to_mentor")
        for each in together:
            pass_gate(case=each.case, former=each.to_mentor, mentor=each.from_mentor, by=by)
        entry.shown = [each.case.person_id for each in together]
        return taken_back


def part(*, case: Case, reason: MatchEnd | str, by, note: str = "") -> Assignment:
    """The match ends today; the person waits for another mentor and for somebody to meet them at the gate."""
    with trail.written("part", Verb.CHANGED, by=by, person=case.person) as entry:
        ended = end_match(case=case, reason=reason, note=note, by=by)
        pass_gate(case=case, former=ended.mentor, mentor=None, by=by)
        entry.subject, entry.needed = ended, trail.joined(entry)
        return ended


def _held(handover: Handover) -> Handover:
    """As it stands now; until the transaction ends nobody else changes it."""
    locked_case(handover.case_id)
    return Handover.objects.get(pk=handover.pk)
