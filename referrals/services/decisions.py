"""A decision of the person and all that follows from it: what a withdrawn consent carried stops in the same moment."""

import datetime as dt
import uuid

from django.db.models import Q

from audit import trail
from audit.enums import Verb
from core.once import already_made
from people.enums import Decision, HowGiven, Purpose
from people.models import Consent, Person
from people.services.consents import record_consent
from prisons.models import Prison
from referrals.enums import Basis
from referrals.models import Agency, Disclosure, OnwardReferral
from referrals.services.onward_moves import stop_onward_referrals

TAKEN_BACK = "They took back their consent to sharing."


def record_decision(
    *,
    person: Person,
    purpose: Purpose | str,
    decision: Decision | str,
    how: HowGiven | str,
    decided_date: dt.date,
    by,
    recipient: Agency | Prison | str | None = None,
    witness: str = "",
    expires_date: dt.date | None = None,
    new_id: uuid.UUID | None = None,
) -> Consent:
    """Record what the person decided, and let it take effect everywhere at once (see follow_withdrawals).

    Sharing is with `recipient`, a partner agency or prison, or the name of one that is on no list of ours. Who no longer
    takes part takes back all else they agreed to as well.
    """
    with trail.written("record_decision", Verb.CREATED, by=by, person=person) as entry:
        if made := already_made(Consent, new_id, person=person, recorded_by=by):
            entry.needed = False
            return made
        Person.objects.hold([person.pk])
        said = {"how": how, "witness": witness, "decided_date": decided_date}
        consent = record_consent(
            person=person,
            purpose=purpose,
            decision=decision,
            recipient_name=getattr(recipient, "name", recipient or ""),
            recipient_key=getattr(recipient, "pk", None),
            expires_date=expires_date,
            new_id=new_id,
            by=by,
            **said,
        )
        if purpose == Purpose.TAKING_PART and decision != Decision.GIVEN:
            _take_back_all(person, by=by, **said)
        entry.subject = consent
        entry.after = {"stopped": follow_withdrawals(person=person, by=by)}
        return consent


def follow_withdrawals(*, person: Person, by) -> int:
    """Put what hangs on the person's consents in line with what they say now. Returns how many onward referrals it stopped.

    Open onward referrals to whom sharing was refused or withdrawn stop, and their links with them; what was shared with them
    by consent is marked as withdrawn, so that they are told. Who agreed again before anybody told them need not be told.
    """
    with trail.written("follow_withdrawals", Verb.CHANGED, by=by, person=person) as entry:
        # What is kept of whom we told names an agency or a prison by its key; who is known by a name alone is none of them.
        decided = person.consents.filter(purpose=Purpose.SHARING, recipient_key__isnull=False)
        latest = list(decided.latest_decisions())
        shared = Disclosure.objects.filter(person=person, basis=Basis.CONSENT, told_at=None)
        stopped = marked = 0
        for decision in latest:
            with_them = shared.filter(Q(agency=decision.recipient_key) | Q(prison=decision.recipient_key))
            if decision.decision == Decision.GIVEN:
                marked += with_them.filter(withdrawal__isnull=False).update(withdrawal=None)
                continue
            marked += with_them.filter(withdrawal=None).update(withdrawal=decision)
            to_them = OnwardReferral.objects.filter(person=person, service__agency=decision.recipient_key)
            stopped += stop_onward_referrals(onward_referrals=to_them, note=TAKEN_BACK, by=by)
        entry.after, entry.needed = {"stopped": stopped, "marked": marked}, bool(stopped or marked)
        return stopped


def _take_back_all(person, *, by, **said):
    rest = person.consents.exclude(purpose=Purpose.TAKING_PART).latest_decisions()
    for consent in [row for row in rest if row.decision == Decision.GIVEN]:
        record_consent(
            person=person,
            purpose=consent.purpose,
            decision=Decision.WITHDRAWN,
            recipient_name=consent.recipient_name,
            recipient_key=consent.recipient_key,
            by=by,
            **said,
        )
