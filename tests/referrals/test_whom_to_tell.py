"""Everybody who must still be told that a consent was taken back, on one page."""

import datetime as dt

import pytest

from audit.models import Event
from referrals.models import Disclosure
from tests.factories.accounts import ManagerFactory
from tests.factories.people import AccessFactory, PersonFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import AgencyFactory, DisclosureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-05T10:00Z", tick=False)]
URL = "/shared/to-tell/"


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def told(manager):
    """Somebody the manager may open, and an agency that was told about them before they took it back."""

    def tell(**fields):
        shared = DisclosureFactory(**{"person": PersonFactory(), "withdrawn": True} | fields)
        AccessFactory(person=shared.person, user=manager)
        return shared

    return tell


def shown(response):
    return [row.pk for row in response.context["page"]]


def test_each_recipient_stands_once_for_each_person(as_user, manager, told):
    older = told(agency=AgencyFactory(name="Harbour Homes"), shared_date=dt.date(2026, 9, 1))
    again = DisclosureFactory(
        person=older.person, agency=older.agency, consent=older.consent, withdrawal=older.withdrawal
    )
    other = told(agency=AgencyFactory(name="Beacon Trust"))
    DisclosureFactory(person=older.person)
    stranger = DisclosureFactory(person=PersonFactory(), withdrawn=True)

    response = as_user(manager).get(URL, {"sort": "partner"})

    assert shown(response) == [other.pk, again.pk]
    assert stranger.person.full_name not in response.text
    (event,) = Event.objects.all()
    assert (event.verb, set(event.shown)) == ("listed", {older.person_id, other.person_id})


def test_ticked_off_here_comes_back_here_and_all_to_them_is_told(as_user, manager, told):
    shared = told()
    DisclosureFactory(person=shared.person, agency=shared.agency, consent=shared.consent, withdrawal=shared.withdrawal)

    response = as_user(manager).post(f"/shared/{shared.pk}/told/", {"back": "list"}, follow=True)

    assert response.redirect_chain == [(URL, 302)]
    assert "Nobody has to be told" in response.text
    assert not Disclosure.objects.to_tell().exists()


def test_filters_leave_those_of_one_partner_or_those_who_wait(as_user, manager, told):
    waits = told()
    prison = PrisonFactory()
    new = told(agency=None, prison=prison, withdrawn=False, consent=waits.consent, withdrawal=waits.withdrawal)
    browser = as_user(manager)

    assert set(shown(browser.get(URL))) == {waits.pk, new.pk}
    assert shown(browser.get(URL, {"prison": prison.pk})) == [new.pk]
    assert shown(browser.get(URL, {"agency": waits.agency.pk})) == [waits.pk]
    decided = waits.withdrawal
    decided.decided_date = dt.date(2026, 11, 4)
    decided.save()
    assert "Nobody matches" in browser.get(URL, {"waits": "week"}).text


def test_manager_finds_it_from_the_first_page(as_user, manager):
    assert f'<a href="{URL}">Whom to tell</a>' in as_user(manager).get("/").text
