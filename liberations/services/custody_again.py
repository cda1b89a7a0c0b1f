"""Back in custody: a new time in custody under the same person, with the mentor they had asked first; and taking that back."""

import datetime as dt
import uuid

from django.db.models import ProtectedError
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from liberations.notifications import tell_back_in_custody
from liberations.services.sweeps import flag_overdue_follow_ups
from mentoring.enums.cases import OfferedAgain, ReopenReason
from mentoring.enums.meetings import INSIDE, MeetingState
from mentoring.enums.plans import ReviewCause
from mentoring.locks import locked_case
from mentoring.models import Case, CustodyAgain, Mentor
from mentoring.services.assignments import allocate
from mentoring.services.bookings import cancel_meeting
from mentoring.services.endings import reopen_case
from mentoring.services.first_nights import restore_first_night, retire_first_night
from mentoring.services.outcomes import note_return
from mentoring.services.plan_reviews import ask_for_reviews
from mentoring.services.readiness import ask_anew, take_back_ask_anew
from people.models import Person
from prisons.models import CustodialEpisode, Prison
from prisons.services.episodes import begin_episode, drop_episode
from referrals.enums import Source
from referrals.services.referrals import receive_referral


def return_to_custody(
    *,
    case: Case,
    prison: Prison,
    on_date: dt.date,
    by,
    source: Source | str = Source.PRISON_STAFF,
    new_id: uuid.UUID | None = None,
    at: dt.datetime | None = None,
    **custody,
) -> CustodyAgain:
    """They are back in custody since `on_date`, in `prison` (`custody`: see prisons Admission), written down at `at` (now).

    Support that is open, or ended a short time ago (programme), goes on in the same case: plan, consents and promises stay,
    contacts outside are called off, the follow-up stops with the release it counted from, the plan is looked at again, and what has
    to be in place before the gate is asked anew. Without a mentor now, the one they had is asked first. Support that ended long ago is offered anew: a referral by `source` waits.
    A time in custody that a list has told us of is taken, not begun twice; refuses another prison than it says.
    """
    with trail.written("return_to_custody", Verb.CREATED, by=by, person=case.person) as entry:
        if made := already_made(CustodyAgain, new_id, case=case):
            entry.needed = False
            return made
        case, at = locked_case(case.pk), at or timezone.now()
        Person.objects.hold([case.person_id])
        _check(case, on_date, today=timezone.localdate(at))
        told = CustodialEpisode.objects.filter(person=case.person_id, released_date=None).first()
        if told and told.stays.filter(to_date=None).exclude(prison=prison).exists():
            raise RuleBroken(
                "A prison has told us already that they are in another one. Choose that one, and record the move afterwards."
            )
        episode = told or begin_episode(
            person=case.person,
            prison=prison,
            admitted_date=on_date,
            by=by,
            **{"return_area": case.episode.return_area, **custody},
        )
        again = CustodyAgain(
            case=case,
            former_episode=case.episode,
            episode=episode,
            on_date=on_date,
            goes_on=case.goes_on(on_date),
            reopened=case.goes_on(on_date) and case.closed_date is not None,
            began_episode=told is None,
            recorded_by=by,
            recorded_at=at,
        )
        if new_id:
            again.pk = new_id
        note_return(case=case, on_date=on_date, by=by, at=at)
        if again.goes_on:
            again.offered_to = _take_up(case, again, by=by, at=at)
        else:
            receive_referral(
                person=case.person,
                programme=case.programme,
                episode=episode,
                source=source,
                referred_date=timezone.localdate(at),
                by=by,
                at=at,
            )
        again.save(force_insert=True)
        tell_back_in_custody(again, by=by)
        entry.subject = again
        entry.after = {"goes_on": again.goes_on, "on_date": on_date, "offered_to": again.offered_to_id}
        return again


def _check(case, on_date, *, today):
    if case.episode.released_date is None:
        raise RuleBroken("They are on record as being in custody. Use “Moved prison” if they are in another one.")
    if on_date > today:
        raise RuleBroken("The day they came back cannot be in the future.")
    if on_date < case.episode.released_date:
        raise RuleBroken("That is before they were released.")
    if Case.objects.filter(person=case.person_id, programme=case.programme_id, number__gt=case.number).exists():
        raise RuleBroken("They have had newer support in this programme. Open that.")


