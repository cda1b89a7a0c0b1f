import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from audit.models import Event
from liberations.enums import GateDecision
from liberations.models import GateLiberation
from tests.factories.accounts import ManagerFactory, TeamFactory
from tests.factories.liberations import GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel("2026-11-23T12:00Z", tick=False):
        yield


@pytest.fixture
def mentor():
    return MentorFactory(user__team=TeamFactory())


@pytest.fixture
def browser(as_user, mentor):
    return as_user(mentor.user)


@pytest.fixture
def make(mentor):
    programme = ProgrammeFactory(team=mentor.user.team)
    return lambda days: CaseFactory(
        lead=mentor, referral__programme=programme, liberation_date=TODAY + dt.timedelta(days=days)
    )


def listed(response):
    return [row.case for row in response.context["rows"]]


def test_gates_come_nearest_first_and_sort_the_other_way_round(browser, make):
    later, soon = make(20), make(1)

    assert listed(browser.get("/gates/")) == [soon, later]
    assert listed(browser.get("/gates/?sort=-day")) == [later, soon]
    assert Event.objects.filter(verb="listed").count() == 2


def test_gates_filter_by_when(browser, make):
    make(20)
    soon = make(1)

    assert listed(browser.get("/gates/?when=tomorrow")) == [soon]
    assert "No gates here" in browser.get("/gates/?when=today").text


@pytest.mark.parametrize("sort", ["name", "day", "prison", "decision", "mentor"])
def test_gates_sort_both_ways(browser, make, mentor, sort):
    planned, undecided = make(1), make(2)
    GateLiberationFactory(case=planned, decision=GateDecision.WANTED, mentor=mentor)

    for direction in ("", "-"):
        assert set(listed(browser.get(f"/gates/?sort={direction}{sort}"))) == {planned, undecided}


def test_nobody_else_is_chosen_for_a_gate_that_is_not_planned_yet(as_user, mentor, make):
    case = make(3)
    manager = ManagerFactory(team=mentor.user.team)
    cover = reverse("liberations:gate_cover", args=[case.pk])

    response = as_user(manager).post(cover, {"mentor": mentor.pk, "version": 0})

    assert "There is no plan for this gate yet" in response.text
    assert not GateLiberation.objects.exists()
