import datetime as dt

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
    return {"version": "1", "capacity": "12", "available": "on", "working_days": ["1", "2"], **changes}


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

    assert response.url == f"/mentors/{Mentor.objects.get().pk}/edit/"


def test_nobody_of_another_team_is_set_up(browser):
    assert browser.post(f"/mentors/set-up/{UserFactory().pk}/").status_code == 404


def test_profile_is_saved(browser, mentor):
    area = LocalAuthorityFactory()

    response = browser.post(f"/mentors/{mentor.pk}/edit/", profile(areas=[str(area.pk)], languages=["pl"]))

    mentor.refresh_from_db()
    assert response.url == f"/mentors/{mentor.pk}/"
    assert (mentor.capacity, mentor.languages, list(mentor.areas.all())) == (12, ["pl"], [area])
    assert "Monday, Tuesday" in browser.get(response.url).text


def test_two_who_edit_one_profile_see_both_texts(browser, mentor):
    browser.post(f"/mentors/{mentor.pk}/edit/", profile(capacity="12"))

    response = browser.post(f"/mentors/{mentor.pk}/edit/", profile(capacity="15"))

    assert "“People at one time” is now “12”. You wrote “15”" in response.text
    mentor.refresh_from_db()
    assert mentor.capacity == 12


def test_capacity_that_makes_no_sense_gets_a_sentence(browser, mentor):
    response = browser.post(f"/mentors/{mentor.pk}/edit/", profile(capacity="many"))

    assert "“People at one time” must be a whole number, like 45" in response.text


@pytest.mark.parametrize("page", ["", "edit/"])
def test_page_of_another_team_is_not_found(browser, page):
    assert browser.get(f"/mentors/{MentorFactory().pk}/{page}").status_code == 404


def test_mentor_reads_and_changes_their_own_page(as_user, mentor):
    browser = as_user(mentor.user)

    assert browser.get("/mentors/me/").url == f"/mentors/{mentor.pk}/"
    assert "Change what you say of yourself" in browser.get(f"/mentors/{mentor.pk}/").text
    response = browser.post("/mentors/me/edit/", {"version": "1", "languages": ["gd"], "lived_experience": "yes"})

    mentor.refresh_from_db()
    assert (response.url, mentor.languages, mentor.lived_experience) == (f"/mentors/{mentor.pk}/", ["gd"], True)


def test_mentor_does_not_read_the_page_of_another(as_user, mentor, manager):
    browser = as_user(mentor.user)

    assert browser.get(f"/mentors/{MentorFactory(user__team=manager.team).pk}/").status_code == 404


def test_someone_without_a_profile_is_told_who_sets_it_up(as_user, manager):
    page = as_user(manager).get("/mentors/me/", follow=True)

    assert "You have no profile as a mentor." in page.text


def test_mentors_do_not_keep_mentors(as_user):
    assert as_user(UserFactory()).get("/mentors/").status_code == 403
