"""What the addresses about places are about, as in tests/kinds.py."""

import datetime as dt

from tests.factories.day_plans import DayPlanFactory
from tests.factories.referrals import PlaceFactory, PlacePictureFactory


def place(world):
    return [PlaceFactory().pk]


def closed_place(world):
    return [PlaceFactory(closed_date=dt.date(2020, 1, 1)).pk]


def picture(world):
    return [PlacePictureFactory().pk]


def picture_taken_down(world):
    return [PlacePictureFactory(taken_down_at=dt.datetime(2026, 10, 3, 9, tzinfo=dt.UTC)).pk]


def day_plan(world):
    return [DayPlanFactory(case=world.case).pk]
