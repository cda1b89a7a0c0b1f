"""Passing somebody on from their mentor to another: planned with a joint meeting, done, called off, taken back."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from mentoring.enums.cases import MatchEnd
from mentoring.enums.handovers import HANDOVER_MOVES, HandoverState, WithoutMeeting
from mentoring.enums.meetings import Channel
from mentoring.locks import locked_case, locked_of_case, refuse_ended
from mentoring.models import Allocation, Case, Handover, Meeting, Mentor
from mentoring.notifications import tell_handover_planned
from mentoring.services.allocations import take_back_allocation
from mentoring.services.assignments import Choice, allocate, allocate_many
from mentoring.services.match_ends import settle_handover
from mentoring.services.meetings import plan_meeting
from people.enums import AccessReason
from people.models import PersonalConnection
from people.services.access import grant_access

# After these the record closes to the former mentor at once.
CLOSES_AT_ONCE = frozenset({MatchEnd.PERSONS_CHOICE, MatchEnd.KNOWS_THEM})


def plan_handover(
    *,
    case: Case,
    to_mentor: Mentor,
    reason: MatchEnd | str,
    by,
    note: str = "",
    joint_meeting: Meeting | None = None,
    new_meeting: Mapping | None = None,
    new_id: uuid.UUID | None = None,
) -> Handover:
    """Somebody else is to be the mentor, best after a meeting of all three: `joint_meeting`, which is planned already, or a
    new one (`new_meeting` is what `plan_joint_meeting` takes). The next mentor may open the record from now on; both are told."""
    with trail.written("plan_handover", Verb.CREATED, by=by, person=case.person) as entry:
        if made := already_made(Handover, new_id, case=case):
            entry.needed = False
            return made
        case = locked_case(case.pk)
        lead = _lead_to_pass_on(case, to_mentor)
        if case.handovers.planned().exists():
            raise RuleBroken("A handover is planned already. Finish it or call it off first.")
        handover = Handover(
            pk=new_id or uuid.uuid4(),
            case=case,
            from_mentor=lead.mentor,
            to_mentor=to_mentor,
            reason=reason,
            note=note,
            planned_by=by,
            planned_at=timezone.now(),
        )
        handover.save(force_insert=True)
        if joint_meeting:
            _make_joint(handover, joint_meeting)
        grant_access(person=case.person, user=to_mentor.user, reason=AccessReason.HANDOVER, by=by)
        if new_meeting:
            plan_joint_meeting(handover=handover, by=by, **new_meeting)
        tell_handover_planned(handover, by=by)
        entry.subject = handover
        entry.after |= {"from": lead.mentor_id, "to": to_mentor.pk, "reason": reason}
        return handover


def plan_joint_meeting(
    *,
    handover: Handover,
    on_date: dt.date,
    by,
    channel: Channel | str = Channel.IN_PRISON,
    at_time: dt.time | None = None,
    new_id: uuid.UUID | None = None,
) -> Meeting:
    """Book the meeting at which both mentors see the person. It stands in both their days."""
    with trail.written("plan_joint_meeting", Verb.CHANGED, by=by, person=handover.case.person) as entry:
        handover = _locked(handover)
        if not handover.is_planned:
            raise RuleBroken("This handover is no longer planned.")
        meeting = plan_meeting(
            case=handover.case, channel=channel, on_date=on_date, at_time=at_time, new_id=new_id, by=by
        )
        entry.subject = handover
        entry.after |= {"joint_meeting": meeting}
        entry.needed = handover.joint_meeting_id != meeting.pk
        if entry.needed:
            _make_joint(handover, meeting)
        return meeting


def complete_handover(
    *, handover: Handover, by, without_meeting: WithoutMeeting | str = "", match_note: str = ""
) -> Handover:
    """The next mentor takes over today, with the visits that are planned. Without a joint meeting that was held it needs the
    reason why. The former mentor may open the record for as long as the programme says, unless CLOSES_AT_ONCE."""
    with trail.written("complete_handover", Verb.CHANGED, by=by, person=handover.case.person) as entry:
        handover = _locked(handover)
        entry.subject = handover
        if handover.is_done:
            entry.needed = False
            return handover
        _check_move(handover, HandoverState.DONE)
        if not handover.met_together and not without_meeting:
            raise RuleBroken("Record the joint meeting first, or say why there was none.")
        _lead_to_pass_on(handover.case, handover.to_mentor, handover.from_mentor)
        handover.without_meeting = "" if handover.met_together else without_meeting
        settle_handover(handover=handover, state=HandoverState.DONE, by=by)
        assignment = allocate(
            case=handover.case,
            mentor=handover.to_mentor,
            match_note=match_note or handover.note or f"Taken over from {handover.from_mentor}",
            end_reason=handover.reason,
            by=by,
        )
        Handover.objects.filter(pk=handover.pk).update(allocation=assignment.allocation)
        handover.allocation = assignment.allocation
        _leave_open_to_the_former(handover, by=by)
        entry.after |= {"from": handover.from_mentor_id, "to": handover.to_mentor_id, "without": without_meeting}
        return handover


def call_off_handover(*, handover: Handover, by) -> Handover:
    """The mentor stays. The one who was to take over may no longer open the record."""
    with trail.written("call_off_handover", Verb.CHANGED, by=by, person=handover.case.person) as entry:
        handover = _locked(handover)
        entry.subject, entry.needed = handover, handover.state != HandoverState.CALLED_OFF
        if entry.needed:
            _check_move(handover, HandoverState.CALLED_OFF)
            settle_handover(handover=handover, state=HandoverState.CALLED_OFF, by=by)
        return handover


def take_back_handover(*, handover: Handover, by) -> Handover:
    """The former mentor is the mentor again, as if nothing had been passed on; with everybody who was passed on in the same
    decision. Refuses what `take_back_allocation` refuses: once something has been built on it."""
    with trail.written("take_back_handover", Verb.CHANGED, by=by, person=handover.case.person) as entry:
        handover = _locked(handover)
        entry.subject = handover
        if handover.state == HandoverState.TAKEN_BACK:
            entry.needed = False
            return handover
        _check_move(handover, HandoverState.TAKEN_BACK)
        take_back_allocation(allocation=handover.allocation, by=by)
        handover.refresh_from_db(fields=["state"])
        return handover


def hand_over_many(
    *,
    mentor: Mentor,
    choices: Sequence[Choice],
    reason: MatchEnd | str,
    by,
    new_id: uuid.UUID | None = None,
) -> Allocation | None:
    """Pass on many people of one mentor in one decision, each to the mentor chosen, all or nothing; without joint meetings unless
    one was planned and held. Sent twice, it is one. None where there is nobody to pass on.

    Refuses when a case has another mentor, or has ended, since the page was shown.
    """
    with trail.written("hand_over_many", Verb.CHANGED, by=by) as entry:
        entry.after = {"mentor": mentor, "people": len(choices), "reason": reason}
        entry.shown = [choice.case.person_id for choice in choices]
        entry.needed = bool(choices)
        if made := already_made(Allocation, new_id, team=mentor.user.team):
            entry.needed = False
            return made
        if not choices:
            return None
        handovers = [_settled_now(choice, mentor, reason, by=by) for choice in choices]
        allocation = allocate_many(choices=choices, team=mentor.user.team, end_reason=reason, new_id=new_id, by=by)
        Handover.objects.filter(pk__in=[handover.pk for handover in handovers]).update(allocation=allocation)
        for handover in handovers:
            _leave_open_to_the_former(handover, by=by)
        return allocation


def _settled_now(choice, mentor, reason, *, by):
    """The handover of one of many, done. One that was planned to the same mentor is that; another one falls with allocation."""
    now = timezone.now()
    planned = choice.case.handovers.planned().filter(from_mentor=mentor, to_mentor=choice.mentor)
    handover = planned.select_related("joint_meeting").first()
    if handover is None:
        handover = Handover(case=choice.case, from_mentor=mentor, to_mentor=choice.mentor, reason=reason)
        handover.planned_by, handover.planned_at = by, now
    if not handover.met_together:
        handover.without_meeting = WithoutMeeting.MENTOR_GONE
    handover.state, handover.settled_by, handover.settled_at = HandoverState.DONE, by, now
    handover.save()
    return handover


def _make_joint(handover, meeting):
    """The meeting is of both mentors. It stays in the day of the one who mentors now."""
    former = handover.joint_meeting_id
    Meeting.objects.planned().filter(pk=former).exclude(pk=meeting.pk).update(together_with=None)
    Meeting.objects.filter(pk=meeting.pk).update(mentor=handover.from_mentor, together_with=handover.to_mentor)
    Handover.objects.filter(pk=handover.pk).update(joint_meeting=meeting)
    handover.joint_meeting = meeting


def _leave_open_to_the_former(handover, *, by):
    """The record stays open to the former mentor for so many days of the programme, unless it had better not: to finish writing
    up and to answer what the next one asks."""
    case, former = handover.case, handover.from_mentor.user
    days = case.programme.handover_access_days
    knows_them = PersonalConnection.objects.in_force().between(former, case.person)
    if days and former.is_active and handover.reason not in CLOSES_AT_ONCE and not knows_them.exists():
        until = timezone.now() + dt.timedelta(days=days)
        grant_access(person=case.person, user=former, reason=AccessReason.HANDOVER, until_at=until, by=by)


def _lead_to_pass_on(case, to_mentor, expected=None):
    refuse_ended(case)
    lead = case.assignments.lead().current().select_related("mentor__user").first()
    if lead is None:
        raise RuleBroken("Nobody is their mentor now. Allocate one instead.")
    if expected is not None and lead.mentor_id != expected.pk:
        raise RuleBroken(f"{case.reference} has another mentor by now: {lead.mentor}.")
    if to_mentor.pk == lead.mentor_id:
        raise RuleBroken(f"{to_mentor} is their mentor already. Choose somebody else.")
    if to_mentor.user.team_id != case.programme.team_id or not to_mentor.user.is_active:
        raise RuleBroken("Choose a mentor of the programme's team.")
    return lead


def _locked(handover):
    return locked_of_case(handover, "from_mentor__user", "to_mentor__user", "joint_meeting")


def _check_move(handover, state):
    if state not in HANDOVER_MOVES[handover.state]:
        raise RuleBroken(f"This handover is {handover.get_state_display().lower()} already.")
