import datetime as dt

import pytest
import time_machine

from audit.enums import Verb
from audit.models import Event
from mentoring.models import Assignment, PrisonClearance
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.prisons import LocalAuthorityFactory
from tests.factories.referrals import ProgrammeFactory

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
def make(manager):
    programme = ProgrammeFactory(team=manager.team)
    return lambda liberation=None, **fields: CaseFactory(
        liberation_date=liberation, **{"referral__programme": programme, **fields}
    )


@pytest.fixture
def mentor(manager):
    return MentorFactory(user__team=manager.team, user__name="Callum Reid")


def listed(response):
    return list(response.context["page"])


def test_queue_shows_who_has_no_mentor_most_urgent_first(browser, make, mentor):
    no_date = make()
    late = make(dt.date(2026, 12, 20))
    soon = make(dt.date(2026, 11, 1))
    make(dt.date(2026, 10, 9), lead=mentor)
    make(closed_date=dt.date(2026, 10, 1))
    CaseFactory(liberation_date=dt.date(2026, 10, 9))

    response = browser.get("/allocation/")

    assert listed(response) == [soon, late, no_date]
    event = Event.objects.get()
    assert (event.verb, set(event.shown)) == (Verb.LISTED, {each.person_id for each in (soon, late, no_date)})


@pytest.mark.parametrize("key", ["name", "prison", "liberation", "area", "waiting"])
def test_queue_sorts_both_ways(browser, make, key):
    rows = {make(dt.date(2026, 11, day)) for day in (1, 2)}

    for direction in ("", "-"):
        assert set(listed(browser.get("/allocation/", {"sort": f"{direction}{key}"}))) == rows


def test_queue_filters_by_prison_area_and_programme(browser, make, manager):
    make()
    here = make()
    here.episode.return_area = LocalAuthorityFactory()
    here.episode.save()
    prison, other = here.episode.stays.get().prison, ProgrammeFactory(team=manager.team)
    elsewhere = make(referral__programme=other)

    assert listed(browser.get("/allocation/", {"prison": prison.pk})) == [here]
    assert listed(browser.get("/allocation/", {"area": here.episode.return_area_id})) == [here]
    assert listed(browser.get("/allocation/", {"programme": other.pk})) == [elsewhere]
    assert "Nobody fits these filters" in browser.get("/allocation/", {"programme": other.pk, "prison": prison.pk}).text


def test_empty_queue_says_so(browser):
    assert "Everybody has a mentor" in browser.get("/allocation/").text


def test_choice_shows_mentors_with_what_speaks_for_and_against(browser, make, mentor):
    case = make(dt.date(2026, 12, 17))
    prison = case.episode.stays.get().prison

    response = browser.get(f"/cases/{case.pk}/allocate/")

    assert "0 of 20" in response.text
    assert "Has room: 0 of 20 taken, 0.5 more with them" in response.text
    assert f"No clearance for {prison.name}" in response.text
    assert Event.objects.get().person_key == case.person_id


def test_manager_decides_and_is_warned_not_stopped(browser, make, mentor):
    case = make(dt.date(2026, 12, 17))
    mentor.capacity = 0
    mentor.save()

    response = browser.post(
        f"/cases/{case.pk}/allocate/", {"mentor": str(mentor.pk), "match_note": "Knows the family"}, follow=True
    )

    assignment = Assignment.objects.get()
    assert (assignment.mentor, assignment.match_note) == (mentor, "Knows the family")
    assert f"Callum Reid is now the mentor of {case.reference}" in response.text
    assert "No room: 0 of 0 taken, 0.5 more with them; No clearance for" in response.text


def test_fitting_mentor_brings_no_warning(browser, make, mentor):
    case = make(dt.date(2026, 12, 17))
    PrisonClearance.objects.create(mentor=mentor, prison=case.episode.stays.get().prison, from_date="2026-01-01")

    response = browser.post(
        f"/cases/{case.pk}/allocate/", {"mentor": str(mentor.pk), "match_note": "Same town"}, follow=True
    )

    assert "To see to with" not in response.text


def test_choice_left_open_keeps_the_note(browser, make, mentor):
    case = make()

    response = browser.post(f"/cases/{case.pk}/allocate/", {"match_note": "Knows the family"})

    assert "Choose the mentor" in response.text
    assert 'href="#id_mentor_0"' in response.text
    assert 'id="id_mentor_0"' in response.text
    assert "Knows the family" in response.text


def test_mentor_of_another_team_cannot_be_chosen(browser, make, mentor):
    case = make()

    response = browser.post(f"/cases/{case.pk}/allocate/", {"mentor": str(MentorFactory().pk), "match_note": ""})

    assert "Choose one of the answers shown" in response.text
    assert Assignment.objects.count() == 0


def test_team_without_mentors_is_led_to_set_them_up(browser, make, manager):
    UserFactory(team=manager.team)

    response = browser.get(f"/cases/{make().pk}/allocate/")

    assert "No mentor is set up in your team" in response.text


def test_case_of_another_team_is_not_found(browser):
    assert browser.get(f"/cases/{CaseFactory().pk}/allocate/").status_code == 404


def test_mentors_do_not_allocate(as_user, make):
    assert as_user(UserFactory()).get(f"/cases/{make().pk}/allocate/").status_code == 403
