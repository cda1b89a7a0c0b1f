"""Sending what is in the outbox. Claim a few, send them with no transaction open, mark each one as it goes.

A claim is a lease: `retry_at` is set past the time that sending takes, so what a dead worker had claimed comes back by
itself. A mail is repeated only if the worker dies between the mail server's answer and the mark, and then it has the same
Message-ID, by which mail programs recognise it.
"""

import dataclasses
import datetime
import logging
import smtplib
import time
import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core import mail
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.urls import reverse

from notifications.models import MOST_ATTEMPTS, Message

logger = logging.getLogger(__name__)

BATCH = 100
LEASE = datetime.timedelta(minutes=10)
# A batch stops here, however slow the mail server, well within its lease.
SENDING_SECONDS = 180
# After the first failure five minutes, then three times longer each: given up after four days.
FIRST_WAIT = datetime.timedelta(minutes=5)
SERVER_SECONDS = 30


class MailServerAway(Exception):
    """The mail server cannot be reached; nothing is lost, the next run tries again."""


@dataclasses.dataclass
class Sent:
    """What one run did: `failed` will be tried again, `dropped` will not."""

    sent: int = 0
    failed: int = 0
    dropped: int = 0


def send_due_messages(*, batch: int = BATCH) -> Sent:
    """Send what is due by e-mail, oldest first, until nothing is left. Several workers may do it at once.

    Raises MailServerAway if the server does not answer; that costs no message an attempt, but for the one it broke off at.
    """
    return drain(claim=claim, send=_send, batch=batch)


def drain(*, claim: Callable[[int], list], send: Callable, batch: int = BATCH) -> Sent:
    """Send rows of an outbox until none is due: `claim(batch)` leases a few, `send(row, connection, done)` sends one and keeps
    what came of it. What was claimed and not tried is given back. Raises as send_due_messages."""
    done = Sent()
    give_up = time.monotonic() + SENDING_SECONDS
    connection = mail.get_connection(timeout=SERVER_SECONDS)
    try:
        while time.monotonic() < give_up and (claimed := claim(batch)):
            try:
                connection.open()
                while claimed and time.monotonic() < give_up:
                    send(claimed.pop(0), connection, done)
            except OSError as error:
                raise MailServerAway(type(error).__name__) from None
            finally:
                _release(claimed)
    finally:
        connection.close()
    return done


def attempt(
    send: Callable[[], object], *, about: uuid.UUID, done: Sent, sent: Callable, failed: Callable, hopeless: Callable
) -> None:
    """Try to send one, counted in `done`, and call what came of it. Raises OSError if the server went away.

    The log keeps kinds and keys only: the server's answer may hold an address.
    """
    try:
        send()
    except ValueError as error:
        # No mail can be made of it, a line break in an address for instance; trying again would not help.
        logger.warning("Message %s cannot be sent: %s", about, type(error).__name__)
        hopeless()
        done.dropped += 1
    except OSError as error:
        # Every refusal of the mail server is one.
        logger.warning("Message %s was not sent: %s", about, type(error).__name__)
        failed()
        done.failed += 1
        if not isinstance(error, smtplib.SMTPException) or isinstance(error, smtplib.SMTPServerDisconnected):
            raise
    else:
        sent()
        done.sent += 1


def claim(batch: int) -> list[Message]:
    """Lease up to `batch` due messages to this worker; rows another worker is claiming are passed over, not waited for."""
    with transaction.atomic():
        due = (
            Message.objects.unsent()
            .filter(retry_at__lte=Now())
            .select_related("recipient")
            .select_for_update(of=("self",), skip_locked=True)
            .order_by("retry_at")[:batch]
        )
        claimed = list(due)
        if claimed:
            Message.objects.filter(pk__in=[message.pk for message in claimed]).update(retry_at=Now() + LEASE)
    return claimed


def email_of(message: Message, connection) -> mail.EmailMessage:
    """The e-mail of a notice: the reference and a link, and nobody's name. Its Message-ID is the row's, however often sent."""
    context = {"reference": message.reference, "link": settings.SITE_URL.rstrip("/") + reverse("notifications:list")}
    return mail.EmailMessage(
        subject=f"You have a notice in Throughgate: {message.reference}".removesuffix(": "),
        body=render_to_string("notifications/message_email.txt", context),
        to=[message.recipient.email],
        headers={
            "Message-ID": f"<{message.pk}@{urlsplit(settings.SITE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )


def _send(message: Message, connection, done: Sent) -> None:
    """Send one and keep what came of it. Raises OSError if the server went away."""
    row = Message.objects.filter(pk=message.pk)
    if not message.recipient.is_active:
        row.update(by_email=False)
        done.dropped += 1
        return
    tried = F("attempts") + 1
    attempt(
        lambda: email_of(message, connection).send(),
        about=message.pk,
        done=done,
        sent=lambda: row.update(attempts=tried, emailed_at=Now()),
        failed=lambda: row.update(attempts=tried, retry_at=Now() + FIRST_WAIT * 3**message.attempts),
        hopeless=lambda: row.update(attempts=MOST_ATTEMPTS),
    )


def _release(untried: list) -> None:
    """Give back what was claimed and not tried, at the place in the queue it had."""
    if untried:
        type(untried[0])._base_manager.bulk_update(untried, ["retry_at"])
