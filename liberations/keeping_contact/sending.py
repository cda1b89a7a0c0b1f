"""Whether a message to a person may go out, and where to: asked when it is written and again in the moment it is sent."""

from django.conf import settings

from accounts.models import Team
from liberations.keeping_contact.enums import MessageChannel, WhyStopped
from liberations.keeping_contact.neutral import mobile
from liberations.models import PersonMessage
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


def why_not(message: PersonMessage) -> WhyStopped | None:
    """Why a message must not go out now after all; None if it may. The case, its time in custody and the person come with it."""
    case = message.case
    if case.closed_date:
        return WhyStopped.SUPPORT_ENDED
    if case.episode.released_date is None:
        return WhyStopped.IN_CUSTODY
    purpose = PURPOSES[MessageChannel(message.channel)]
    if not Consent.objects.in_force().filter(person=case.person_id, purpose=purpose).exists():
        return WhyStopped.NO_CONSENT
    return None if address_of(case.person, message.channel) else WhyStopped.NO_ADDRESS


def address_of(person: Person, channel: MessageChannel | str) -> str:
    """Where a message goes by e-mail: their address, or their number at the gateway. Empty if there is none."""
    if channel == MessageChannel.EMAIL:
        return person.email
    number = mobile(person.phone)
    return f"{number.removeprefix('+')}@{settings.SMS_GATEWAY_DOMAIN}" if number else ""
