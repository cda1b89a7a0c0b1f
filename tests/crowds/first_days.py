"""More of what a day of release is made of."""

import functools

from liberations.models import DayPlan
from tests.crowds.world import NOON, rows
from tests.factories.day_plans import AppointmentFactory, DayPlanFactory, LegFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import PlaceFactory


@functools.cache
def _prison(world):
    return PrisonFactory()


@rows
def legs(world, n):
    yield LegFactory.build(from_prison=_prison(world), to_place=PlaceFactory.build())


@rows
def stops_taken_out(world, n):
    """What stands in a day is a handful; what was taken out may be more."""
    plan = DayPlan.objects.filter(case=world.case).first() or DayPlanFactory(case=world.case)
    out = {"removed_at": NOON, "removed_by": world.manager}
    yield AppointmentFactory.build(plan=plan, place=PlaceFactory.build(), number=n, **out)
