import datetime as dt

import pytest
import time_machine

from core.models import KeyedModel
from notifications.enums import Kind
from notifications.models import Message
from notifications.services.messages import (
    Notice,
    mark_all_read,
    mark_read,
    post_message,
    post_messages,
)
from notifications.texts import stage, text_of
from tests.factories.accounts import UserFactory
from tests.factories.notifications import MessageFactory

pytestmark = pytest.mark.django_db
KEY = KeyedModel._meta.get_field("id").get_default()


def post(recipient, **fields):
    post_message(recipient=recipient, kind=Kind.ALLOCATED, path="/people/", **{"dedupe_key": "allocated/1", **fields})


def test_message_posted_twice_is_one_and_stays_as_it_was():
    user = UserFactory()

    post(user, reference="TG-1")
    post(user, reference="TG-2")

    assert [(row.recipient, row.reference, row.by_email) for row in Message.objects.all()] == [(user, "TG-1", True)]


def test_message_to_someone_without_e_mails_is_in_the_product_only():
    post(UserFactory(email_notices=False))

    assert not Message.objects.get().by_email


def test_nobody_who_left_is_written_to():
    post(UserFactory(is_active=False))

    assert not Message.objects.exists()


def test_many_messages_are_one_statement(django_assert_num_queries):
    users = UserFactory.create_batch(3)

    with django_assert_num_queries(1):
        post_messages(
            notices=[
                Notice(recipient=user, kind=Kind.CONCERN, dedupe_key=f"concern/{user.pk}", path="/") for user in users
            ]
        )

    assert Message.objects.count() == 3


def test_only_ones_own_notices_are_marked_and_the_first_moment_stands():
    mine, other = MessageFactory(), MessageFactory()
    first = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)

    with time_machine.travel(first, tick=False):
        mark_read(message=mine, by=mine.recipient)
        mark_read(message=other, by=mine.recipient)
    again = mark_all_read(by=mine.recipient)

    assert again == 0
    assert dict(Message.objects.values_list("pk", "read_at")) == {mine.pk: first, other.pk: None}


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_text_with_all_its_facts(kind):
    text = text_of(MessageFactory.build(kind=kind, recipient=None, offset_days=14))

    assert text.title == kind.label
    assert text.sentence.endswith(".")
    assert "{" not in text.sentence


def test_reminder_says_day_and_stage():
    message = MessageFactory.build(
        kind=Kind.RELEASE_REMINDER, recipient=None, offset_days=84, liberation_date=dt.date(2026, 12, 17)
    )

    assert text_of(message).sentence == "Liberation day is 17 Dec 2026. This is the reminder for 12 weeks before."


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "the day itself"),
        (1, "the day before"),
        (7, "1 week before"),
        (28, "4 weeks before"),
        (10, "10 days before"),
    ],
)
def test_stage_is_said_in_weeks_where_it_can(days, words):
    assert stage(days) == words
