import datetime as dt
import uuid

import pytest
from django.urls import reverse

from audit.enums import Verb
from audit.models import Event
from notifications.enums import Kind
from notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.notifications import MessageFactory

pytestmark = pytest.mark.django_db
LIST = reverse("notifications:list")


@pytest.fixture
def mentor(client, as_user):
    user = UserFactory()
    as_user(user, client)
    return user


def listed(response):
    return [notice.pk for notice in response.context["page"]]


def test_own_notices_in_force_are_listed_newest_first(client, mentor):
    old, new = (
        MessageFactory(recipient=mentor, created_at=dt.datetime(2026, 11, day, tzinfo=dt.UTC)) for day in (1, 2)
    )
    MessageFactory(recipient=mentor, withdrawn_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    MessageFactory()

    response = client.get(LIST)

    assert listed(response) == [new.pk, old.pk]


def test_notices_are_filtered_by_unread_and_kind(client, mentor):
    unread = MessageFactory(recipient=mentor, kind=Kind.CONCERN)
    read = MessageFactory(recipient=mentor, read_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))

    assert listed(client.get(LIST, {"show": "unread"})) == [unread.pk]
    assert listed(client.get(LIST, {"kind": Kind.ALLOCATED})) == [read.pk]
    assert "No notice matches" in client.get(LIST, {"show": "unread", "kind": Kind.ALLOCATED}).content.decode()


def test_page_without_notices_says_what_will_stand_here(client, mentor):
    assert "No notices yet" in client.get(LIST).content.decode()


def test_list_is_one_trail_row_with_the_people_on_the_page(client, mentor):
    person = uuid.uuid4()
    MessageFactory.create_batch(2, recipient=mentor, person_key=person)
    MessageFactory(recipient=mentor)

    client.get(LIST)

    event = Event.objects.get(verb=Verb.LISTED)
    assert (event.action, event.actor_key, event.shown) == ("notifications:list", mentor.pk, [person])


def test_notices_are_paged_by_25(client, mentor):
    MessageFactory.create_batch(26, recipient=mentor)

    assert len(listed(client.get(LIST, {"page": 2}))) == 1


def test_opened_notice_is_read_and_leads_to_its_page(client, mentor):
    notice = MessageFactory(recipient=mentor)

    response = client.post(reverse("notifications:open", args=[notice.pk]))

    notice.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, notice.path)
    assert notice.read_at is not None


def test_somebody_elses_notice_is_not_found_and_stays_unread(client, mentor):
    notice = MessageFactory()

    response = client.post(reverse("notifications:open", args=[notice.pk]))

    notice.refresh_from_db()
    assert (response.status_code, notice.read_at) == (404, None)


def test_all_are_marked_read_but_only_ones_own(client, mentor):
    MessageFactory.create_batch(2, recipient=mentor)
    other = MessageFactory()

    response = client.post(reverse("notifications:read_all"), follow=True)

    assert list(Message.objects.filter(read_at=None)) == [other]
    assert "All notices marked as read." in response.content.decode()
