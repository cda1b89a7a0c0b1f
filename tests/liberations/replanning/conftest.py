import datetime as dt

import pytest
import time_machine

from liberations.services.release_dates import move_release_date
from prisons.enums import DateKind, DateSource
from tests.factories.accounts import ManagerFactory, TeamFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.referrals import ProgrammeFactory

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
DAY = dt.date(2026, 12, 17)


@pytest.fixture(autouse=True)
def november():
    """Monday 23 November 2026, noon."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def manager(team):
    return ManagerFactory(team=team, name="Morag Manager")


@pytest.fixture
def programme(team):
    # No meetings needed: what is about visits has tests of its own.
    return ProgrammeFactory(team=team, minimum_meetings=0)


@pytest.fixture
def mentor(team):
    return MentorFactory(user__team=team, user__name="Amara Okafor")


@pytest.fixture
def case(programme, mentor):
    return CaseFactory(referral__programme=programme, liberation_date=DAY, lead=mentor)


@pytest.fixture
def move(manager):
    """`move(case, day)` records that the prison has named another day; by the manager, or `by`."""

    def record(case, day, by=None, **told):
        told = {"kind": DateKind.PRISON_STATED, "source": DateSource.PHONE, "stated_date": day} | told
        return move_release_date(episode=case.episode, by=by or manager, **told)

    return record
