"""Whom we may ask when we cannot reach somebody: named by the person, and agreed to as a consent to sharing of its own."""

import datetime as dt
import uuid

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from people.enums import Decision, HowGiven, Purpose
from people.models import EmergencyContact, Person
from referrals.services.decisions import record_decision


def add_emergency_contact(
    *,
    person: Person,
    name: str,
    relation: str,
    phone: str,
    how: HowGiven | str,
    decided_date: dt.date,
    by,
    witness: str = "",
    may_say: str = "",
    may_confirm: bool = False,
    new_id: uuid.UUID | None = None,
) -> EmergencyContact:
    """Write down whom the person named, and that they agree we may speak with them. The consent is listed and taken back with
    the others; once it is, they are not asked."""
    with trail.written("add_emergency_contact", Verb.CREATED, by=by, person=person) as entry:
        if made := already_made(EmergencyContact, new_id, person=person, recorded_by=by):
            entry.needed = False
            return made
        Person.objects.hold([person.pk])
        if person.emergency_contacts.kept().filter(name=name).exists():
            raise RuleBroken("They have named this person already. Take the former entry out first to change it.")
        contact = EmergencyContact.objects.create(
            pk=new_id or uuid.uuid4(),
            person=person,
            name=name,
            relation=relation,
            phone=phone,
            may_say=may_say,
            may_confirm=may_confirm,
            recorded_at=timezone.now(),
            recorded_by=by,
        )
        record_decision(
            person=person,
            purpose=Purpose.SHARING,
            decision=Decision.GIVEN,
            how=how,
            decided_date=decided_date,
            recipient=name,
            witness=witness,
            by=by,
        )
        entry.subject = contact
        return contact


def end_emergency_contact(*, contact: EmergencyContact, by) -> None:
    """Take somebody out: they are not asked any more. The entry stays on record."""
    with trail.written("end_emergency_contact", Verb.CHANGED, by=by, subject=contact, person=contact.person) as entry:
        kept = EmergencyContact.objects.kept().filter(pk=contact.pk)
        entry.needed = bool(kept.update(ended_at=timezone.now(), ended_by=by))
