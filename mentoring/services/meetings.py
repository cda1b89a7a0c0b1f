"""Saying how contacts went. Every contact, in prison or outside, is a Meeting; planning them is services/bookings.py.

What may be said of which day is in mentoring/meeting_rules.py.
"""

import datetime as dt
import uuid

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import AnswerRefused, EditedMeanwhile
from mentoring.enums.meetings import CancelReason, Channel, Concern, MeetingState, Place
from mentoring.locks import locked_case, locked_meeting
from mentoring.meeting_rules import check_open, check_outcome, tidy
from mentoring.models import Case, Meeting, Mentor
from mentoring.notifications import tell_concern
from mentoring.services.bookings import plan_meeting
from mentoring.services.sweeps import refresh_meeting_flags
from mentoring.visiting.who_and_where import further_role_of, made_before, mentor_of, prison_on

_RECORDED_FIELDS = (
    "channel",
    "on_date",
    "at_time",
    "state",
    "place",
    "minutes",
    "one_to_one",
    "two_way",
    "instead_of_visit",
    "together_with",
    "cancel_reason",
    "topics",
    "note",
    "concern",
    "concern_text",
    "is_agency_visit",
)
_TRAIL_FIELDS = ("state", "channel", "on_date", "place", "minutes", "cancel_reason", "concern")


def record_meeting(
    *,
    meeting: Meeting,
    state: MeetingState | str,
    by,
    read_at_version: int,
    next_date: dt.date | None = None,
    next_time: dt.time | None = None,
    at: dt.datetime | None = None,
    **facts,
) -> Meeting:
    """Say how a planned contact went, or correct what was said. `facts` as for `log_meeting`; those left out stay.

    `at` is when it was written down (now): its day counts as today.

    A mentor who first records it as held is the one who held it, so that cover is credited to whom it is due.
    The same answers sent again change nothing; other answers to an old version raise EditedMeanwhile.
    """
    with trail.written("record_meeting", Verb.CHANGED, by=by, subject=meeting, person=meeting.case.person) as entry:
        meeting = locked_meeting(meeting)
        before = {name: getattr(meeting, name) for name in _TRAIL_FIELDS}
        saved = {name: getattr(meeting, name) for name in _RECORDED_FIELDS}
        first_time = meeting.state == MeetingState.PLANNED
        wanted = saved | facts | {"state": MeetingState(state)}
        tidy(wanted)
        if meeting.version != read_at_version:
            if wanted != saved or meeting.recorded_by_id != by.pk:
                raise EditedMeanwhile
            entry.needed = False
            return meeting
        at = at or timezone.now()
        check_outcome(meeting.case, meeting.episode, wanted, today=timezone.localdate(at))
        for name, value in wanted.items():
            setattr(meeting, name, value)
        meeting.recorded_by, meeting.recorded_at = by, at
        meeting.prison_id = prison_on(meeting.episode_id, meeting.on_date, meeting.channel)
        if first_time and state == MeetingState.HELD:
            # Of a joint meeting either of the two may write it down.
            meeting.mentor = (
                Mentor.objects.filter(user=by).exclude(pk=meeting.together_with_id).first() or meeting.mentor
            )
        _check_joint(meeting)
        meeting.save_version(
            read_at_version=read_at_version,
            update_fields=[*_RECORDED_FIELDS, "recorded_by", "recorded_at", "prison_id", "mentor"],
        )
        entry.before, entry.after = before, {name: wanted[name] for name in _TRAIL_FIELDS}
        if MeetingState.HELD in (before["state"], state):
            refresh_meeting_flags(case_keys=[meeting.case_id])
        if meeting.concern not in (before["concern"], Concern.NONE):
            tell_concern(meeting, by=by)
        if next_date:
            _plan_next(meeting, next_date, next_time, by=by, at=at)
        return meeting


