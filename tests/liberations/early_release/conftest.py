"""A prison with people in it, a manager, and schemes for them."""

import datetime as dt

import pytest
import time_machine

from liberations.enums import SchemeShift
from liberations.services.schemes import (
    make_scheme,
)
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import ProgrammeFactory


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def prison():
    return PrisonFactory()


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def manager(programme):
    return ManagerFactory(team=programme.team)


@pytest.fixture
def inside(prison, programme):
    """`inside(day, legal_status=...)` is a case of somebody in the prison who is liberated on the day."""

    def inside(day=dt.date(2026, 12, 17), lead=None, held_in=prison, **episode):
        fields = {f"referral__episode__{name}": value for name, value in episode.items()}
        return CaseFactory(
            referral__programme=programme,
            referral__episode__prison=held_in,
            liberation_date=day,
            lead=lead,
            **fields,
        )

    return inside


@pytest.fixture
def make(manager, prison):
    def make(**terms):
        given = {"name": "Early release", "reason": "Announced.", "shift": SchemeShift.DAYS, "prisons": [prison]}
        if terms.get("shift", SchemeShift.DAYS) == SchemeShift.DAYS:
            given["days_earlier"] = 7
        return make_scheme(by=manager, **{**given, **terms})

    return make