def _take_up(case: Case, again: CustodyAgain, *, by, at: dt.datetime) -> Mentor | None:
    """The case is about the new time in custody from now on. Returns the mentor to be asked first; None if they have one."""
    if again.reopened:
        reopen_case(case=case, reason=ReopenReason.RETURNED, by=by, at=at)
        case.refresh_from_db()
    case.episode = again.episode
    case.save(update_fields=["episode"])
    outside = case.meetings.planned().exclude(channel__in=INSIDE)
    for meeting in outside.select_related("case__person"):
        cancel_meeting(
            meeting=meeting, state=MeetingState.CANCELLED_BY_US, read_at_version=meeting.version, by=by, at=at
        )
    flag_overdue_follow_ups(case_keys=[case.pk])
    retire_first_night(case=case, by=by)
    ask_anew(case=case, by=by, at=at)
    ask_for_reviews(case_keys=[case.pk], cause=ReviewCause.RETURNED, on=again.on_date, by=by)
    if case.assignments.lead().current().exists():
        return None
    last = case.assignments.lead().in_earnest().select_related("mentor__user").last()
    if last is None:
        return None
    mentor = last.mentor
    may_be = mentor.available and mentor.user.is_active and mentor.user.team_id == case.programme.team_id
    return mentor if may_be else None


def answer_return(*, again: CustodyAgain, answer: OfferedAgain | str, by) -> CustodyAgain:
    """The mentor they had says whether they are their mentor again; a yes allocates at once."""
    with trail.written("answer_return", Verb.CHANGED, by=by, subject=again, person=again.case.person) as entry:
        case = locked_case(again.case_id)
        again = CustodyAgain.objects.select_related("offered_to__user").get(pk=again.pk)
        again.case = case
        if again.answer == answer:
            entry.needed = False
            return again
        if again.offered_to is None or again.taken_back_at:
            raise RuleBroken("Nobody is asked any more.")
        lead = case.assignments.lead().current().first()
        if lead and (again.answer or lead.mentor_id != again.offered_to_id):
            raise RuleBroken("Somebody has become their mentor meanwhile. The manager can change that.")
        if answer == OfferedAgain.YES:
            allocate(case=case, mentor=again.offered_to, match_note="Was their mentor before", by=by)
        again.answer, again.answered_at = answer, timezone.now()
        again.save(update_fields=["answer", "answered_at"])
        entry.after = {"answer": answer}
        return again


def take_back_return(*, again: CustodyAgain, by) -> CustodyAgain:
    """They are not back in custody after all. The case is about the release before again; contacts that were called off stay so.

    Refuses once something has been written down for the new time in custody. Support that was reopened stays open.
    """
    with trail.written("take_back_return", Verb.CHANGED, by=by, subject=again, person=again.case.person) as entry:
        case = locked_case(again.case_id)
        again = CustodyAgain.objects.get(pk=again.pk)
        if again.taken_back_at:
            entry.needed = False
            return again
        if again.goes_on and case.episode_id != again.episode_id:
            raise RuleBroken("They have been in custody again since.")
        if case.meetings.filter(episode=again.episode).exists():
            raise RuleBroken("Visits have been written down for this time in custody. Take these back first.")
        if not again.goes_on:
            raise RuleBroken("A referral waits for this time in custody. Close the referral instead.")
        episode = again.episode
        case.episode_id = again.former_episode_id
        case.save(update_fields=["episode"])
        earlier = case.custodies_again.standing().filter(goes_on=True).exclude(pk=again.pk).first()
        take_back_ask_anew(case=case, asked_at=again.recorded_at, by=by)
        restore_first_night(case=case, told_since=earlier and earlier.recorded_at, by=by)
        again.taken_back_at, again.episode = timezone.now(), None
        again.save(update_fields=["taken_back_at", "episode"])
        if again.began_episode:
            try:
                drop_episode(episode=episode, by=by)
            except ProtectedError as hangs_on_it:
                raise RuleBroken(
                    "Something has been written down for this time in custody: a date, a gate. It stands."
                ) from hangs_on_it
        return again
