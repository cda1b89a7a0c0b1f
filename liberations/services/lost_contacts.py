"""Looking for somebody nobody reaches: a mentor who is worried, what came of each step, a hold, the end, and the job."""

import dataclasses
import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from liberations.keeping_contact.enums import SAID_ENDS, SAID_RUNGS, LostEnd, Rung, RungAnswer
from liberations.keeping_contact.reading import last_spoken
from liberations.keeping_contact.sweeps import refresh_looking
from liberations.models import LostContact, LostContactStep
from liberations.notifications import tell_found, tell_lost, tell_managers_of_lost
from mentoring.locks import locked_case, locked_of_case
from mentoring.models import Case
from people.models import EmergencyContact


@dataclasses.dataclass(frozen=True)
class LookingChanges:
    """How many a run of the job began to look for, stopped looking for, and told the managers of."""

    begun: int = 0
    ended: int = 0
    told: int = 0


def look_for_people(*, by=None, today: dt.date | None = None) -> LookingChanges:
    """By the clock (keeping_contact.sweeps.refresh_looking): the mentor is told when contact is lost, the managers when it lasts,
    and nobody any more once it is over. Running it again changes nothing. `by` is nobody: it is a job."""
    with transaction.atomic():
        looking = refresh_looking(today=today)
        cases = Case.objects.select_related("programme").in_bulk({*looking.begun, *looking.told})
        tell_found(looking.ended)
        tell_lost([cases[key] for key in looking.begun])
        tell_managers_of_lost([cases[key] for key in looking.told])
        return LookingChanges(begun=len(looking.begun), ended=len(looking.ended), told=len(looking.told))


def begin_looking(*, case: Case, worry: str, by, new_id: uuid.UUID | None = None) -> LostContact:
    """ "I'm worried": look for them from now on, and tell the managers at once. Where somebody looks for them already, the worry
    is added and the managers are told if they were not."""
    with trail.written("begin_looking", Verb.CREATED, by=by, person=case.person) as entry:
        if made := already_made(LostContact, new_id, case=case):
            entry.needed = False
            return made
        case = locked_case(case.pk)
        _check_out(case)
        if not worry.strip():
            raise RuleBroken("Say what worries you, in a sentence.")
        lost = case.lost_contacts.open().first()
        if lost and (lost.worry, lost.worried_by_id) == (worry, by.pk):
            entry.subject, entry.needed = lost, False
            return lost
        today = timezone.localdate()
        if lost is None:
            lost = LostContact(pk=new_id or uuid.uuid4(), case=case, began_date=today, since_date=last_spoken(case))
            lost.began_at = timezone.now()
        lost.worry, lost.worried_by, lost.manager_told_at = worry, by, timezone.now()
        lost.hold_until = None
        lost.save()
        entry.subject, entry.after = lost, {"worried": True}
        tell_managers_of_lost([case], worry=lost)
        return lost


def answer_rung(
    *,
    lost: LostContact,
    rung: Rung | str,
    answer: RungAnswer | str,
    note: str,
    by,
    new_id: uuid.UUID | None = None,
) -> LostContactStep:
    """Say what came of a step. Whom they named may be asked only while they agree to it; that the manager has looked at it is
    the manager's to say."""
    with trail.written("answer_rung", Verb.CHANGED, by=by, person=lost.case.person) as entry:
        if made := already_made(LostContactStep, new_id, lost_contact=lost, said_by=by):
            entry.needed = False
            return made
        lost = locked_of_case(lost)
        _check_open(lost)
        if rung not in SAID_RUNGS:
            raise RuleBroken("This step is made by trying: log what you tried.")
        if rung == Rung.MANAGER and not by.is_manager:
            raise RuleBroken("Your manager says this. They have been told, or are told on the day it is due.")
        if rung == Rung.EMERGENCY and answer == RungAnswer.DONE and not _may_ask(lost.case):
            raise RuleBroken(
                "They do not agree that we ask anybody. Where life is in danger, tell somebody and record it as shared in danger."
            )
        if not note.strip():
            raise RuleBroken("Say what came of it, in a sentence.")
        lost.steps.filter(rung=rung, taken_back_at=None).update(taken_back_at=timezone.now())
        made = LostContactStep.objects.create(
            pk=new_id or uuid.uuid4(),
            lost_contact=lost,
            rung=rung,
            answer=answer,
            note=note,
            said_at=timezone.now(),
            said_by=by,
        )
        entry.subject, entry.after = made, {"rung": rung, "answer": answer}
        return made


