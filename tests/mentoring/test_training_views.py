import datetime as dt
import uuid

import pytest
import time_machine

from mentoring.models import Training, TrainingKind
from tests.factories.accounts import AdministratorFactory, ManagerFactory
from tests.factories.mentoring import MentorFactory, TrainingKindFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-10-05T10:00Z", tick=False):
        yield


@pytest.fixture
def administrator(as_user):
    return as_user(AdministratorFactory())


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def browser(as_user, manager):
    return as_user(manager)


def test_administrator_adds_changes_and_closes_a_training(administrator):
    assert "No trainings yet" in administrator.get("/trainings/").text
    given = {"name": "First aid", "months_valid": "36", "is_required": "on"}
    administrator.post("/trainings/add/", {"new_id": str(uuid.uuid4()), **given})
    kind = TrainingKind.objects.get()

    taken = administrator.post("/trainings/add/", {"new_id": str(uuid.uuid4()), **given})
    today = {"closed_date_day": "5", "closed_date_month": "10", "closed_date_year": "2026"}
    administrator.post(f"/trainings/{kind.pk}/", {"version": "1", **given, **today})
    clash = administrator.post(f"/trainings/{kind.pk}/", {"version": "1", **given, "name": "Aid"})

    assert "There is already a training with this name." in taken.text
    assert "No longer given" in administrator.get("/trainings/?state=closed").text
    assert "“Name of the training” is now “First aid”. You wrote “Aid”" in clash.text


def test_manager_records_a_training_of_two_and_strikes_one(browser, manager):
    first, second = MentorFactory.create_batch(2, user__team=manager.team)
    kind = TrainingKindFactory(name="Safeguarding", months_valid=12)
    day = {"done_date_day": "1", "done_date_month": "9", "done_date_year": "2026"}
    page = f"/mentors/training/add/?mentor={first.pk}"
    assert "Not in date" in browser.get(f"/mentors/{first.pk}/").text

    both = {"kind": str(kind.pk), "mentors": [str(first.pk), str(second.pk)], **day}
    response = browser.post(page, {"new_id": str(uuid.uuid4()), **both})

    assert response.url == f"/mentors/{first.pk}/"
    assert set(Training.objects.values_list("mentor", "expires_date")) == {
        (first.pk, dt.date(2027, 9, 1)),
        (second.pk, dt.date(2027, 9, 1)),
    }
    assert "Not in date" not in browser.get(response.url).text
    browser.post(f"/training/{first.training.get().pk}/strike/")
    assert "Not in date" in browser.get(response.url).text


def test_training_to_come_keeps_what_was_typed(browser, manager):
    mentor, kind = MentorFactory(user__team=manager.team), TrainingKindFactory()
    day = {"done_date_day": "6", "done_date_month": "10", "done_date_year": "2026"}

    response = browser.post("/mentors/training/add/", {"kind": str(kind.pk), "mentors": [str(mentor.pk)], **day})

    assert "The training is on a day to come." in response.text
    assert "checked" in response.text


def test_nobody_of_another_team_is_offered(browser):
    MentorFactory(user__name="Zoe Elsewhere")

    page = browser.get("/mentors/training/add/").text

    assert "Zoe Elsewhere" not in page
    assert "No training is on the list yet." in page
