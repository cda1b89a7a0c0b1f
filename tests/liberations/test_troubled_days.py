"""The list of gates by whose day of release cannot be done as planned, or has no plan."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prisons.models import PrisonStay
from tests.factories.accounts import ManagerFactory
from tests.factories.day_plans import AppointmentFactory, DayPlanFactory, LegFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 12, 1)
URL = reverse("liberations:gate_list")


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def programme(manager):
    return ProgrammeFactory(team=manager.team)


def leaves(programme, days=7):
    return CaseFactory(liberation_date=TODAY + dt.timedelta(days=days), referral__programme=programme)


def planned(case, **stop):
    """A day with one appointment, twenty-five minutes from the gate."""
    plan = DayPlanFactory(case=case)
    made = AppointmentFactory(plan=plan, **stop)
    LegFactory(from_prison=PrisonStay.objects.get(episode=plan.episode).prison, to_place=made.place)
    return plan


def too_late(case):
    return planned(case, start_time=dt.time(10, 10), fixed=True, mandatory=True, title="Housing")


def shown(as_user, manager, **query):
    return as_user(manager).get(URL, query).context["rows"]


def test_days_that_cannot_be_done_are_found_and_say_why(as_user, manager, programme):
    late, fine = leaves(programme), leaves(programme)
    too_late(late)
    planned(fine, start_time=dt.time(14), fixed=True, mandatory=True)
    leaves(programme)
    too_late(CaseFactory(liberation_date=TODAY))

    (row,) = shown(as_user, manager, first_day="not-possible")

    assert row.case == late
    assert "Housing" in row.against
    page = as_user(manager).get(URL, {"first_day": "not-possible"}).content.decode()
    assert reverse("liberations:day_plan", args=[late.pk]) in page


def test_only_days_of_the_time_chosen_are_looked_at(as_user, manager, programme):
    too_late(leaves(programme, days=20))

    assert shown(as_user, manager, first_day="not-possible", when="week") == []


def test_a_plan_is_missed_from_the_day_the_programme_says(as_user, manager, programme):
    near, last = leaves(programme, days=1), leaves(programme, days=14)
    leaves(programme, days=15)
    planned(leaves(programme, days=2))

    assert [row.case for row in shown(as_user, manager, first_day="not-planned")] == [near, last]


def test_many_days_are_checked_with_as_many_queries_as_one(as_user, manager, programme):
    browser = as_user(manager)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            browser.get(URL, {"first_day": "not-possible"})
        return len(queries)

    too_late(leaves(programme))
    asked()
    one = asked()
    for _ in range(3):
        too_late(leaves(programme))

    assert asked() == one
    assert one <= 15