def log_meeting(
    *,
    case: Case,
    channel: Channel | str,
    on_date: dt.date,
    state: MeetingState | str,
    by,
    at_time: dt.time | None = None,
    place: Place | str = "",
    minutes: int | None = None,
    one_to_one: bool = True,
    two_way: bool = True,
    instead_of_visit: bool = False,
    together_with: Mentor | None = None,
    cancel_reason: CancelReason | str = "",
    topics: list[str] | tuple = (),
    note: str = "",
    concern: Concern | str = Concern.NONE,
    concern_text: str = "",
    is_agency_visit: bool = False,
    next_date: dt.date | None = None,
    next_time: dt.time | None = None,
    new_id: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> Meeting:
    """Record a contact that was not planned, or an attempt at one; with `next_date` the next one is planned in the same go.

    `minutes` from 1 to 600. A talk in prison that was held needs its `place`, a cancellation by the prison its reason.
    A concern tells the managers of the team. `at` is when it was written down (now): its day counts as today.
    """
    with trail.written("log_meeting", Verb.CREATED, by=by, person=case.person) as entry:
        new_id, made = made_before(case, new_id, by=by, by_field="recorded_by_id")
        if made:
            entry.needed = False
            return made
        case = locked_case(case.pk)
        facts = {
            "channel": channel,
            "on_date": on_date,
            "at_time": at_time,
            "state": MeetingState(state),
            "place": place,
            "minutes": minutes,
            "one_to_one": one_to_one,
            "two_way": two_way,
            "instead_of_visit": instead_of_visit,
            "together_with": together_with,
            "cancel_reason": cancel_reason,
            "topics": list(topics),
            "note": note,
            "concern": concern,
            "concern_text": concern_text,
            "is_agency_visit": is_agency_visit,
        }
        tidy(facts)
        at = at or timezone.now()
        check_outcome(case, case.episode, facts, today=timezone.localdate(at))
        mentor = mentor_of(case, by)
        meeting = Meeting(
            case=case,
            episode=case.episode,
            mentor=mentor,
            further_role=further_role_of(case, mentor, on_date),
            prison_id=prison_on(case.episode_id, on_date, channel),
            recorded_by=by,
            recorded_at=at,
            **facts,
        )
        if new_id:
            meeting.pk = new_id
        _check_joint(meeting)
        meeting.save(force_insert=True)
        entry.subject, entry.after = meeting, {name: facts[name] for name in _TRAIL_FIELDS}
        if state == MeetingState.HELD:
            refresh_meeting_flags(case_keys=[case.pk])
        if concern != Concern.NONE:
            tell_concern(meeting, by=by)
        if next_date:
            _plan_next(meeting, next_date, next_time, by=by, at=at)
        return meeting


def undo_outcome(*, meeting: Meeting, by) -> Meeting:
    """Take back what was recorded: the contact waits again for somebody to say how it went. Nothing typed is lost.

    One that was never planned waits too, with all its text, so that it can be put right.
    """
    with trail.written("undo_outcome", Verb.CHANGED, by=by, subject=meeting, person=meeting.case.person) as entry:
        meeting = locked_meeting(meeting)
        if meeting.state == MeetingState.PLANNED:
            entry.needed = False
            return meeting
        check_open(meeting.case, meeting.on_date)
        entry.before, entry.after = {"state": meeting.state}, {"state": MeetingState.PLANNED}
        was_held = meeting.state == MeetingState.HELD
        meeting.state, meeting.recorded_by, meeting.recorded_at = MeetingState.PLANNED, None, None
        meeting.save_version(read_at_version=meeting.version, update_fields=["state", "recorded_by", "recorded_at"])
        if was_held:
            refresh_meeting_flags(case_keys=[meeting.case_id])
        return meeting


def remove_meeting(*, meeting: Meeting, by) -> None:
    """Take away a contact that another record made and that did not happen: a gate outcome pressed in haste.

    The trail keeps that it was there. What a person typed is never removed this way.
    """
    with trail.written("remove_meeting", Verb.CHANGED, by=by, person=meeting.case.person) as entry:
        entry.before = {"meeting": meeting, "channel": meeting.channel, "on_date": meeting.on_date}
        meeting.delete()


def _check_joint(meeting):
    if meeting.together_with_id is None:
        return
    if meeting.mentor_id is None:
        raise AnswerRefused("Allocate a mentor first: a joint meeting is held by two.", "together_with")
    if meeting.mentor_id == meeting.together_with_id:
        raise AnswerRefused("Choose the other mentor: this one held the meeting.", "together_with")


def _plan_next(meeting, day, at_time, *, by, at):
    """The next one, in the same way; in the community when the person will be out by then."""
    channel = meeting.channel
    if channel in (Channel.IN_PRISON, Channel.VIDEO, Channel.GATE):
        ledger = meeting.case.episode.release_dates.current().first()
        out_from = meeting.case.episode.released_date or (ledger and ledger.liberation_date)
        if out_from and day >= out_from:
            channel = Channel.COMMUNITY
    try:
        plan_meeting(case=meeting.case, channel=channel, on_date=day, at_time=at_time, by=by, at=at)
    except AnswerRefused as refusal:
        raise AnswerRefused(str(refusal), "next_date") from refusal
