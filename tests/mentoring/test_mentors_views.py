import datetime as dt
import uuid

import pytest
import time_machine

from mentoring.models import Mentor, PrisonClearance
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.mentoring import MentorFactory
from tests.factories.prisons import LocalAuthorityFactory, PrisonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-10-05T10:00Z", tick=False):
        yield


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def browser(as_user, manager):
    return as_user(manager)


@pytest.fixture
def mentor(manager):
    return MentorFactory(user__team=manager.team, user__name="Callum Reid")


def listed(response):
    return [worker.name for worker in response.context["page"]]


def profile(**changes):
    return {"version": "1", "capacity": "12", "available": "on", "languages": "", **changes}


def test_list_holds_the_team_and_offers_to_set_up_who_has_no_profile(browser, mentor, manager):
    new = UserFactory(team=manager.team, name="Zoe Bain")
    UserFactory(name="Elsewhere")

    response = browser.get("/mentors/")

    assert listed(response) == ["Callum Reid", "Zoe Bain"]
    assert f"/mentors/set-up/{new.pk}/" in response.text


@pytest.mark.parametrize("sort", ["name", "role", "people", "room", "clearances"])
def test_list_sorts_both_ways(browser, mentor, manager, sort):
    MentorFactory(user__team=manager.team)

    for direction in ("", "-"):
        assert len(listed(browser.get("/mentors/", {"sort": f"{direction}{sort}"}))) == 2


def test_list_filters(browser, mentor, manager):
    away = MentorFactory(user__team=manager.team, user__name="Zoe Bain", available=False)
    prison = PrisonFactory()
    PrisonClearance.objects.create(mentor=away, prison=prison, from_date=dt.date(2026, 1, 1))

    assert listed(browser.get("/mentors/", {"takes_new": "False"})) == ["Zoe Bain"]
    assert listed(browser.get("/mentors/", {"cleared_for": prison.pk})) == ["Zoe Bain"]
    assert "Nobody fits these filters" in browser.get("/mentors/", {"role": "prison-mentor"}).text


def test_set_up_leads_to_the_profile(browser, manager):
    user = UserFactory(team=manager.team)

    response = browser.post(f"/mentors/set-up/{user.pk}/")

    assert response.url == f"/mentors/{Mentor.objects.get().pk}/"


def test_nobody_of_another_team_is_set_up(browser):
    assert browser.post(f"/mentors/set-up/{UserFactory().pk}/").status_code == 404


def test_profile_is_saved(browser, mentor):
    area = LocalAuthorityFactory()

    response = browser.post(f"/mentors/{mentor.pk}/", profile(areas=[str(area.pk)], languages="Polish"))

    mentor.refresh_from_db()
    assert response.url == "/mentors/"
    assert (mentor.capacity, mentor.languages, list(mentor.areas.all())) == (12, "Polish", [area])


def test_two_who_edit_one_profile_see_both_texts(browser, mentor):
    browser.post(f"/mentors/{mentor.pk}/", profile(capacity="12"))

    response = browser.post(f"/mentors/{mentor.pk}/", profile(capacity="15"))

    assert "“People at one time” is now “12”. You wrote “15”" in response.text
    mentor.refresh_from_db()
    assert mentor.capacity == 12


def test_capacity_that_makes_no_sense_gets_a_sentence(browser, mentor):
    response = browser.post(f"/mentors/{mentor.pk}/", profile(capacity="many"))

    assert "“People at one time” must be a whole number, like 45" in response.text


def test_profile_of_another_team_is_not_found(browser):
    assert browser.get(f"/mentors/{MentorFactory().pk}/").status_code == 404


def clearance(prison, **changes):
    return {
        "new_id": str(uuid.uuid4()),
        "prison": str(prison.pk),
        "from_date_day": "1",
        "from_date_month": "10",
        "from_date_year": "2026",
        **changes,
    }


def test_clearance_is_added_and_ended(browser, mentor):
    prison = PrisonFactory()
    browser.post(f"/mentors/{mentor.pk}/clearances/add/", clearance(prison))
    row = PrisonClearance.objects.get()
    assert (row.prison, row.from_date, row.until_date) == (prison, dt.date(2026, 10, 1), None)
    assert "In force" in browser.get(f"/mentors/{mentor.pk}/").text

    response = browser.post(
        f"/clearances/{row.pk}/end/", {"until_date_day": "2", "until_date_month": "10", "until_date_year": "2026"}
    )

    row.refresh_from_db()
    assert response.url == f"/mentors/{mentor.pk}/"
    assert row.until_date == dt.date(2026, 10, 2)
    assert "Over" in browser.get(response.url).text


def test_clearance_refused_keeps_what_was_typed(browser, mentor):
    prison = PrisonFactory()
    browser.post(f"/mentors/{mentor.pk}/clearances/add/", clearance(prison))

    response = browser.post(f"/mentors/{mentor.pk}/clearances/add/", clearance(prison, from_date_day="5"))

    assert "They already have a clearance for this prison at that time." in response.text
    assert 'value="5"' in response.text


def test_last_day_before_the_first_gets_a_sentence(browser, mentor):
    row = PrisonClearance.objects.create(mentor=mentor, prison=PrisonFactory(), from_date=dt.date(2026, 10, 1))

    response = browser.post(
        f"/clearances/{row.pk}/end/", {"until_date_day": "30", "until_date_month": "9", "until_date_year": "2026"}
    )

    assert "The last day of the clearance is before its first day." in response.text


def test_clearance_of_another_team_is_not_found(browser):
    row = PrisonClearance.objects.create(mentor=MentorFactory(), prison=PrisonFactory(), from_date="2026-10-01")

    assert browser.get(f"/clearances/{row.pk}/end/").status_code == 404


def test_mentors_do_not_keep_mentors(as_user):
    assert as_user(UserFactory()).get("/mentors/").status_code == 403
