"""Sending texts and e-mails to people that wait: claimed a few at a time, sent with no transaction open, marked one by one.

As notifications/services/outbox.py, whose lease and waits it shares. Texts go as e-mails to a gateway (SMS_GATEWAY_DOMAIN).
"""

import logging

from django.conf import settings
from django.core import mail
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest, Now
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from liberations.keeping_contact.enums import MessageChannel, PersonMessageState
from liberations.keeping_contact.quiet import is_quiet, next_waking
from liberations.keeping_contact.sending import address_of, why_not
from liberations.models import PersonMessage
from liberations.models.person_messages import MOST_TRIES
from liberations.notifications import tell_message_failed
from liberations.services.person_messages import settle_sent, stop_message
from mentoring.locks import locked_of_case
from notifications.services.outbox import FIRST_WAIT, LEASE, Sent, attempt, drain

logger = logging.getLogger(__name__)


def send_waiting_messages(*, by=None) -> Sent:
    """Send what waits and is due, oldest first; several workers may do it at once. What may no longer go out is stopped, what
    came into the night waits for the morning. `by` is nobody: it is a job; who asked for a message is who tried."""
    return drain(claim=_claim, send=_send)


def _claim(batch: int) -> list[PersonMessage]:
    with transaction.atomic():
        due = (
            PersonMessage.objects.unsent()
            .filter(retry_at__lte=Now())
            .select_related("case__person", "case__programme", "case__episode", "asked_by")
            .select_for_update(of=("self",), skip_locked=True)
            .order_by("retry_at")[:batch]
        )
        claimed = list(due)
        PersonMessage.objects.filter(pk__in=[message.pk for message in claimed]).update(retry_at=Now() + LEASE)
    return claimed


def _send(message: PersonMessage, connection, done: Sent) -> None:
    now = timezone.now()
    if is_quiet(message.case.programme, now):
        # Never at once again, however far apart the clocks of the database and of this process are.
        morning = Greatest(Value(next_waking(message.case.programme, now)), Now() + FIRST_WAIT)
        PersonMessage.objects.filter(pk=message.pk).update(retry_at=morning)
        return
    if why := why_not(message.case, message.channel):
        _settle(message, lambda held: stop_message(message=held, why=why, by=held.asked_by))
        done.dropped += 1
        return
    attempt(
        lambda: _mail_of(message, connection).send(),
        about=message.pk,
        done=done,
        sent=lambda: _settle(message, lambda held: settle_sent(message=held, by=held.asked_by)),
        failed=lambda: _failed(message),
        hopeless=lambda: _give_up(message),
    )


def _mail_of(message: PersonMessage, connection) -> mail.EmailMessage:
    sender = settings.PERSON_EMAIL_FROM
    return mail.EmailMessage(
        subject=message.subject if message.channel == MessageChannel.EMAIL else "",
        body=message.body,
        from_email=sender,
        to=[address_of(message.case.person, message.channel)],
        headers={"Message-ID": f"<{message.pk}@{sender.rpartition('@')[2].strip('>')}>"},
        connection=connection,
    )


def _settle(message: PersonMessage, work) -> None:
    """In one write with its trail row; what somebody settled in the meantime stays as it is."""
    with trail.written("send_message", Verb.CHANGED, by=None, subject=message, person=message.case.person) as entry:
        held = locked_of_case(message)
        entry.needed = held.settled_at is None
        if entry.needed:
            work(held)
            entry.after = {"state": held.state}


def _failed(message: PersonMessage) -> None:
    if message.tries + 1 >= MOST_TRIES:
        _give_up(message)
        return
    wait = FIRST_WAIT * 3**message.tries
    PersonMessage.objects.filter(pk=message.pk).update(tries=F("tries") + 1, retry_at=Now() + wait)


def _give_up(message: PersonMessage) -> None:
    def fail(held):
        held.state, held.settled_at, held.tries = PersonMessageState.FAILED, timezone.now(), held.tries + 1
        held.save(update_fields=["state", "settled_at", "tries"])
        tell_message_failed(held)

    _settle(message, fail)
