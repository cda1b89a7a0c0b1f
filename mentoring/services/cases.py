"""Opening, ending and reopening a case."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db.models.functions import Now
from django.utils import timezone

from accounts.enums import Role
from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from mentoring.enums.cases import EndingKind, EndingReason, MatchEnd
from mentoring.enums.meetings import MeetingState
from mentoring.locks import locked_case
from mentoring.models import Case, Ending
from mentoring.services.access import end_triage_access
from mentoring.services.bookings import cancel_meeting
from mentoring.services.match_ends import close_assignment
from mentoring.services.readiness_kinds import start_standard_list
from notifications.enums import Kind
from notifications.services.messages import withdraw_unread
from people.enums import AccessReason, Decision, HowGiven, Purpose
from people.models import Person
from people.services.access import grant_access
from people.services.consents import record_consent
from referrals.models import Agency, Referral
from referrals.services.offers import agree_to_take_part


def sign_up(
    *,
    referral: Referral,
    how: HowGiven | str,
    agreed_date: dt.date,
    by,
    witness: str = "",
    share_with: Sequence[Agency] = (),
    texts: bool = False,
    new_id: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> Case:
    """The person agreed to take part: records the consent for each purpose and opens the case in one go.

    `share_with` are the partner agencies they agreed we may share with, until the programme's consents run out; `texts` that
    we may text them; `at` when it was written down (now). Someone who was eligible, said no before or was not seen is offered and agrees on
    the same day. Refuses a referral nobody has decided about, or that was declined, and a second open case in the programme.
    The first case of a programme starts its list of what has to be in place before the gate.
    """
    person = referral.person
    with trail.written("sign_up", Verb.CREATED, by=by, person=person) as entry:
        if made := already_made(Case, new_id, referral=referral):
            entry.needed = False
            return made
        Person.objects.hold([person.pk])
        if Case.objects.open().filter(person=person, programme=referral.programme_id).exists():
            raise RuleBroken("They already take part in this programme.")
        agreed = {
            "person": person,
            "decision": Decision.GIVEN,
            "how": how,
            "decided_date": agreed_date,
            "by": by,
            "at": at,
        }
        agree_to_take_part(referral=referral, on=agreed_date, at=at, by=by)
        record_consent(purpose=Purpose.TAKING_PART, witness=witness, **agreed)
        for agency in share_with:
            record_consent(
                purpose=Purpose.SHARING,
                recipient_name=agency.name,
                recipient_key=agency.pk,
                expires_date=referral.programme.sharing_ends(agreed_date),
                witness=witness,
                **agreed,
            )
        if texts:
            record_consent(purpose=Purpose.TEXTS, witness=witness, **agreed)
        case = Case(
            person=person,
            programme=referral.programme,
            referral=referral,
            episode=referral.episode,
            opened_date=agreed_date,
        )
        if new_id:
            case.pk = new_id
        case.save(force_insert=True)
        case.refresh_from_db(fields=["number"])
        start_standard_list(programme=case.programme, by=by)
        entry.subject, entry.after = case, {"number": case.number}
        return case


def end_case(
    *,
    case: Case,
    kind: EndingKind | str,
    reason: EndingReason | str,
    on: dt.date,
    by,
    summary: str = "",
    agreed_with_person: bool = False,
    at: dt.datetime | None = None,
) -> Ending:
    """End the support on `on`, written down at `at` (now), with a reason.

    Ends the mentors' assignments; their access lasts as many days more as the programme says. Where the person died, contacts
    that were planned are called off and reminders taken back at once. Nobody is sent anything.
    """
    with trail.written("end_case", Verb.CHANGED, by=by, subject=case, person=case.person) as entry:
        case = locked_case(case.pk)
        at = at or timezone.now()
        if case.closed_date:
            said = {"ended_date": on, "kind": kind, "reason": reason, "summary": summary, "ended_by": by}
            again = case.endings.filter(reopened_at=None, **said).first()
            if again is None:
                raise RuleBroken("This case has already been ended.")
            entry.needed = False
            return again
        if on > timezone.localdate():
            raise RuleBroken("The last day cannot be in the future.")
        if on < case.opened_date:
            raise RuleBroken("The last day is before the day they agreed to take part.")
        if reason == EndingReason.DIED:
            _call_off_contacts(case, by=by, at=at)
        ending = Ending.objects.create(
            case=case,
            ended_date=on,
            kind=kind,
            reason=reason,
            summary=summary,
            agreed_with_person=agreed_with_person,
            ended_by=by,
            ended_at=at,
        )
        case.closed_date = on
        case.save(update_fields=["closed_date"])
        until = at + dt.timedelta(days=case.programme.ending_access_days)
        for assignment in case.assignments.current().select_related("mentor__user"):
            close_assignment(assignment=assignment, reason=MatchEnd.SUPPORT_ENDED, on=on, access_until=until, by=by)
        end_triage_access(case=case, by=by, at=until)
        case.flags.open().update(cleared_at=Now())
        entry.after = {"kind": kind, "reason": reason, "ended_date": on}
        return ending


def _call_off_contacts(case: Case, *, by, at: dt.datetime) -> None:
    for meeting in case.meetings.planned().select_related("case__person"):
        cancel_meeting(
            meeting=meeting, state=MeetingState.CANCELLED_BY_US, read_at_version=meeting.version, by=by, at=at
        )
    withdraw_unread(kinds=[Kind.RELEASE_REMINDER, Kind.GATE_ASKED], subject_keys=[case.pk])


def reopen_case(*, case: Case, by) -> Case:
    """Take the ending back: the case waits for a mentor again, and what was planned and promised with it; the ending stays on record."""
    with trail.written("reopen_case", Verb.CHANGED, by=by, subject=case, person=case.person):
        case = locked_case(case.pk)
        if not case.closed_date:
            raise RuleBroken("This case is open.")
        if Case.objects.open().filter(person=case.person_id, programme=case.programme_id).exists():
            raise RuleBroken("They have another open case in this programme.")
        case.endings.filter(reopened_at=None).update(reopened_at=timezone.now(), reopened_by=by)
        case.closed_date = None
        case.save(update_fields=["closed_date"])
        grant_access(person=case.person, team=case.programme.team, role=Role.MANAGER, reason=AccessReason.TEAM, by=by)
        # Whoever is allocated takes over what is nobody's.
        case.meetings.planned().pass_to(None)
        case.promises.open().update(mentor=None)
        return case
