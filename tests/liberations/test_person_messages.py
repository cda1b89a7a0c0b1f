"""Texts and e-mails to the person: only with consent, never at night, stopped when they say so; a try and never a contact."""

import datetime as dt

import pytest
from django.core import mail

from core.errors import RuleBroken
from liberations.keeping_contact.enums import MessageChannel, PersonMessageState, WhyStopped
from liberations.services.message_texts import add_message_text
from liberations.services.person_messages import (
    ask_for_message,
    call_off_message,
    honour_stop,
    record_sent_by_hand,
)
from liberations.services.person_outbox import send_waiting_messages
from mentoring.enums.meetings import Channel, MeetingState
from mentoring.models import Meeting
from mentoring.services.endings import end_case
from notifications.enums import Kind
from notifications.models import Message
from notifications.services.outbox import Sent
from people.enums import Decision, Purpose
from people.services.consents import ConsentNeeded
from prisons.enums import ReleasedHow
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.keeping_contact import MessageTextFactory, PersonMessageFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.people import ConsentFactory
from tests.factories.prisons import PrisonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-20T12:00Z", tick=False)]


@pytest.fixture
def case():
    """Out, with a mobile number and an address; agrees to texts and e-mails."""
    case = CaseFactory()
    case.episode.released_date, case.episode.released_how = dt.date(2026, 11, 6), ReleasedHow.GATE
    case.episode.save()
    case.person.phone, case.person.email = "07700 900123", "sam@mail.example"
    case.person.save()
    for purpose in (Purpose.TEXTS, Purpose.EMAILS):
        ConsentFactory(person=case.person, purpose=purpose, recipient_name="")
    return case


@pytest.fixture
def gateway(settings):
    settings.PERSON_EMAIL_FROM, settings.SMS_GATEWAY_DOMAIN = "post@letters.example", "sms.example"


@pytest.fixture
def mentor():
    return UserFactory(name="Amara Okafor", phone="0141 496 0100")


def ask(case, by, channel=MessageChannel.TEXT):
    return ask_for_message(case=case, message_text=MessageTextFactory(), channel=channel, by=by)


def test_text_goes_to_the_gateway_and_stands_as_a_try(case, gateway, mentor):
    message = ask(case, mentor)

    sent, again = send_waiting_messages(), send_waiting_messages()

    message.refresh_from_db()
    (letter,) = mail.outbox
    assert (sent, again, message.state) == (Sent(sent=1), Sent(), PersonMessageState.SENT)
    assert (letter.to, letter.from_email, letter.subject) == (["447700900123@sms.example"], "post@letters.example", "")
    assert letter.body == "Hello, it’s Amara. Please ring me when you can. Reply STOP to get no more of these."
    assert letter.extra_headers["Message-ID"] == f"<{message.pk}@letters.example>"
    assert (message.meeting.channel, message.meeting.state, message.meeting.recorded_by) == (
        Channel.TEXT,
        MeetingState.NOT_ATTENDED,
        mentor,
    )
    assert (Meeting.objects.tries().count(), Meeting.objects.two_way().count()) == (1, 0)


def test_email_goes_to_their_address(case, gateway, mentor):
    ask(case, mentor, MessageChannel.EMAIL)

    send_waiting_messages()

    assert [letter.to for letter in mail.outbox] == [["sam@mail.example"]]


def test_without_a_gateway_it_goes_from_the_mentors_phone(case, mentor):
    message = ask(case, mentor)
    waits = message.state

    record_sent_by_hand(message=message, by=mentor)

    message.refresh_from_db()
    assert (waits, message.state, mail.outbox) == (PersonMessageState.BY_HAND, PersonMessageState.SENT, [])
    assert Meeting.objects.tries().get() == message.meeting


@pytest.mark.parametrize("purpose", [Purpose.TEXTS, Purpose.EMAILS])
def test_nothing_is_sent_without_their_consent(case, gateway, mentor, purpose):
    case.person.consents.filter(purpose=purpose).delete()
    channel = MessageChannel.TEXT if purpose == Purpose.TEXTS else MessageChannel.EMAIL

    with pytest.raises(ConsentNeeded):
        ask(case, mentor, channel)


@pytest.mark.parametrize("missing", ["inside", "ended", "number", "closed words"])
def test_what_cannot_be_sent_is_refused(case, gateway, mentor, missing):
    words = MessageTextFactory()
    if missing == "inside":
        case.episode.released_date, case.episode.released_how = None, ""
        case.episode.save()
    elif missing == "ended":
        case.closed_date = dt.date(2026, 11, 19)
        case.save()
    elif missing == "number":
        case.person.phone = "0141 496 0000"
        case.person.save()
    else:
        words = MessageTextFactory(closed_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))

    with pytest.raises(RuleBroken):
        ask_for_message(case=case, message_text=words, channel=MessageChannel.TEXT, by=mentor)


