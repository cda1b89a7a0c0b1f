"""What the person agreed to, said no to, or took back: rows are only added, the latest counts.

Pages record through referrals.services.decisions, which also stops what a withdrawn consent carried.
"""

import datetime as dt
import uuid

from django.db.models import Model
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from people.enums import Decision, HowGiven, Purpose
from people.models import Consent, ConsentWording, Person
from people.wordings import FIRST_VERSION, wordings_in_use

_WORDS = {
    Purpose.TAKING_PART: "to taking part",
    Purpose.SHARING: "to sharing with whom you chose",
    Purpose.TEXTS: "to contact by text",
    Purpose.EMAILS: "to contact by e-mail",
}


class ConsentNeeded(RuleBroken):
    """Something needs a consent that is not in force. Says which, so that a page can offer to record it.

    `recipient` is the partner agency or prison for sharing, else None; `ran_out` whether there was a yes that has expired.
    """

    def __init__(self, *, purpose: Purpose | str, recipient: Model | None, ran_out: bool):
        self.purpose, self.recipient, self.ran_out = Purpose(purpose), recipient, ran_out
        missing = "has run out" if ran_out else "is missing"
        super().__init__(f"Their consent {_WORDS[self.purpose]} {missing}. Ask them, and record what they say.")


def need_consent(
    *, person: Person, purpose: Purpose | str, recipient: Model | None = None, on: dt.date | None = None
) -> Consent:
    """The consent that lets this be done on a day (today); raises ConsentNeeded when none is in force.

    `recipient` is the partner agency or prison it is to be shared with (a row with a key). Call it in the transaction of
    what it allows, with the person held (`Person.objects.hold`): a withdrawal then comes before or after, never between.
    """
    on = on or timezone.localdate()
    about = {"person": person, "purpose": purpose, "recipient_key": recipient and recipient.pk}
    latest = Consent.objects.filter(**about, decided_date__lte=on).order_by("-recorded_at").first()
    if latest is None or not latest.is_yes_on(on):
        ran_out = latest is not None and latest.decision == Decision.GIVEN
        raise ConsentNeeded(purpose=purpose, recipient=recipient, ran_out=ran_out)
    return latest


def record_consent(
    *,
    person: Person,
    purpose: Purpose | str,
    decision: Decision | str,
    how: HowGiven | str,
    decided_date: dt.date,
    by,
    witness: str = "",
    recipient_name: str = "",
    recipient_key: uuid.UUID | None = None,
    expires_date: dt.date | None = None,
    at: dt.datetime | None = None,
    new_id: uuid.UUID | None = None,
) -> Consent:
    """Add a decision, written down at `at` (now), with the version of the wording that was in use on its day.

    `expires_date` is the last day on which a yes holds; without one it holds until it is taken back. Refuses a decision from
    the future, a yes said aloud without a witness (a no or a withdrawal holds without one), sharing with nobody named, and a
    yes that ends before it begins.
    """
    with trail.written("record_consent", Verb.CREATED, by=by, person=person) as entry:
        if made := already_made(Consent, new_id, person=person, recorded_by=by):
            entry.needed = False
            return made
        if decided_date > timezone.localdate():
            raise RuleBroken("The day they agreed cannot be in the future.")
        if decision == Decision.GIVEN and how == HowGiven.SPOKEN and not witness:
            raise RuleBroken("Enter who witnessed it: a yes said aloud needs a witness.")
        if purpose == Purpose.SHARING and not recipient_name:
            raise RuleBroken("Enter the partner agency they agree to share with.")
        expires_date = expires_date if decision == Decision.GIVEN else None
        if expires_date and expires_date < decided_date:
            raise RuleBroken("The last day it holds is before the day they agreed.")
        consent = Consent(
            person=person,
            purpose=purpose,
            recipient_name=recipient_name,
            recipient_key=recipient_key,
            decision=decision,
            how=how,
            witness=witness,
            wording_version=wordings_in_use(decided_date)[purpose].version,
            decided_date=decided_date,
            expires_date=expires_date,
            recorded_at=at or timezone.now(),
            recorded_by=by,
        )
        if new_id:
            consent.pk = new_id
        consent.save(force_insert=True)
        entry.subject = consent
        entry.after = {"purpose": purpose, "decision": decision, "how": how}
        return consent


def add_wording(
    *, purpose: Purpose | str, version: str, text: str, from_date: dt.date, by, new_id: uuid.UUID | None = None
) -> ConsentWording:
    """The words read aloud for a purpose from a day on. Refuses a day that has passed, since what was read then is known, a
    version that exists already, and a second wording for one day."""
    with trail.written("add_wording", Verb.CREATED, by=by) as entry:
        if made := already_made(ConsentWording, new_id, added_by=by):
            entry.needed = False
            return made
        if from_date < timezone.localdate():
            raise RuleBroken("Choose today or a later day: what was read aloud before stays as it was.")
        others = ConsentWording.objects.filter(purpose=purpose)
        if version == FIRST_VERSION or others.filter(version=version).exists():
            raise RuleBroken("There is a wording of this version already. Give this one another name.")
        if others.filter(from_date=from_date).exists():
            raise RuleBroken("Another wording begins on this day already. Choose another day.")
        wording = ConsentWording(
            pk=new_id or uuid.uuid4(),
            purpose=purpose,
            version=version,
            text=text,
            from_date=from_date,
            added_by=by,
            added_at=timezone.now(),
        )
        wording.save(force_insert=True)
        entry.subject = wording
        entry.after = {"purpose": purpose, "version": version, "from_date": from_date}
        return wording
