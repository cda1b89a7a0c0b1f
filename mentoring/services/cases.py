"""Opening a case. Ending and reopening it is in endings.py."""

import datetime as dt
import uuid
from collections.abc import Sequence

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from mentoring.models import Case
from mentoring.services.readiness_kinds import start_standard_list
from people.enums import Decision, HowGiven, Purpose
from people.models import Person
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
