"""More of what has to be in place before the gate, and of what is known of prisons."""

import datetime as dt

from mentoring.models import ReadinessStep, RefusedAccess
from tests.crowds.world import DAY, NOON, TODAY, prison_of, rows
from tests.factories.accounts import UserFactory
from tests.factories.mentoring import MeetingFactory
from tests.factories.prisons import VisitRoomFactory, VisitSlotFactory
from tests.factories.readiness import FirstNightFactory, ReadinessItemFactory, ReadinessKindFactory


@rows
def items(world, n):
    """Something said of a thing on the list of the person on record and of somebody inside; it is asked about no more, so
    that two hundred people do not have two hundred things each."""
    kind = ReadinessKindFactory.build(programme=world.programme, closed_date=TODAY)
    yield kind
    yield ReadinessItemFactory.build(case=world.case, kind=kind)


@rows
def steps(world, n):
    by = UserFactory.build(team=world.team)
    at = NOON - n * dt.timedelta(minutes=1)
    yield ReadinessStep(item=world.ready, state="to-do", recorded_at=at, recorded_by=by)


@rows
def nights(world, n):
    by = UserFactory.build(team=world.team)
    yield FirstNightFactory.build(case=world.waiting, number=n + 1, is_current=n == 0, recorded_by=by, lodging="hostel")


@rows
def visiting(world, n):
    """A time and a room of one prison."""
    time = dt.time(n // 60 % 24, n % 60)
    end = dt.time(23, 59, 59)
    yield VisitSlotFactory.build(prison=world.prisons[0], weekday=1 + n % 7, from_time=time, until_time=end)
    yield VisitRoomFactory.build(prison=world.prisons[0])


@rows
def lost(world, n):
    """A visit that a prison cancelled, and a day on which it let nobody in."""
    prison, day = prison_of(world, n), TODAY - n % 30 * DAY
    cancelled = {"state": "cancelled-by-prison", "cancel_reason": ("regime", "no-room", "staff")[n % 3]}
    by = {"recorded_by": world.manager, "recorded_at": NOON}
    yield MeetingFactory.build(case=world.waiting, mentor=world.mentor, prison=prison, on_date=day, **cancelled, **by)
    yield RefusedAccess(mentor=world.mentor, prison=prison, on_date=day, reason=("keys", "late")[n % 2], **by)