def take_back_rung(*, step: LostContactStep, by) -> None:
    """What was said of a step is taken back: it is open again."""
    lost = step.lost_contact
    with trail.written("take_back_rung", Verb.CHANGED, by=by, subject=step, person=lost.case.person) as entry:
        _check_open(locked_of_case(lost))
        taken = LostContactStep.objects.filter(pk=step.pk, taken_back_at=None).update(taken_back_at=timezone.now())
        entry.before, entry.needed = {"rung": step.rung, "answer": step.answer}, bool(taken)


def hold_looking(*, lost: LostContact, until: dt.date | None, reason: str, by) -> LostContact:
    """Nobody is told anything up to a day, for a reason; it comes back by itself. `until=None` ends the hold."""
    with trail.written("hold_looking", Verb.CHANGED, by=by, subject=lost, person=lost.case.person) as entry:
        lost = locked_of_case(lost)
        _check_open(lost)
        if (lost.hold_until, lost.hold_reason) == (until, reason if until else lost.hold_reason):
            entry.needed = False
            return lost
        today = timezone.localdate()
        if until is not None:
            if until <= today:
                raise RuleBroken("Choose a day after today, on which it comes back.")
            longest = lost.case.programme.lost_hold_days
            if (until - today).days > longest:
                raise RuleBroken(f"Choose a day within {longest} days. It can be put on hold again.")
            if not reason.strip():
                raise RuleBroken("Say why nothing can be done until then.")
            lost.hold_reason, lost.hold_by = reason, by
        entry.before, entry.after = {"hold_until": lost.hold_until}, {"hold_until": until}
        lost.hold_until = until
        lost.save(update_fields=["hold_until", "hold_reason", "hold_by"])
        return lost


def end_looking(*, lost: LostContact, how: LostEnd | str, note: str, by) -> LostContact:
    """Nobody looks for them any more: somebody has seen them, or they asked us to stop. That we spoke with them is said by
    logging the contact. Asked to stop, contact is not counted as lost again until they speak with us."""
    with trail.written("end_looking", Verb.CHANGED, by=by, subject=lost, person=lost.case.person) as entry:
        lost = locked_of_case(lost)
        if lost.ended_at and (lost.ended_how, lost.ended_note) == (how, note):
            entry.needed = False
            return lost
        _check_open(lost)
        if how not in SAID_ENDS:
            raise RuleBroken("Log the contact: that ends it by itself.")
        if not note.strip():
            raise RuleBroken("Say who has seen them or what they said, and when.")
        lost.ended_at, lost.ended_how, lost.ended_note, lost.ended_by = timezone.now(), how, note, by
        lost.save(update_fields=["ended_at", "ended_how", "ended_note", "ended_by"])
        entry.after = {"ended_how": how}
        tell_found([lost.case_id])
        return lost


def look_again(*, lost: LostContact, by) -> LostContact:
    """Take the end back: it was said by mistake, and the steps go on where they stood."""
    with trail.written("look_again", Verb.CHANGED, by=by, subject=lost, person=lost.case.person) as entry:
        lost = locked_of_case(lost)
        if lost.is_open:
            entry.needed = False
            return lost
        _check_out(lost.case)
        if lost.ended_how not in SAID_ENDS:
            raise RuleBroken("This ended by itself. If you are worried, say so.")
        if lost.case.lost_contacts.open().exists():
            raise RuleBroken("Somebody looks for them again already.")
        entry.before = {"ended_how": lost.ended_how}
        lost.ended_at, lost.ended_how, lost.ended_note, lost.ended_by = None, "", "", None
        lost.save(update_fields=["ended_at", "ended_how", "ended_note", "ended_by"])
        return lost


def _check_open(lost: LostContact) -> None:
    if not lost.is_open:
        raise RuleBroken("Nobody looks for them any more. If you are worried again, say so.")
    _check_out(lost.case)


def _check_out(case: Case) -> None:
    if case.closed_date:
        raise RuleBroken("Support has ended. Reopen the case to record anything new.")
    if case.episode.released_date is None:
        raise RuleBroken("They are in prison. Ask the hall how they are, and record a visit or an alert.")


def _may_ask(case: Case) -> bool:
    return EmergencyContact.objects.may_be_asked().filter(person=case.person_id).exists()
