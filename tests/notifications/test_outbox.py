import datetime as dt
import email.utils
import logging
import socket
import threading

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from notifications.models import MOST_ATTEMPTS, Message
from notifications.services import outbox
from notifications.services.outbox import LEASE, MailServerAway, Sent, claim, send_due_messages
from tests.concurrency import at_once
from tests.factories.accounts import UserFactory
from tests.factories.notifications import MessageFactory


class Smtp:
    """A mail server on this machine that answers RCPT with `answers[address]` (250 else) and keeps what it took."""

    def __init__(self, answers=None, hang_up_after=None):
        self.answers, self.hang_up_after, self.taken = answers or {}, hang_up_after, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            with client, client.makefile("rwb") as line:
                self._talk(line)

    def _talk(self, line):
        def say(text):
            line.write(text.encode() + b"\r\n")
            line.flush()

        say("220 ready")
        while command := line.readline().decode().strip():
            verb = command.split(":")[0].upper()
            if verb.startswith("RCPT"):
                say(self.answers.get(command.split("<")[1].split(">")[0], "250 yes"))
            elif verb == "DATA":
                if self.hang_up_after == len(self.taken):
                    return
                say("354 go on")
                text = b""
                while (part := line.readline()) != b".\r\n":
                    text += part
                self.taken.append(email.message_from_bytes(text))
                say("250 taken")
            elif verb.startswith("QUIT"):
                say("221 bye")
                return
            else:
                say("250 yes")

    def close(self):
        self.listener.close()


@pytest.fixture
def mail_server(settings):
    servers = []

    def start(**kwargs):
        server = Smtp(**kwargs)
        servers.append(server)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        return server

    yield start
    for server in servers:
        server.close()


def due_now():
    Message.objects.update(retry_at=Now())


@pytest.mark.django_db
def test_due_message_is_sent_once():
    message = MessageFactory()

    first, second = send_due_messages(), send_due_messages()

    message.refresh_from_db()
    assert (first, second) == (Sent(sent=1), Sent())
    assert message.emailed_at is not None
    assert message.attempts == 1
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_email_says_reference_and_link_and_nothing_else(settings):
    settings.SITE_URL = "https://through.example/"
    message = MessageFactory(recipient__name="Morag Canary", recipient__email="morag@through.example")

    send_due_messages()

    sent = mail.outbox[0]
    assert sent.subject == "You have a notice in Throughgate: TG-10023"
    assert sent.body == (
        "You have a notice in Throughgate about TG-10023.\n\n"
        "Sign in to read it: https://through.example/notices/\n\n"
        "This email is sent by itself. You can turn these emails off in your account.\n"
    )
    assert sent.to == ["morag@through.example"]
    assert sent.message()["Message-ID"] == f"<{message.pk}@through.example>"
    assert "Canary" not in sent.message().as_string()


@pytest.mark.django_db
def test_email_without_reference_has_a_whole_subject():
    MessageFactory(reference="")

    send_due_messages()

    assert mail.outbox[0].subject == "You have a notice in Throughgate"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"by_email": False},
        {"emailed_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC)},
        {"withdrawn_at": dt.datetime(2026, 11, 1, tzinfo=dt.UTC)},
        {"attempts": MOST_ATTEMPTS},
        {"retry_at": dt.datetime(2999, 1, 1, tzinfo=dt.UTC)},
    ],
)
def test_message_not_due_is_not_sent(fields):
    MessageFactory(**fields)

    assert (send_due_messages(), mail.outbox) == (Sent(), [])


@pytest.mark.django_db
def test_somebody_who_left_gets_no_mail():
    message = MessageFactory(recipient__is_active=False)

    done = send_due_messages()

    message.refresh_from_db()
    assert (done, mail.outbox, message.by_email) == (Sent(dropped=1), [], False)


@pytest.mark.django_db
def test_refused_address_is_tried_again_later_with_the_same_message_id(mail_server, caplog):
    refused = MessageFactory(recipient__email="full@through.example")
    MessageFactory(recipient__email="good@through.example")
    server = mail_server(answers={"full@through.example": "452 mailbox of full@through.example is full"})

    first = send_due_messages()
    at_once_again = send_due_messages()
    refused.refresh_from_db()
    wait = refused.retry_at - timezone.now()
    server.answers.clear()
    due_now()
    later = send_due_messages()

    assert (first, at_once_again, later) == (Sent(sent=1, failed=1), Sent(), Sent(sent=1))
    assert dt.timedelta(minutes=4) < wait < dt.timedelta(minutes=6)
    assert server.taken[1]["Message-ID"] == f"<{refused.pk}@127.0.0.1>"
    assert "full@" not in caplog.text


