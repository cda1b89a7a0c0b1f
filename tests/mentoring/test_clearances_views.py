import datetime as dt
import uuid

import pytest
import time_machine

from mentoring.models import PrisonClearance, PvgMembership
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import MentorFactory
from tests.factories.prisons import PrisonFactory

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


def clearance(prison, **changes):
    return {
        "new_id": str(uuid.uuid4()),
        "prison": str(prison.pk),
        "from_date_day": "1",
        "from_date_month": "10",
        "from_date_year": "2026",
        "vetting": "not-needed",
        "keys": "escorted",
        **changes,
    }


def last_day(day, month, **changes):
    return {
        "version": "1",
        "vetting": "not-needed",
        "keys": "escorted",
        "until_date_day": day,
        "until_date_month": month,
        "until_date_year": "2026",
        **changes,
    }


def test_clearance_is_added_and_ended(browser, mentor):
    prison = PrisonFactory()
    browser.post(f"/mentors/{mentor.pk}/clearances/add/", clearance(prison))
    row = PrisonClearance.objects.get()
    assert (row.prison, row.from_date, row.until_date) == (prison, dt.date(2026, 10, 1), None)
    assert "In force" in browser.get(f"/mentors/{mentor.pk}/").text

    response = browser.post(f"/clearances/{row.pk}/", last_day("2", "10"))

    row.refresh_from_db()
    assert response.url == f"/mentors/{mentor.pk}/"
    assert row.until_date == dt.date(2026, 10, 2)
    assert "Over" in browser.get(response.url).text


def test_clearance_refused_keeps_what_was_typed(browser, mentor):
    prison = PrisonFactory()
    browser.post(f"/mentors/{mentor.pk}/clearances/add/", clearance(prison))

    response = browser.post(f"/mentors/{mentor.pk}/clearances/add/", clearance(prison, from_date_day="5"))

    assert "They have another clearance for this prison at that time." in response.text
    assert 'value="5"' in response.text


def test_last_day_before_the_first_gets_a_sentence(browser, mentor):
    row = PrisonClearance.objects.create(mentor=mentor, prison=PrisonFactory(), from_date=dt.date(2026, 10, 1))

    response = browser.post(f"/clearances/{row.pk}/", last_day("30", "9"))

    assert "The last day of the clearance is before its first day." in response.text


def test_clearance_of_another_team_is_not_found(browser):
    row = PrisonClearance.objects.create(mentor=MentorFactory(), prison=PrisonFactory(), from_date="2026-10-01")

    assert browser.get(f"/clearances/{row.pk}/").status_code == 404


def test_clearance_with_vetting_not_back_says_so(browser, mentor):
    browser.post(f"/mentors/{mentor.pk}/clearances/add/", clearance(PrisonFactory(), vetting="asked"))

    assert "Vetting not back" in browser.get(f"/mentors/{mentor.pk}/").text


def test_two_who_edit_one_clearance_see_both_texts(browser, mentor):
    row = PrisonClearance.objects.create(mentor=mentor, prison=PrisonFactory(), from_date=dt.date(2026, 10, 1))
    browser.post(f"/clearances/{row.pk}/", last_day("9", "11"))

    response = browser.post(f"/clearances/{row.pk}/", last_day("10", "11"))

    assert "“Last day” is now 9 Nov 2026. You wrote 10 Nov 2026" in response.text


def test_membership_is_recorded_and_struck(browser, mentor):
    first_day = {"from_date_day": "2", "from_date_month": "3", "from_date_year": "2024"}
    browser.post(f"/mentors/{mentor.pk}/pvg/add/", {"new_id": str(uuid.uuid4()), **first_day})
    row = PvgMembership.objects.get()

    response = browser.post(f"/pvg/{row.pk}/strike/")

    assert (row.from_date, response.url) == (dt.date(2024, 3, 2), f"/mentors/{mentor.pk}/")
    assert "Not a mistake" in browser.get(response.url).text
    browser.post(f"/pvg/{row.pk}/strike/", {"struck": "no"})
    assert PvgMembership.objects.in_force(dt.date(2026, 10, 5)).exists()
