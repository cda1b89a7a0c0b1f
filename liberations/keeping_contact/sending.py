"""Whether a message to a person may go out, and where to: asked when it is written and again in the moment it is sent."""

import uuid

from django.conf import settings
from django.db.models import Exists, OuterRef

from accounts.models import Team
from liberations.keeping_contact.enums import MessageChannel, WhyStopped
from liberations.keeping_contact.neutral import mobile
from mentoring.enums.cases import EndingReason
from mentoring.models import Case, Ending
from people.enums import Purpose
from people.models import Consent, Person
from prisons.models import Prison
from referrals.models import Agency, Programme

# What they must agree to for each way.
PURPOSES = {MessageChannel.TEXT: Purpose.TEXTS, MessageChannel.EMAIL: Purpose.EMAILS}


def names_that_tell() -> list[str]:
    """Names that would give away whom the person knows: prisons, programmes, teams, partner agencies. One query."""
    first, *others = (model.objects.order_by().values_list("name") for model in (Prison, Programme, Team, Agency))
    return [name for (name,) in first.union(*others)]


def why_not(case: Case, channel: MessageChannel | str) -> WhyStopped | None:
    """Why nothing that waits may go out to them now after all; None if it may. The time in custody and the person come with it.

    Who is known to have died is sent nothing, whichever of their cases was ended for it. One query.
    """
    agreed = Consent.objects.in_force().filter(person=OuterRef("pk"), purpose=PURPOSES[MessageChannel(channel)])
    facts = Person.objects.filter(pk=case.person_id).values_list(Exists(_deaths(OuterRef("pk"))), Exists(agreed))
    died, agrees = facts.get()
    if case.closed_date or died:
        return WhyStopped.SUPPORT_ENDED
    if case.episode.released_date is None:
        return WhyStopped.IN_CUSTODY
    if not agrees:
        return WhyStopped.NO_CONSENT
    return None if address_of(case.person, channel) else WhyStopped.NO_ADDRESS


def has_died(person_key: uuid.UUID) -> bool:
    """Support of theirs has ended because they died, in whichever programme. One query."""
    return _deaths(person_key).exists()


def _deaths(person):
    return Ending.objects.in_force().filter(case__person=person, reason=EndingReason.DIED)


def address_of(person: Person, channel: MessageChannel | str) -> str:
    """Where a message goes by e-mail: their address, or their number at the gateway. Empty if there is none."""
    if channel == MessageChannel.EMAIL:
        return person.email
    number = mobile(person.phone)
    return f"{number.removeprefix('+')}@{settings.SMS_GATEWAY_DOMAIN}" if number else ""
