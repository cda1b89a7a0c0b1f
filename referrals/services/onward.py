"""Referring a person to a partner agency's service, and what became of it."""

import datetime as dt
import uuid

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from people.enums import Purpose
from people.models import Person
from people.services.consents import need_consent
from referrals.enums import ONWARD_MOVES, OPEN_ONWARD_STATES, Basis, Condition, OnwardDecline, OnwardState
from referrals.models import OnwardReferral, Service
from referrals.models.onward import STANDING_FIELDS
from referrals.onward_days import standing_at
from referrals.services.decisions import follow_withdrawals
from referrals.services.disclosures import record_disclosure
from referrals.services.onward_moves import put_standing, stand_at


def send_onward_referral(
    *,
    person: Person,
    service: Service,
    what: str,
    by,
    on: dt.date | None = None,
    at: dt.datetime | None = None,
    new_id: uuid.UUID | None = None,
) -> OnwardReferral:
    """Refer the person to a service on a day (today), written down at `at` (now). `what` is what the agency is told.

    Needs their consent to sharing with the agency (ConsentNeeded); the disclosure is kept with it. Refuses a service that is
    closed, and one they are referred to already.
    """
    with trail.written("send_onward_referral", Verb.SHARED, by=by, person=person) as entry:
        if made := already_made(OnwardReferral, new_id, person=person, sent_by=by):
            entry.needed = False
            return made
        on = on or timezone.localdate()
        Person.objects.hold([person.pk])
        if not Service.objects.in_use(on).filter(pk=service.pk).exists():
            raise RuleBroken("This service is closed. Choose another one.")
        if OnwardReferral.objects.open().filter(person=person, service=service).exists():
            raise RuleBroken("They are referred to this service already, and it is not settled yet.")
        disclosure = record_disclosure(
            person=person,
            recipient=service.agency,
            what=what,
            purpose=f"Referral to {service.name}",
            basis=Basis.CONSENT,
            on=on,
            at=at,
            by=by,
        )
        onward = OnwardReferral(
            pk=new_id or uuid.uuid4(),
            person=person,
            service=service,
            consent=disclosure.consent,
            disclosure=disclosure,
            sent_date=on,
            sent_by=by,
            sent_at=at or timezone.now(),
            state_by=by,
            **standing_at(person=person, state=OnwardState.SENT, on=on),
        )
        onward.save(force_insert=True)
        # Sent before they took it back, and written down after.
        follow_withdrawals(person=person, by=by)
        onward.refresh_from_db(fields=[*STANDING_FIELDS, "state_by"])
        entry.subject, entry.after = onward, {"service": service}
        return onward


def move_onward_referral(
    *,
    onward: OnwardReferral,
    state: OnwardState | str,
    by,
    on: dt.date | None = None,
    note: str = "",
    decline_reason: OnwardDecline | str = "",
    decline_condition: Condition | str = "",
    ask_again_date: dt.date | None = None,
) -> OnwardReferral:
    """What became of it, heard on a day (today). The same again is no change.

    `ask_again_date` is by when to hear more, an appointment for instance; without it the programme's days count. Declined
    needs a reason. Refuses a move from its present state that makes no sense, and a day in the future or before it was sent.
    """
    with trail.written("move_onward_referral", Verb.CHANGED, by=by, subject=onward, person=onward.person) as entry:
        on = on or timezone.localdate()
        locked = lock_onward(onward=onward, by=by)
        said = {
            "state": state,
            "on": on,
            "decline_reason": decline_reason,
            "decline_condition": decline_condition,
            "ask_again_date": ask_again_date,
        }
        check_answer(by=by, **said)
        standing = standing_at(person=locked.person, note=note, **said)
        if all(getattr(locked, name) == value for name, value in standing.items()):
            entry.needed = False
            return locked
        need_onward_move(onward=locked, state=state, by=by)
        if not locked.sent_date <= on <= timezone.localdate():
            raise RuleBroken("The day must be between the day it was sent and today.")
        entry.before, entry.after = {"state": locked.state}, {"state": state, "why": decline_reason}
        stand_at(onward=locked, standing=standing, by=by)
        return locked


def undo_onward_move(*, onward: OnwardReferral, move_key: uuid.UUID, by) -> OnwardReferral:
    """Take back the latest move, written down by mistake: it stands where it stood before. Again, it is no change.

    Refuses a move that another followed, and to open again what needs a consent that is not in force (ConsentNeeded), or
    what was sent again meanwhile.
    """
    with trail.written("undo_onward_move", Verb.CHANGED, by=by, subject=onward, person=onward.person) as entry:
        Person.objects.hold([onward.person_id])
        locked = lock_onward(onward=onward, by=by)
        latest, *before = [*locked.moves.standing()[:2], None]
        if latest is None or latest.pk != move_key:
            if locked.moves.filter(pk=move_key, undone_at=None).exists():
                raise RuleBroken("Something newer was written down since. Take that back first.")
            entry.needed = False
            return locked
        former = before[0]
        standing = _standing_of(former) if former else _as_sent(locked)
        if standing["state"] in OPEN_ONWARD_STATES and not locked.is_open:
            _check_may_open_again(locked)
        latest.undone_at, latest.undone_by = timezone.now(), by
        latest.save(update_fields=["undone_at", "undone_by"])
        entry.before, entry.after = {"state": locked.state}, {"state": standing["state"]}
        put_standing(onward=locked, standing=standing, by=former.said_by if former else locked.sent_by)
        return locked


def lock_onward(*, onward: OnwardReferral, by) -> OnwardReferral:
    """The referral as it stands now, locked until the transaction ends."""
    related = ("person", "service__agency", "sent_by", "disclosure", "share_pack")
    return OnwardReferral.objects.select_for_update(of=("self",)).select_related(*related).get(pk=onward.pk)


def need_onward_move(*, onward: OnwardReferral, state: OnwardState | str, by) -> None:
    """Refuses a move that makes no sense from where a locked referral stands."""
    if state not in ONWARD_MOVES[onward.state]:
        raise RuleBroken(f"This referral is now at “{onward.get_state_display()}”. Open it again to see what was done.")


def check_answer(*, state, on, ask_again_date, decline_reason, decline_condition, by) -> None:
    """Refuses a no without its reason, and a day to hear more by that lies before what was heard."""
    if state == OnwardState.DECLINED and not decline_reason:
        raise RuleBroken("Choose why they declined.")
    if state == OnwardState.DECLINED and decline_reason == OnwardDecline.CONDITION and not decline_condition:
        raise RuleBroken("Choose which people they do not take.")
    if ask_again_date and ask_again_date < on:
        raise RuleBroken("The day to hear more by is before the day you heard this.")


def _standing_of(move):
    return {name: getattr(move, name) for name in STANDING_FIELDS}


def _as_sent(onward):
    """Where it stood before its first move."""
    return standing_at(person=onward.person, state=OnwardState.SENT, on=onward.sent_date)


def _check_may_open_again(onward):
    need_consent(person=onward.person, purpose=Purpose.SHARING, recipient=onward.service.agency)
    others = OnwardReferral.objects.open().filter(person=onward.person, service=onward.service)
    if others.exclude(pk=onward.pk).exists():
        raise RuleBroken("They were referred to this service again since. Go on with the newer referral.")
