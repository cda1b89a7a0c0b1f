"""Looking services up, and keeping what is said of them right."""

import csv
import datetime as dt

import pytest

from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from referrals.models import Service
from referrals.services.directory import check_service, say_room
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.people import AccessFactory
from tests.factories.prisons import EpisodeFactory, LocalAuthorityFactory
from tests.factories.referrals import AgencyFactory, PlaceFactory, ServiceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-05T10:00Z")]
TODAY = dt.date(2026, 11, 5)
DAY = dt.timedelta(days=1)


@pytest.fixture
def worker():
    return UserFactory()


@pytest.fixture
def browser(as_user, worker):
    return as_user(worker)


def names(response):
    return {service.name for service in response.context["page"]}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Flats", "Hostel", "Rooms"}),
        ("?q=door", {"Rooms"}),
        ("?q=HARBOUR", {"Flats"}),
        ("?kind=money", {"Flats"}),
        ("?takes=pets", {"Flats", "Rooms"}),
        ("?room=open", {"Flats", "Rooms"}),
        ("?room=full", {"Hostel"}),
        ("?check=due", {"Hostel", "Rooms"}),
    ],
)
def test_directory_is_searched(browser, worker, query, found):
    said = {"checked_by": worker, "checked_date": TODAY - 30 * DAY}
    ServiceFactory(name="Flats", agency=AgencyFactory(name="Harbour Homes"), kind="money", **said)
    ServiceFactory(name="Hostel", refuses=["pets"], takes=["remand"], availability="full")
    again = {"availability": "full", "available_again_date": TODAY}
    ServiceFactory(name="Rooms", threshold="With a door key", check_days=29, **said, **again)
    ServiceFactory(name="Gone", closed_date=TODAY)
    ServiceFactory(name="Of an agency that is gone", agency__closed_date=TODAY)

    assert names(browser.get(f"/directory/{query}")) == found


def test_area_finds_what_works_there_and_what_works_everywhere(browser):
    here, elsewhere = LocalAuthorityFactory(), LocalAuthorityFactory()
    ServiceFactory(name="Here").areas.add(here)
    ServiceFactory(name="Elsewhere").areas.add(elsewhere)
    ServiceFactory(name="Everywhere")

    assert names(browser.get(f"/directory/?area={here.pk}")) == {"Here", "Everywhere"}


def test_directory_for_somebody_offers_their_area_and_leads_to_the_referral(browser, worker):
    person = AccessFactory(user=worker).person
    area = EpisodeFactory(person=person, return_area=LocalAuthorityFactory()).return_area
    service = ServiceFactory()

    page = browser.get(f"/people/{person.pk}/directory/")

    assert f"?area={area.pk}" in page.text
    address = f"/people/{person.pk}/onward/add/?service={service.pk}"
    assert address in page.text
    assert f'<option value="{service.pk}" selected>' in browser.get(address).text


def test_still_right_is_one_press(browser, worker):
    service = ServiceFactory()
    for _ in range(2):
        browser.post(f"/directory/{service.pk}/check/", {"version": "1"})

    service.refresh_from_db()
    assert (service.checked_date, service.checked_by, service.version) == (TODAY, worker, 2)
    assert Event.objects.filter(action="check_service").count() == 1
    assert not Service.objects.to_check(TODAY + 90 * DAY).exists()
    assert Service.objects.to_check(TODAY + 91 * DAY).exists()


def test_still_right_is_refused_of_what_was_not_looked_at(worker):
    service = ServiceFactory()
    say_room(service=service, availability="full", read_at_version=1, by=worker)

    with pytest.raises(EditedMeanwhile):
        check_service(service=service, read_at_version=1, by=worker)


def test_full_until_a_day_is_open_from_then_on(browser, worker):
    service = ServiceFactory()
    typed = {"availability": "full", "version": "1"}
    again = {"available_again_date_day": "9", "available_again_date_month": "11", "available_again_date_year": "2026"}

    browser.post(f"/directory/{service.pk}/", typed | again)

    service.refresh_from_db()
    assert [service.available_on(TODAY + n * DAY) for n in (3, 4)] == ["full", "open"]
    assert "until 9 Nov 2026" in browser.get("/directory/").text
    with pytest.raises(RuleBroken, match="must lie ahead"):
        say_room(service=service, availability="full", available_again_date=TODAY, read_at_version=2, by=worker)
    opened = say_room(service=service, availability="open", available_again_date=TODAY, read_at_version=2, by=worker)
    assert opened.available_again_date is None


def test_service_page_shows_the_hours_of_its_place(browser):
    place = PlaceFactory(open_always=True)
    page = browser.get(f"/directory/{ServiceFactory(place=place, takes=['pets'], refuses=['fire']).pk}/").text

    assert "Day and night" in page
    assert "with a pet" in page
    assert "with fire-raising in the past" in page


@pytest.mark.parametrize(
    ("hours", "always", "said"),
    [("Mondays, 2pm to 4pm", True, "Mondays, 2pm to 4pm"), ("", True, "Day and night"), ("", False, "Not known")],
)
def test_service_page_says_when_it_is_open_once(browser, hours, always, said):
    service = ServiceFactory(opening_hours=hours, place=PlaceFactory(open_always=always))

    page = browser.get(f"/directory/{service.pk}/").text

    assert f"<dt>When</dt><dd>{said}</dd>" in page


def test_export_holds_what_the_list_shows(browser):
    ServiceFactory(name="Flats", takes=["pets"], waiting_weeks=3, availability="full")
    ServiceFactory(name="Other", refuses=["pets"])

    lines = list(csv.DictReader(browser.get("/directory.csv?takes=pets").text.lstrip("\ufeff").splitlines()))

    assert [(line["Service"], line["Takes people"], line["Just now"]) for line in lines] == [
        ("Flats", "with a pet", "Full")
    ]


def test_administrator_says_whom_a_service_takes(as_user):
    service = ServiceFactory()
    browser = as_user(AdministratorFactory())
    typed = {"name": service.name, "kind": "health", "check_days": "30", "version": "1"}

    refused = browser.post(
        f"/administration/services/{service.pk}/edit/", typed | {"takes": ["pets"], "refuses": ["pets"]}
    )
    browser.post(f"/administration/services/{service.pk}/edit/", typed | {"takes": ["pets"], "refuses": ["fire"]})

    assert "You ticked both for people with a pet" in refused.text
    service.refresh_from_db()
    assert (service.takes, service.refuses, service.check_days) == (["pets"], ["fire"], 30)
