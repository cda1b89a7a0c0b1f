"""Ending support, with a talk about it long before where it can be planned; writing about it; reopening it."""

import datetime as dt
import uuid

from django.db.models.functions import Now
from django.utils import timezone

from accounts.enums import Role
from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from mentoring.enums.cases import EndingKind, EndingReason, HowTalked, MatchEnd, ReopenReason
from mentoring.enums.meetings import MeetingState
from mentoring.locks import locked_case
from mentoring.models import Case, Ending, EndingConversation
from mentoring.planning.days import check_day
from mentoring.services.access import end_triage_access
from mentoring.services.bookings import cancel_meeting
from mentoring.services.match_ends import close_assignment
from notifications.enums import Kind
from notifications.services.messages import withdraw_unread
from people.enums import AccessReason
from people.services.access import grant_access
from referrals.services.onward_moves import stop_onward_referrals

# Support goes on for months; a day further off is a slip of the finger in the year.
LONGEST_DAYS_AHEAD = 731
# Stands on referrals to partner agencies that are stopped by it.
DIED = "They died. Tell the agency if it does not know."


def talk_about_ending(
    *,
    case: Case,
    on_date: dt.date,
    how: HowTalked | str,
    planned_date: dt.date,
    by,
    their_words: str = "",
    still_to_do: str = "",
    contact_days: int | None = None,
    new_id: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> EndingConversation:
    """The person and we have talked about when support ends, and how: what the minimum standard of a planned ending asks for.

    `contact_days` steps contact down until then. `at` is when it was written down (now).
    """
    with trail.written("talk_about_ending", Verb.CREATED, by=by, person=case.person) as entry:
        if made := already_made(EndingConversation, new_id, case=case):
            entry.needed = False
            return made
        case = locked_case(case.pk)
        at = at or timezone.now()
        check_day(case, on_date, today=timezone.localdate(at))
        if planned_date < on_date:
            raise RuleBroken("The last day is before the day you talked about it.")
        if (planned_date - on_date).days > LONGEST_DAYS_AHEAD:
            raise RuleBroken("That is more than two years away. Check the year.")
        talk = EndingConversation(
            case=case,
            on_date=on_date,
            how=how,
            planned_date=planned_date,
            their_words=their_words,
            still_to_do=still_to_do,
            contact_days=contact_days,
            recorded_by=by,
            recorded_at=at,
        )
        if new_id:
            talk.pk = new_id
        talk.save(force_insert=True)
        entry.subject = talk
        entry.after = {"on_date": on_date, "planned_date": planned_date, "contact_days": contact_days}
        return talk


def call_off_ending(*, conversation: EndingConversation, by, note: str = "") -> EndingConversation:
    """Support does not end as they had settled; the talk stays on record and counts for no ending."""
    with trail.written(
        "call_off_ending", Verb.CHANGED, by=by, subject=conversation, person=conversation.case.person
    ) as entry:
        locked_case(conversation.case_id)
        talk = EndingConversation.objects.select_related("case__person").get(pk=conversation.pk)
        if talk.called_off_at:
            entry.needed = False
            return talk
        if talk.ending_id:
            raise RuleBroken("Support has ended after this talk, so it stands.")
        talk.called_off_at, talk.called_off_by, talk.called_off_note = timezone.now(), by, note
        talk.save(update_fields=["called_off_at", "called_off_by", "called_off_note"])
        return talk


def end_case(
    *,
    case: Case,
    kind: EndingKind | str,
    reason: EndingReason | str,
    on: dt.date,
    by,
    reason_note: str = "",
    summary: str = "",
    agreed_with_person: bool = False,
    their_words: str = "",
    at: dt.datetime | None = None,
) -> Ending:
    """End the support on `on`, written down at `at` (now), with a reason. A planned ending needs a talk about it before.

    Ends the mentors' assignments; their access lasts as many days more as the programme says. Where the person died, contacts
    that were planned are called off, reminders taken back and referrals to partner agencies stopped with their links, at once.
    Nobody is sent anything.
    """
    with trail.written("end_case", Verb.CHANGED, by=by, subject=case, person=case.person) as entry:
        case = locked_case(case.pk)
        at = at or timezone.now()
        if case.closed_date:
            said = {"ended_date": on, "kind": kind, "reason": reason, "summary": summary, "ended_by": by}
            again = case.endings.in_force().filter(**said).first()
            if again is None:
                raise RuleBroken("This case has already been ended.")
            entry.needed = False
            return again
        _check_ending(case, kind, reason, reason_note, on)
        if reason == EndingReason.DIED:
            _call_off_contacts(case, by=by, at=at)
        ending = Ending.objects.create(
            case=case,
            ended_date=on,
            kind=kind,
            reason=reason,
            reason_note=reason_note,
            summary=summary,
            agreed_with_person=agreed_with_person,
            their_words=their_words,
            ended_by=by,
            ended_at=at,
        )
        case.ending_conversations.coming().filter(on_date__lte=on).update(ending=ending)
        case.closed_date = on
        case.save(update_fields=["closed_date"])
        until = at + dt.timedelta(days=case.programme.ending_access_days)
        for assignment in case.assignments.current().select_related("mentor__user"):
            close_assignment(assignment=assignment, reason=MatchEnd.SUPPORT_ENDED, on=on, access_until=until, by=by)
        end_triage_access(case=case, by=by, at=until)
        case.flags.open().update(cleared_at=Now())
        entry.after = {"kind": kind, "reason": reason, "ended_date": on}
        return ending


def _check_ending(case, kind, reason, reason_note, on):
    if on > timezone.localdate():
        raise RuleBroken("The last day cannot be in the future.")
    if on < case.opened_date:
        raise RuleBroken("The last day is before the day they agreed to take part.")
    if reason == EndingReason.OTHER and not reason_note.strip():
        raise RuleBroken("Say in a few words why support ends.")
    if kind == EndingKind.PLANNED:
        if reason == EndingReason.DIED:
            raise RuleBroken("A death is not a planned ending. Choose “Unplanned”.")
        if not case.ending_conversations.coming().filter(on_date__lte=on).exists():
            raise RuleBroken(
                "A planned ending needs a talk with the person about it. Write that talk down first, or choose “Unplanned”."
            )


def _call_off_contacts(case: Case, *, by, at: dt.datetime) -> None:
    for meeting in case.meetings.planned().select_related("case__person"):
        cancel_meeting(
            meeting=meeting, state=MeetingState.CANCELLED_BY_US, read_at_version=meeting.version, by=by, at=at
        )
    withdraw_unread(kinds=[Kind.RELEASE_REMINDER, Kind.GATE_ASKED], subject_keys=[case.pk])
    stop_onward_referrals(onward_referrals=case.person.onward_referrals.all(), note=DIED, by=by)


def write_about_ending(*, ending: Ending, read_at_version: int, by, **words) -> Ending:
    """Change the summary, whether they agree with it, what they say about the support, or the letter to them and when they
    got it. Raises EditedMeanwhile for an old version."""
    return edit_row(
        "write_about_ending",
        ending,
        read_at_version=read_at_version,
        values=words,
        unsaid=["summary", "their_words", "letter"],
        check=_check_words,
        person=ending.case.person,
        by=by,
    )


def _check_words(ending):
    if ending.letter_given_date is None:
        return
    if not ending.letter.strip():
        raise RuleBroken("Write the letter first, then say when they got it.")
    if not ending.ended_date <= ending.letter_given_date <= timezone.localdate():
        raise RuleBroken("They got the letter between the last day of support and today. Check the day.")


def reopen_case(
    *, case: Case, by, reason: ReopenReason | str = ReopenReason.MISTAKE, note: str = "", at: dt.datetime | None = None
) -> Case:
    """Support goes on: the case waits for a mentor again, and what was planned and promised with it; the ending stays on record.

    Where it had been ended by mistake, the talks about the ending are about one to come again.
    """
    with trail.written("reopen_case", Verb.CHANGED, by=by, subject=case, person=case.person) as entry:
        case = locked_case(case.pk)
        if not case.closed_date:
            again = case.endings.filter(reopened_by=by, reopen_reason=reason, reopen_note=note).exists()
            if not again:
                raise RuleBroken("This case is open.")
            entry.needed = False
            return case
        if Case.objects.open().filter(person=case.person_id, programme=case.programme_id).exists():
            raise RuleBroken("They have another open case in this programme.")
        ending = case.endings.in_force().get()
        if reason == ReopenReason.MISTAKE:
            ending.conversations.update(ending=None)
        ending.reopened_at, ending.reopened_by = at or timezone.now(), by
        ending.reopen_reason, ending.reopen_note = reason, note
        ending.save(update_fields=["reopened_at", "reopened_by", "reopen_reason", "reopen_note"])
        case.closed_date = None
        case.save(update_fields=["closed_date"])
        grant_access(person=case.person, team=case.programme.team, role=Role.MANAGER, reason=AccessReason.TEAM, by=by)
        # Whoever is allocated takes over what is nobody's.
        case.meetings.planned().pass_to(None)
        case.promises.open().update(mentor=None)
        entry.after = {"reason": reason}
        return case
