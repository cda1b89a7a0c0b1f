"""Planning contacts to come: booking one or several, moving one, cancelling one. How they went is services/meetings.py."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import AnswerRefused, EditedMeanwhile, RuleBroken
from mentoring.enums.meetings import CANCELLED, CancelReason, Channel, MeetingState, MoveAsker
from mentoring.locks import locked_case, locked_meeting
from mentoring.meeting_rules import check_open, check_planned_day
from mentoring.models import Case, Meeting, MeetingMove
from mentoring.visiting.who_and_where import further_role_of, made_before, mentor_of, prison_on


def plan_meeting(
    *,
    case: Case,
    channel: Channel | str,
    on_date: dt.date,
    by,
    at_time: dt.time | None = None,
    is_agency_visit: bool = False,
    new_id: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> Meeting:
    """Book a contact for today or a day to come, with the mentor who plans it or else the case's mentor.

    `at` is when it was booked (now): its day counts as today.
    """
    with trail.written("plan_meeting", Verb.CREATED, by=by, person=case.person) as entry:
        new_id, made = made_before(case, new_id, by=by, by_field="planned_by_id")
        if made:
            entry.needed = False
            return made
        at = at or timezone.now()
        case = locked_case(case.pk)
        check_planned_day(case, on_date, today=timezone.localdate(at))
        mentor = mentor_of(case, by)
        meeting = Meeting(
            case=case,
            episode=case.episode,
            mentor=mentor,
            further_role=further_role_of(case, mentor, on_date),
            prison_id=prison_on(case.episode_id, on_date, channel),
            channel=channel,
            on_date=on_date,
            at_time=at_time,
            is_agency_visit=is_agency_visit,
            planned_by=by,
            planned_at=at,
        )
        if new_id:
            meeting.pk = new_id
        meeting.save(force_insert=True)
        entry.subject, entry.after = meeting, {"channel": channel, "on_date": on_date, "at_time": at_time}
        return meeting


def book_visits(
    *,
    case: Case,
    visits: Sequence[tuple[dt.date, dt.time | None]],
    by,
    channel: Channel | str = Channel.IN_PRISON,
    new_id: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> list[Meeting]:
    """Book several visits before liberation in one go, all or none: `visits` are their days and times.

    Refuses two on one day, which would count as one, a day on which one is planned already, and the liberation day or
    after; `AnswerRefused.place` says which. The same `new_id` again books nothing twice.
    """
    with trail.written("book_visits", Verb.CREATED, by=by, subject=case, person=case.person) as entry:
        new_id, made = made_before(case, new_id, by=by, by_field="planned_by_id")
        if made:
            entry.needed = False
            return list(Meeting.objects.filter(pk__in=_keys(new_id, len(visits)), case=case).order_by("on_date"))
        at = at or timezone.now()
        case = locked_case(case.pk)
        _check_visits(case, [day for day, _ in visits], channel=channel, today=timezone.localdate(at))
        mentor = mentor_of(case, by)
        meetings = [
            Meeting(
                pk=key,
                case=case,
                episode=case.episode,
                mentor=mentor,
                further_role=further_role_of(case, mentor, day),
                prison_id=prison_on(case.episode_id, day, channel),
                channel=channel,
                on_date=day,
                at_time=at_time,
                planned_by=by,
                planned_at=at,
            )
            for key, (day, at_time) in zip(_keys(new_id or uuid.uuid4(), len(visits)), visits, strict=True)
        ]
        Meeting.objects.bulk_create(meetings)
        entry.after = {"channel": channel, "visits": [[each.pk, each.on_date, each.at_time] for each in meetings]}
        return meetings


def move_meeting(
    *,
    meeting: Meeting,
    on_date: dt.date,
    by,
    read_at_version: int,
    at_time: dt.time | None = None,
    asked_by: MoveAsker | str = MoveAsker.US,
    reason: str = "",
    at: dt.datetime | None = None,
) -> Meeting:
    """Put a planned contact on another day or at another time; who asked for it and why is kept (`MeetingMove`).

    Raises EditedMeanwhile for an old version.
    """
    with trail.written("move_meeting", Verb.CHANGED, by=by, subject=meeting, person=meeting.case.person) as entry:
        meeting = locked_meeting(meeting)
        entry.before = {"on_date": meeting.on_date, "at_time": meeting.at_time}
        if meeting.version != read_at_version:
            if (meeting.state, meeting.on_date, meeting.at_time) != (MeetingState.PLANNED, on_date, at_time):
                raise EditedMeanwhile
            entry.needed = False
            return meeting
        if meeting.state != MeetingState.PLANNED:
            raise RuleBroken("How it went has been recorded. Plan a new one instead.")
        at = at or timezone.now()
        check_planned_day(meeting.case, on_date, today=timezone.localdate(at))
        MeetingMove.objects.create(
            meeting=meeting,
            from_date=meeting.on_date,
            from_time=meeting.at_time,
            to_date=on_date,
            to_time=at_time,
            asked_by=asked_by,
            reason=reason,
            moved_by=by,
            moved_at=at,
        )
        meeting.on_date, meeting.at_time = on_date, at_time
        meeting.prison_id = prison_on(meeting.episode_id, on_date, meeting.channel)
        meeting.save_version(read_at_version=read_at_version, update_fields=["on_date", "at_time", "prison_id"])
        entry.after = {"on_date": on_date, "at_time": at_time, "asked_by": asked_by}
        return meeting


def cancel_meeting(
    *,
    meeting: Meeting,
    state: MeetingState | str,
    by,
    read_at_version: int,
    cancel_reason: CancelReason | str = "",
    note: str = "",
    at: dt.datetime | None = None,
) -> Meeting:
    """Call off a planned contact: by the prison with its `cancel_reason`, by us or by the person; `note` says more.

    What had been written for it stays, with the note below. Raises EditedMeanwhile for an old version; the same answer
    sent again changes nothing.
    """
    with trail.written("cancel_meeting", Verb.CHANGED, by=by, subject=meeting, person=meeting.case.person) as entry:
        meeting = locked_meeting(meeting)
        state = MeetingState(state)
        cancel_reason = cancel_reason if state == MeetingState.CANCELLED_BY_PRISON else ""
        if meeting.version != read_at_version:
            if (meeting.state, meeting.cancel_reason, meeting.recorded_by_id) != (state, cancel_reason, by.pk):
                raise EditedMeanwhile
            entry.needed = False
            return meeting
        if meeting.state != MeetingState.PLANNED:
            raise RuleBroken("How it went has been recorded. Correct that instead.")
        if state not in CANCELLED:
            raise AnswerRefused("Say who cancelled.", "state")
        if state == MeetingState.CANCELLED_BY_PRISON and not cancel_reason:
            raise AnswerRefused("Say why the prison cancelled.", "cancel_reason")
        check_open(meeting.case, meeting.on_date)
        meeting.state, meeting.cancel_reason = state, cancel_reason
        meeting.note = "\n\n".join(filter(None, [meeting.note, note]))
        meeting.recorded_by, meeting.recorded_at = by, at or timezone.now()
        meeting.save_version(
            read_at_version=read_at_version,
            update_fields=["state", "cancel_reason", "note", "recorded_by", "recorded_at"],
        )
        entry.before, entry.after = {"state": MeetingState.PLANNED}, {"state": state, "cancel_reason": cancel_reason}
        return meeting


def _check_visits(case: Case, days: Sequence[dt.date], *, channel: Channel | str, today: dt.date) -> None:
    """Whether visits before liberation can be booked on these days; raises AnswerRefused with the place of the first that cannot.

    `case` comes with its episode. Two queries.
    """
    if not days:
        raise RuleBroken("Choose at least one day to book.")
    ledger = case.episode.release_dates.current().first()
    leaves = case.episode.released_date or (ledger and ledger.liberation_date)
    planned = set(case.meetings.planned().filter(on_date__in=days, channel=channel).values_list("on_date", flat=True))
    for place, day in enumerate(days):
        try:
            check_planned_day(case, day, today=today)
        except AnswerRefused as refusal:
            raise AnswerRefused(str(refusal), refusal.field, place=place) from refusal
        if leaves and day >= leaves:
            raise AnswerRefused(
                "A visit before liberation must be on an earlier day than liberation.", "on_date", place=place
            )
        if day in days[:place]:
            raise AnswerRefused("Two visits on one day count as one. Choose another day.", "on_date", place=place)
        if day in planned:
            raise AnswerRefused("A visit is planned for that day already. Choose another day.", "on_date", place=place)


def _keys(first: uuid.UUID, number: int) -> list[uuid.UUID]:
    """The keys of visits booked together, all from the one that the form brought."""
    return [first, *(uuid.uuid5(first, str(each)) for each in range(1, number))]
