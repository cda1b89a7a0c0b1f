"""Referring a person to a partner agency's service, and what became of it."""

import datetime as dt
import uuid

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from people.models import Person
from referrals.enums import ONWARD_MOVES, Basis, OnwardState
from referrals.models import OnwardReferral, Service
from referrals.services.decisions import follow_withdrawals
from referrals.services.disclosures import record_disclosure


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
        if not Service.objects.open_on(on).exclude(agency__closed_date__lte=on).filter(pk=service.pk).exists():
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
            state_date=on,
            state_by=by,
        )
        onward.save(force_insert=True)
        # Sent before they took it back, and written down after.
        follow_withdrawals(person=person, by=by)
        onward.refresh_from_db(fields=["state", "state_note", "state_date", "state_by"])
        entry.subject, entry.after = onward, {"service": service}
        return onward


def move_onward_referral(
    *, onward: OnwardReferral, state: OnwardState | str, by, on: dt.date | None = None, note: str = ""
) -> OnwardReferral:
    """What became of it, heard on a day (today). The same again is no change; refuses a move from its present state that makes
    no sense, and a day in the future or before it was sent."""
    with trail.written("move_onward_referral", Verb.CHANGED, by=by, subject=onward, person=onward.person) as entry:
        on = on or timezone.localdate()
        locked = OnwardReferral.objects.select_for_update(of=("self",)).get(pk=onward.pk)
        if (locked.state, locked.state_note, locked.state_date) == (state, note, on):
            entry.needed = False
            return locked
        if state not in ONWARD_MOVES[locked.state]:
            raise RuleBroken(
                f"This referral is now at “{locked.get_state_display()}”. Open it again to see what was done."
            )
        if not locked.sent_date <= on <= timezone.localdate():
            raise RuleBroken("The day must be between the day it was sent and today.")
        entry.before, entry.after = {"state": locked.state}, {"state": state}
        locked.state, locked.state_note, locked.state_date, locked.state_by = state, note, on, by
        locked.save(update_fields=["state", "state_note", "state_date", "state_by"])
        return locked