@pytest.mark.django_db
def test_waits_grow_until_the_message_is_given_up(mail_server):
    message = MessageFactory(recipient__email="gone@through.example")
    mail_server(answers={"gone@through.example": "550 nobody here"})
    waits = []

    for _ in range(MOST_ATTEMPTS + 2):
        due_now()
        send_due_messages()
        message.refresh_from_db()
        waits.append(round((message.retry_at - timezone.now()).total_seconds() / 60))

    assert waits[:7] == [5, 15, 45, 135, 405, 1215, 3645]
    assert message.attempts == MOST_ATTEMPTS


@pytest.mark.django_db
def test_mail_server_away_costs_no_attempt(settings):
    message = MessageFactory()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", listener.getsockname()[1]

    with pytest.raises(MailServerAway, match=r"^ConnectionRefusedError$"):
        send_due_messages()

    message.refresh_from_db()
    assert message.attempts == 0
    assert message.retry_at < timezone.now()


@pytest.mark.django_db
def test_server_that_hangs_up_keeps_the_rest_for_the_next_run(mail_server):
    MessageFactory.create_batch(3)
    server = mail_server(hang_up_after=1)

    with pytest.raises(MailServerAway, match=r"^SMTPServerDisconnected$"):
        send_due_messages()
    attempts = sorted(Message.objects.values_list("attempts", flat=True))
    server.hang_up_after = None
    next_run = send_due_messages()

    assert attempts == [0, 1, 1]
    assert next_run == Sent(sent=1)


@pytest.mark.django_db
def test_line_break_in_an_address_is_dropped_and_logged_on_one_line(caplog):
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(email="a@through.example\r\nbcc: all@through.example")
    message = MessageFactory(recipient=user)
    MessageFactory()

    with caplog.at_level(logging.WARNING):
        done = send_due_messages()

    message.refresh_from_db()
    assert (done, len(mail.outbox), message.attempts) == (Sent(sent=1, dropped=1), 1, MOST_ATTEMPTS)
    assert caplog.messages == [f"Message {message.pk} cannot be sent: BadHeaderError"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"reference": "TG-1\r\nBcc: a@b.sc"},
        {"reference": "Morag Canary"},
        {"path": "//elsewhere.example/"},
        {"path": "/\\elsewhere.example/"},
        {"path": "https://elsewhere.example/"},
        {"path": "/people/\r\nx"},
    ],
)
def test_database_refuses_what_leads_elsewhere_or_breaks_a_line(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageFactory(**fields)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_the_mail_server_inside_a_transaction(mail_server, monkeypatch):
    MessageFactory()
    seen = []

    def send(self, fail_silently=False):
        seen.append(transaction.get_connection().in_atomic_block)
        return 1

    monkeypatch.setattr(mail.EmailMessage, "send", send)
    send_due_messages()

    assert seen == [False]


@pytest.mark.django_db(transaction=True)
def test_claimed_by_a_dead_worker_comes_back():
    message = MessageFactory()
    assert [each.pk for each in claim(10)] == [message.pk]

    while_leased = send_due_messages()
    Message.objects.update(retry_at=F("retry_at") - LEASE)
    after_the_lease = send_due_messages()

    assert (while_leased, after_the_lease) == (Sent(), Sent(sent=1))


@pytest.mark.django_db(transaction=True)
def test_four_workers_send_each_message_once():
    messages = MessageFactory.create_batch(60, recipient=UserFactory())

    done = at_once(4, lambda: send_due_messages(batch=7))

    assert sum(each.sent for each in done) == 60
    assert sorted(sent.extra_headers["Message-ID"] for sent in mail.outbox) == sorted(
        f"<{message.pk}@127.0.0.1>" for message in messages
    )


@pytest.mark.django_db(transaction=True)
def test_claims_of_two_workers_are_disjoint():
    MessageFactory.create_batch(20, recipient=UserFactory())

    first, second = at_once(2, lambda: {message.pk for message in claim(10)})

    assert (len(first), len(second), first & second) == (10, 10, set())


def test_sending_ends_well_before_the_lease():
    assert LEASE.total_seconds() > outbox.SENDING_SECONDS + 4 * outbox.SERVER_SECONDS
