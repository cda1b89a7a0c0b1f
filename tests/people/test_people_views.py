import datetime as dt
import uuid

import pytest
import time_machine

from audit.enums import Verb
from audit.models import Event
from people.enums import AlertKind
from people.models import Alert, Identifier, StoredSearch
from tests.factories.accounts import UserFactory
from tests.factories.people import AccessFactory, IdentifierFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-10-05T10:00Z", tick=False):
        yield


@pytest.fixture
def worker():
    return UserFactory()


@pytest.fixture
def browser(as_user, worker):
    return as_user(worker)


@pytest.fixture
def person(worker):
    return AccessFactory(user=worker, person__given_names="Kieran", person__family_name="Muir").person


def details(**changes):
    return {
        "version": "1",
        "given_names": "Kieran",
        "family_name": "Muir",
        "known_as": "",
        "other_names": "",
        "birth_date_day": "1",
        "birth_date_month": "2",
        "birth_date_year": "1994",
        "sex": "male",
        "language": "",
        "communication_needs": "",
        "phone": "",
        "phone_note": "",
        **changes,
    }


def test_search_goes_to_its_results_without_a_name_in_the_address(browser, worker):
    response = browser.post("/people/search/", {"q": "Muir"})

    stored = StoredSearch.objects.get()
    assert (stored.text, stored.user) == ("Muir", worker)
    assert response.url == f"/people/?search={stored.pk}"


def test_empty_search_asks_for_something(browser):
    response = browser.post("/people/search/", {"q": " "})

    assert response.url == "/people/"
    assert StoredSearch.objects.count() == 0


def test_details_are_saved(browser, person):
    response = browser.post(f"/people/{person.pk}/edit/", details(known_as="Kez"))

    person.refresh_from_db()
    assert response.url == f"/people/{person.pk}/"
    assert (person.known_as, person.birth_date) == ("Kez", dt.date(1994, 2, 1))
    assert Event.objects.get().verb == Verb.CHANGED


def test_two_who_edit_one_person_see_both_texts_and_then_decide(browser, person):
    browser.post(f"/people/{person.pk}/edit/", details(known_as="Kez"))

    clash = browser.post(f"/people/{person.pk}/edit/", details(known_as="Kay"))

    assert "“What they like to be called” is now “Kez”. You wrote “Kay”" in clash.text
    assert 'value="Kay"' in clash.text
    person.refresh_from_db()
    assert person.known_as == "Kez"
    browser.post(f"/people/{person.pk}/edit/", details(known_as="Kay", version="2"))
    person.refresh_from_db()
    assert person.known_as == "Kay"


def test_birth_date_that_cannot_be_is_shown_at_its_box(browser, person):
    response = browser.post(f"/people/{person.pk}/edit/", details(birth_date_year="2020", known_as="Kez"))

    assert "Check the date of birth" in response.text
    assert 'value="Kez"' in response.text
    assert Event.objects.get().verb == Verb.VIEWED


def test_number_is_added_with_a_word_when_it_looks_odd(browser, person):
    response = browser.post(f"/people/{person.pk}/numbers/add/", {"kind": "sps", "value": "12345678"}, follow=True)

    assert Identifier.objects.get().value == "12345678"
    assert "A Scottish prison number has up to six digits" in response.text


def test_number_of_somebody_else_gets_a_sentence(browser, person):
    IdentifierFactory(value="004567")

    response = browser.post(f"/people/{person.pk}/numbers/add/", {"kind": "sps", "value": "4567"})

    assert "This prison number already belongs to someone on record." in response.text


def alert(**changes):
    return {
        "new_id": str(uuid.uuid4()),
        "kind": "risk-to-staff",
        "text": "Meet in twos.",
        "source": "Hall officer",
        "review_date_day": "5",
        "review_date_month": "1",
        "review_date_year": "2027",
        **changes,
    }


def test_alert_is_added_once_and_ended(browser, person):
    typed = alert(told_person="on")
    for _ in range(2):
        assert browser.post(f"/people/{person.pk}/alerts/add/", typed).url == f"/people/{person.pk}/"
    row = Alert.objects.get()
    assert (row.kind, row.told_person, row.review_date) == (AlertKind.RISK_TO_STAFF, True, dt.date(2027, 1, 5))

    for _ in range(2):
        assert browser.post(f"/alerts/{row.pk}/end/").url == f"/people/{person.pk}/"

    row.refresh_from_db()
    assert row.ended_at is not None
    assert Event.objects.count() == 2


def test_alert_to_review_in_the_past_gets_a_sentence(browser, person):
    response = browser.post(f"/people/{person.pk}/alerts/add/", alert(review_date_year="2026"))

    assert "The review date must be today or later." in response.text
    assert "Meet in twos." in response.text


@pytest.mark.parametrize("path", ["edit", "numbers/add", "alerts/add", "consents", "consents/add"])
def test_pages_about_a_stranger_are_not_found(browser, path):
    assert browser.get(f"/people/{PersonFactory().pk}/{path}/").status_code == 404


@pytest.mark.parametrize("path", ["edit", "numbers/add", "alerts/add", "consents", "consents/add"])
def test_pages_about_a_person_are_on_the_trail(browser, person, path):
    assert browser.get(f"/people/{person.pk}/{path}/").status_code == 200

    assert (Event.objects.get().verb, Event.objects.get().person_key) == (Verb.VIEWED, person.pk)
