"""As tests/kinds.py: what addresses of places that partners hold for us are about, and needs without a service."""

import datetime as dt

from mentoring.enums.held_places import StayState
from tests.factories.referrals import ServiceFactory
from tests.factories.sharing import HeldPlaceFactory, PlaceStayFactory, ServiceGapFactory


def place(world):
    return [HeldPlaceFactory(team=world.team).pk]


def closed_place(world):
    return [HeldPlaceFactory(team=world.team, closed_date=dt.date(2026, 1, 5)).pk]


def stay(world):
    """They live there."""
    days = {"from_date": dt.date(2026, 10, 5), "state_date": dt.date(2026, 10, 8)}
    return [PlaceStayFactory(case=world.case, state=StayState.TAKEN, **days).pk]


def offered(world):
    """What is typed to offer a free place."""
    return {"place": HeldPlaceFactory(team=world.team).pk}


def added(world):
    return {"service": ServiceFactory().pk, "team": world.team.pk, "name": "Room 3", "kind": "room"}


def need(world):
    return [world.case.pk, "money"]


def gap(world):
    return [ServiceGapFactory(case=world.case).pk]
