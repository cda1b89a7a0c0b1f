"""What the addresses about the day of release are about, as in tests/kinds.py."""

import datetime as dt

from liberations.enums import AppointmentKind
from tests.factories.day_plans import AppointmentFactory, DayPlanFactory, LegFactory
from tests.factories.referrals import PlaceFactory


def plan(world):
    return DayPlanFactory(case=world.case)


def planned_day(world):
    plan(world)
    return [world.case.pk]


def day_with_office_before_chemist(world):
    made = plan(world)
    office, chemist = PlaceFactory(), PlaceFactory()
    AppointmentFactory(plan=made, place=office, kind=AppointmentKind.HOUSING)
    AppointmentFactory(plan=made, place=chemist, kind=AppointmentKind.PHARMACY, pk=CHEMIST)
    prison = world.case.episode.stays.get().prison
    for ends in ({"to_place": office}, {"to_place": chemist}):
        LegFactory(from_prison=prison, **ends)
    LegFactory(from_prison=None, from_place=office, to_place=chemist)
    return [world.case.pk]


# Going there first is what is proposed.
CHEMIST = "6f0a4c1e-4f5b-4d0a-9a51-1d0f1f0c2b3b"
CHEMIST_FIRST = f"order:{CHEMIST}:0"


def plan_key(world):
    return [plan(world).pk]


def stop(world):
    return [AppointmentFactory(plan=plan(world)).pk]


def last_of_two(world):
    made = plan(world)
    AppointmentFactory(plan=made)
    return [AppointmentFactory(plan=made).pk]


def booked_for_another_day(world):
    at = {"fixed": True, "start_time": dt.time(11), "booked_date": dt.date(2026, 12, 1)}
    return [AppointmentFactory(plan=plan(world), **at).pk]


def taken_out(world):
    at = {"removed_at": dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC), "removed_by": world.manager}
    return [AppointmentFactory(plan=plan(world), **at).pk]


def leg(world):
    return [LegFactory().pk]
