"""What the person agreed to, said no to, or took back: rows are only added, the latest counts."""

import datetime as dt
import uuid

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from people.enums import Decision, HowGiven, Purpose
from people.models import Consent, Person

# The wording that is read aloud; raised whenever templates/people/_wording_*.html changes.
WORDING_VERSION = "2026-11"


def record_consent(
    *,
    person: Person,
    purpose: Purpose,
    decision: Decision,
    how: HowGiven,
    decided_date: dt.date,
    by,
    witness: str = "",
    recipient_name: str = "",
    at: dt.datetime | None = None,
    new_id: uuid.UUID | None = None,
) -> Consent:
    """Add a decision, written down at `at` (now). Refuses one from the future, one spoken without a witness, and sharing with nobody named."""
    with trail.written("record_consent", Verb.CREATED, by=by, person=person) as entry:
        if made := already_made(Consent, new_id, person=person, recorded_by=by):
            entry.needed = False
            return made
        if decided_date > timezone.localdate():
            raise RuleBroken("The day they agreed cannot be in the future.")
        if how == HowGiven.SPOKEN and not witness:
            raise RuleBroken("Enter who witnessed it: what is said aloud needs a witness.")
        if purpose == Purpose.SHARING and not recipient_name:
            raise RuleBroken("Enter the partner agency they agree to share with.")
        consent = Consent(
            person=person,
            purpose=purpose,
            recipient_name=recipient_name,
            decision=decision,
            how=how,
            witness=witness,
            wording_version=WORDING_VERSION,
            decided_date=decided_date,
            recorded_at=at or timezone.now(),
            recorded_by=by,
        )
        if new_id:
            consent.pk = new_id
        consent.save(force_insert=True)
        entry.subject = consent
        entry.after = {"purpose": purpose, "decision": decision, "how": how}
        return consent