def test_nothing_goes_to_who_died_while_support_elsewhere_is_still_open(case, gateway, mentor):
    message = ask(case, mentor)
    elsewhere = CaseFactory(referral__person=case.person, person=case.person)
    end_case(case=elsewhere, kind="unplanned", reason="died", on=dt.date(2026, 11, 20), by=mentor)

    sent = send_waiting_messages()

    message.refresh_from_db()
    assert (sent, message.why_stopped, mail.outbox) == (Sent(dropped=1), WhyStopped.SUPPORT_ENDED, [])
    with pytest.raises(RuleBroken, match="they died"):
        ask(case, mentor)


def test_words_that_came_to_tell_too_much_are_not_sent(case, gateway, mentor):
    words = MessageTextFactory(text="Meet me at Ferrymoor at ten.")
    PrisonFactory(name="HMP Ferrymoor")

    with pytest.raises(RuleBroken, match="tell too much"):
        ask_for_message(case=case, message_text=words, channel=MessageChannel.TEXT, by=mentor)


def test_words_that_tell_too_much_are_not_kept():
    with pytest.raises(RuleBroken, match="without: prison"):
        add_message_text(name="Hello", text="Now that you are out of prison", by=AdministratorFactory())


def test_asked_for_at_night_it_waits_for_the_morning(case, gateway, mentor, time_machine):
    time_machine.move_to("2026-11-20T23:00Z")
    message = ask(case, mentor)
    at_night = send_waiting_messages()

    time_machine.move_to("2026-11-21T09:00Z")
    message.__class__.objects.update(retry_at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC))
    in_the_morning = send_waiting_messages()

    assert message.send_at == dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
    assert (at_night.sent, in_the_morning.sent) == (0, 1)


def test_text_by_hand_waits_for_the_morning_too(case, mentor, time_machine):
    time_machine.move_to("2026-11-20T23:00Z")

    with pytest.raises(RuleBroken, match="It is night"):
        ask(case, mentor)


def test_stop_takes_the_consent_back_and_stops_what_waits(case, gateway, mentor):
    message = ask(case, mentor)

    stopped, again = honour_stop(case=case, by=mentor), honour_stop(case=case, by=mentor)

    message.refresh_from_db()
    latest = case.person.consents.latest_decisions().values_list("purpose", "decision")
    assert (stopped, again, message.state, message.why_stopped) == (
        1,
        0,
        PersonMessageState.STOPPED,
        WhyStopped.NO_CONSENT,
    )
    assert dict(latest)[Purpose.TEXTS] == dict(latest)[Purpose.EMAILS] == Decision.WITHDRAWN
    assert (send_waiting_messages(), mail.outbox) == (Sent(), [])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("consent", WhyStopped.NO_CONSENT),
        ("custody", WhyStopped.IN_CUSTODY),
        ("ended", WhyStopped.SUPPORT_ENDED),
        ("number", WhyStopped.NO_ADDRESS),
    ],
)
def test_what_changed_before_it_went_out_stops_it(case, gateway, mentor, change, why):
    message = ask(case, mentor)
    if change == "consent":
        case.person.consents.filter(purpose=Purpose.TEXTS).update(decision=Decision.WITHDRAWN)
    elif change == "custody":
        case.episode.__class__.objects.update(released_date=None, released_how="")
    elif change == "ended":
        case.closed_date = dt.date(2026, 11, 20)
        case.save()
    else:
        case.person.__class__.objects.update(phone="")

    sent = send_waiting_messages()

    message.refresh_from_db()
    assert (sent, message.state, message.why_stopped, mail.outbox) == (
        Sent(dropped=1),
        PersonMessageState.STOPPED,
        why,
        [],
    )


def test_message_the_server_refuses_for_good_is_shown_and_told(case, gateway, mentor):
    # A line break in an address: no mail can be made of it.
    case.person.__class__.objects.update(email="sam\n@mail.example")
    message = PersonMessageFactory(case=case, channel=MessageChannel.EMAIL, asked_by=mentor)

    sent = send_waiting_messages()

    message.refresh_from_db()
    assert (sent, message.state) == (Sent(dropped=1), PersonMessageState.FAILED)
    assert [(each.kind, each.recipient) for each in Message.objects.all()] == [(Kind.PERSON_MESSAGE_FAILED, mentor)]


def test_called_off_it_does_not_go_out(case, gateway, mentor):
    message = ask(case, mentor)

    call_off_message(message=message, by=mentor)

    assert send_waiting_messages() == Sent()
    with pytest.raises(RuleBroken, match="not sent from your phone"):
        record_sent_by_hand(message=message, by=mentor)
