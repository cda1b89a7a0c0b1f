import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from audit.models import Event
from mentoring.enums.meetings import Place
from mentoring.models import Waiver
from mentoring.services.waivers import waive_standard
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel("2026-11-22 11:00:00+00:00", tick=False):
        yield


@pytest.fixture
def case():
    return CaseFactory(liberation_date=dt.date(2026, 12, 17), lead=MentorFactory())


@pytest.fixture
def manager(case):
    return ManagerFactory(team=case.programme.team)


def page(as_user, user, case):
    return as_user(user).get(reverse("desk:case_standards", args=[case.pk])).content.decode()


def test_page_shows_each_verdict_with_the_visits_it_rests_on(as_user, manager, case):
    visit = MeetingFactory(case=case, held=True)
    door = MeetingFactory(case=case, held=True, place=Place.CELL_DOOR, on_date=dt.date(2026, 10, 12))

    shown = page(as_user, manager, case)

    assert "1 meeting held before liberation; 3 are needed." in shown
    assert reverse("mentoring:contact", args=[visit.pk]) in shown
    assert reverse("mentoring:contact", args=[door.pk]) in shown
    assert "at the cell door, not private" in shown


def test_manager_sets_a_standard_aside_and_asks_for_it_again(as_user, manager, case):
    browser = as_user(manager)
    browser.post(
        reverse("mentoring:standard_waive", args=[case.pk, "R4"]),
        {"new_id": "5f3e2a7c-3f0a-4f0e-9d5a-000000000001", "reason": "Signed up at the gate."},
    )
    aside = page(as_user, manager, case)
    waiver = Waiver.objects.get()
    browser.post(reverse("mentoring:waiver_end", args=[waiver.pk]))

    assert f"Set aside by {manager} on 22 Nov 2026: Signed up at the gate." in aside
    assert "Set aside by" not in page(as_user, manager, case)
    assert [event.action for event in Event.objects.filter(subject_key=waiver.pk)] == ["waive_standard", "end_waiver"]


def test_standard_set_aside_twice_keeps_the_first_reason(manager, case):
    first = waive_standard(case=case, standard="R4", reason="First.", by=manager)

    assert waive_standard(case=case, standard="R4", reason="Second.", by=manager) == first
    assert Waiver.objects.count() == 1


def test_mentor_reads_and_sets_nothing_aside(as_user, case):
    lead = case.assignments.get().mentor.user

    assert "Set aside</" not in page(as_user, lead, case)
    refused = as_user(lead).get(reverse("mentoring:standard_waive", args=[case.pk, "R4"]))
    assert refused.status_code == 403


def test_unknown_standard_is_not_found(as_user, manager, case):
    assert as_user(manager).get(reverse("mentoring:standard_waive", args=[case.pk, "R99"])).status_code == 404
