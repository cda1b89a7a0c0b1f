import datetime as dt

import pytest
import time_machine

from audit.enums import Verb
from audit.models import Event
from people.models import StoredSearch
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.people import AccessFactory, PersonFactory
from tests.factories.referrals import ProgrammeFactory, ReferralFactory

pytestmark = pytest.mark.django_db
URL = "/people/"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def manager(client):
    user = ManagerFactory()
    client.force_login(user)
    return user


def look_for(client, user, text, **query):
    stored = StoredSearch.objects.create(user=user, text=text)
    return client.get(URL, {"search": stored.pk, **query})


def names(response):
    return [each.person.full_name for each in response.context["page"]]


def test_people_without_a_search_is_the_form_and_shows_nobody(client, manager):
    AccessFactory(person=PersonFactory(family_name="Bright"), user=manager)

    response = client.get(URL)

    assert response.status_code == 200
    assert b"Bright" not in response.content
    assert Event.objects.count() == 0


def test_people_found_are_those_one_may_open(client, manager):
    AccessFactory(person=PersonFactory(given_names="Kieran", family_name="Bright"), user=manager)
    PersonFactory(given_names="Kieran", family_name="Canary")

    response = look_for(client, manager, "kieren")

    assert names(response) == ["Kieran Bright"]
    assert b"Showing 1 to 1 of 1 person" in response.content
    assert b"Canary" not in response.content


def test_people_leaves_one_trail_row_of_the_search_and_whom_it_showed(client, manager):
    access = AccessFactory(person=PersonFactory(given_names="Kieran"), user=manager)

    look_for(client, manager, "kieran")

    event = Event.objects.get()
    assert (event.verb, event.shown) == (Verb.SEARCHED, [access.person_id])
    assert event.after == {"search": str(StoredSearch.objects.get().pk)}


@pytest.mark.parametrize("search", ["", "x", "2e170175-071d-45f7-b8e7-87ce0706ebc2"])
def test_people_of_a_search_that_does_not_exist_is_not_found(client, manager, search):
    assert client.get(URL, {"search": search}).status_code == 404


def test_people_of_a_colleagues_search_is_not_found(client, manager):
    stored = StoredSearch.objects.create(user=UserFactory(), text="kieran")

    assert client.get(URL, {"search": stored.pk}).status_code == 404


def test_people_show_their_case_or_the_state_of_their_referral(client, manager):
    programme = ProgrammeFactory(team=manager.team)
    case = CaseFactory(
        referral__programme=programme,
        referral__episode__person__family_name="Bright",
        referral__episode__person__given_names="Aaron",
        liberation_date=dt.date(2026, 12, 1),
        lead=MentorFactory(user__team=manager.team, user__name="Callum Reid"),
    )
    referral = ReferralFactory(
        programme=programme, episode__person__family_name="Bright", episode__person__given_names="Ben"
    )
    AccessFactory(person=referral.person, user=manager)
    AccessFactory(person=PersonFactory(given_names="Cal", family_name="Bright"), user=manager)

    response = look_for(client, manager, "bright", sort="name")

    assert names(response) == ["Aaron Bright", "Ben Bright", "Cal Bright"]
    text = response.content.decode()
    assert case.reference in text
    assert "Callum Reid" in text
    assert "Referral: waiting for a decision" in text
    assert "No support yet" in text
    assert names(look_for(client, manager, "bright", sort="-name")) == ["Cal Bright", "Ben Bright", "Aaron Bright"]


def test_people_not_found_says_what_to_do(client, manager):
    response = look_for(client, manager, "Nobody <b>")

    assert b"Nobody whose record you may open matches \xe2\x80\x9cNobody &lt;b&gt;\xe2\x80\x9d" in response.content


def test_people_come_in_pages_of_25(client, manager):
    programme = ProgrammeFactory(team=manager.team)
    CaseFactory.create_batch(26, referral__programme=programme, referral__episode__person__family_name="Bright")
    stored = StoredSearch.objects.create(user=manager, text="bright")

    pages = [client.get(URL, {"search": stored.pk, "page": number}).context["page"] for number in (1, 2, 99)]

    assert [len(page) for page in pages] == [25, 1, 1]
