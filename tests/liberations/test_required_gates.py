"""Nowhere to stay makes the gate required: on the gate card, in the list of gates, and among what needs doing."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from tests.factories.accounts import ManagerFactory
from tests.factories.liberations import GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.readiness import FirstNightFactory

pytestmark = pytest.mark.django_db
REQUIRED = "Required: nowhere to stay yet"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def case(client):
    case = CaseFactory(liberation_date=dt.date(2026, 12, 17))
    client.force_login(ManagerFactory(team=case.programme.team))
    return case


def pages(client, case):
    """Of the gate card, the list of gates and the plan: whether each says that the gate is required."""
    urls = (
        reverse("liberations:gate", args=[case.pk]),
        reverse("liberations:gate_list"),
        reverse("liberations:gate_plan", args=[case.pk]),
    )
    return [REQUIRED in client.get(url).content.decode() for url in urls]


def todos(client, case):
    return [(todo.label, todo.title) for todo, _ in client.get(case.get_absolute_url()).context["todos"]]


def test_gate_is_required_while_there_is_nowhere_to_stay(client, case):
    before = pages(client, case)
    night = FirstNightFactory(case=case)
    during = pages(client, case)
    type(night).objects.update(is_current=False)
    FirstNightFactory(case=case, number=2, lodging="hostel")

    assert (before, during, pages(client, case)) == ([False] * 3, [True] * 3, [False] * 3)


def test_what_needs_doing_asks_for_the_gate_and_the_bed(client, case):
    FirstNightFactory(case=case)

    assert ("Required", "Gate") in todos(client, case)
    assert ("Not sorted", "First night") in todos(client, case)


def test_gate_that_is_wanted_asks_only_who(client, case):
    FirstNightFactory(case=case)
    GateLiberationFactory(case=case, decision="wanted", mentor=MentorFactory())

    assert [title for _, title in todos(client, case)].count("Gate") == 0


def test_nowhere_to_stay_counts_for_every_support_in_the_same_time_in_custody(client, case):
    FirstNightFactory(
        case=CaseFactory(
            referral__person=case.person,
            referral__episode=case.episode,
            referral__programme__team=case.programme.team,
            team_access=False,
        )
    )

    assert pages(client, case) == [True] * 3
