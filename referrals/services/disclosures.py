"""Telling somebody outside about a person: by their consent, or where somebody's life or a child is in danger."""

import datetime as dt
import uuid

from django.utils import timezone

from accounts.models import User
from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from people.enums import Purpose
from people.models import Person
from people.services.consents import need_consent
from prisons.models import Prison
from referrals.enums import Basis
from referrals.models import Agency, Disclosure, SharePack
from referrals.notifications import tell_of_danger
from referrals.services.decisions import follow_withdrawals


def record_disclosure(
    *,
    person: Person,
    what: str,
    purpose: str,
    basis: Basis | str,
    on: dt.date,
    by,
    recipient: Agency | Prison | None = None,
    somebody_else: str = "",
    reason: str = "",
    decided_by: User | None = None,
    share_pack: SharePack | None = None,
    at: dt.datetime | None = None,
    new_id: uuid.UUID | None = None,
) -> Disclosure:
    """Keep what was told, to whom, what for and why we may, written down at `at` (now).

    By consent it needs the person's consent to sharing with `recipient` on that day (ConsentNeeded). In danger it needs none:
    a reason and who decided, and the managers who may open the record are told; `somebody_else` may then be anybody.
    `share_pack` is their story, where that is what was told.
    """
    with trail.written("record_disclosure", Verb.SHARED, by=by, person=person) as entry:
        if made := already_made(Disclosure, new_id, person=person, recorded_by=by):
            entry.needed = False
            return made
        if on > timezone.localdate():
            raise RuleBroken("The day cannot be in the future: keep what was told, not what is going to be.")
        in_danger = basis == Basis.DANGER
        if bool(recipient) == bool(in_danger and somebody_else):
            raise RuleBroken("Choose whom it was told to.")
        if in_danger and not (reason and decided_by):
            raise RuleBroken("Enter what made it necessary, and who decided.")
        Person.objects.hold([person.pk])
        consent = None
        if not in_danger:
            consent = need_consent(person=person, purpose=Purpose.SHARING, recipient=recipient, on=on)
        disclosure = Disclosure(
            pk=new_id or uuid.uuid4(),
            person=person,
            agency=recipient if isinstance(recipient, Agency) else None,
            prison=recipient if isinstance(recipient, Prison) else None,
            somebody_else=somebody_else if in_danger else "",
            what=what,
            purpose=purpose,
            basis=basis,
            consent=consent,
            share_pack=share_pack,
            reason=reason if in_danger else "",
            decided_by=decided_by if in_danger else None,
            shared_date=on,
            recorded_by=by,
            recorded_at=at or timezone.now(),
        )
        disclosure.save(force_insert=True)
        entry.subject = disclosure
        entry.after = {"recipient": recipient, "basis": basis, "purpose": purpose, "on": on}
        if in_danger:
            tell_of_danger(disclosure)
        else:
            # Told before they took it back, and written down after.
            follow_withdrawals(person=person, by=by)
        return disclosure


def record_told(*, disclosure: Disclosure, by) -> int:
    """The recipient was told that the person took the consent back: of all that was shared with them. Again, it is no change.

    Returns how many disclosures are ticked off with it.
    """
    with trail.written("record_told", Verb.CHANGED, by=by, subject=disclosure, person=disclosure.person) as entry:
        Person.objects.hold([disclosure.person_id])
        to_them = Disclosure.objects.to_tell().filter(
            person=disclosure.person_id, agency=disclosure.agency_id, prison=disclosure.prison_id
        )
        told = to_them.update(told_at=timezone.now(), told_by=by)
        entry.after, entry.needed = {"recipient": disclosure.recipient, "told": told}, bool(told)
        return told
