import uuid

import pytest
import time_machine

from mentoring.models import Debrief
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.mentoring import MentorFactory

pytestmark = pytest.mark.django_db
TODAY = {"on_date_day": "5", "on_date_month": "10", "on_date_year": "2026"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-10-05T10:00Z", tick=False):
        yield


@pytest.fixture
def supervisor():
    return ManagerFactory()


@pytest.fixture
def mentor(supervisor):
    return MentorFactory(user__team=supervisor.team, user__name="Callum Reid", supervisor=supervisor)


def test_debrief_is_asked_for_and_held_and_stays_between_two(as_user, mentor, supervisor):
    page = f"/mentors/{mentor.pk}/support/"
    as_user(mentor.user).post("/mentors/me/debrief/", {"note": "The visit on Tuesday."})
    assert "The visit on Tuesday." in as_user(supervisor).get(page).text

    asked = Debrief.objects.get()
    held = {"new_id": str(asked.pk), "note": "We talked it through.", **TODAY}
    as_user(supervisor).post(f"/mentors/{mentor.pk}/debriefs/add/", held)

    assert Debrief.objects.get().written_by == supervisor
    for reader in (mentor.user, supervisor):
        assert "We talked it through." in as_user(reader).get(page).text
    other = as_user(ManagerFactory(team=supervisor.team))
    assert other.get(page).status_code == 404
    assert "We talked it through." not in other.get(f"/mentors/{mentor.pk}/").text


def test_supervision_shows_managers_the_day_and_the_two_the_summary(as_user, mentor, supervisor):
    given = {"new_id": str(uuid.uuid4()), "summary": "Fewer evenings.", **TODAY}

    response = as_user(supervisor).post(f"/mentors/{mentor.pk}/supervision/add/", given)

    assert "Fewer evenings." in as_user(mentor.user).get(response.url).text
    seen = as_user(ManagerFactory(team=supervisor.team)).get(f"/mentors/{mentor.pk}/").text
    assert ("5 Oct 2026" in seen, "Fewer evenings." in seen) == (True, False)
    assert "The next is due by 30 Nov 2026." in seen


def test_day_to_come_keeps_what_was_typed(as_user, mentor, supervisor):
    given = {"new_id": str(uuid.uuid4()), "summary": "Fewer evenings.", **TODAY, "on_date_day": "6"}

    page = as_user(supervisor).post(f"/mentors/{mentor.pk}/supervision/add/", given).text

    assert ("That day is still to come." in page, "Fewer evenings." in page) == (True, True)


def test_mentor_who_supervises_finds_them_on_their_own_page(as_user, mentor, supervisor):
    colleague = MentorFactory(user__team=supervisor.team)
    mentor.supervisor = colleague.user
    mentor.save()
    browser = as_user(colleague.user)

    page = browser.get("/mentors/me/", follow=True).text

    assert f"/mentors/{mentor.pk}/support/" in page
    assert browser.get(f"/mentors/{mentor.pk}/support/").status_code == 200
    assert browser.get(f"/mentors/{mentor.pk}/").status_code == 404


def test_mentor_without_a_supervisor_is_told(as_user):
    user = MentorFactory(user=UserFactory()).user

    page = as_user(user).post("/mentors/me/debrief/", {"note": "Tired."}).text

    assert ("You have no supervisor yet." in page, "Tired." in page) == (True, True)
