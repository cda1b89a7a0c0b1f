"""As tests/kinds.py: what addresses of getting ready and of the prisons' register are about."""

import datetime as dt

from mentoring.models import ReadinessStep, RefusedAccess
from tests.factories.prisons import PrisonFactory, VisitRoomFactory, VisitSlotFactory
from tests.factories.readiness import ReadinessItemFactory, ReadinessKindFactory


def readiness_kind_of_case(world):
    return [world.case.pk, ReadinessKindFactory(programme=world.case.programme).pk]


def readiness_item(world):
    """Something was said of a thing on the list of the case."""
    item = ReadinessItemFactory(case=world.case)
    said = {"state": item.state, "recorded_by": world.manager}
    ReadinessStep.objects.create(item=item, recorded_at=dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC), **said)
    return item


def readiness_step(world):
    return [readiness_item(world).steps.get().pk]


def readiness_kind(world):
    return [ReadinessKindFactory(programme=world.case.programme).pk]


def closed_readiness_kind(world):
    return [ReadinessKindFactory(programme=world.case.programme, closed_date=dt.date(2026, 1, 5)).pk]


def visit_slot(world):
    return [VisitSlotFactory().pk]


def closed_visit_slot(world):
    return [VisitSlotFactory(closed_date=dt.date(2026, 1, 5)).pk]


def visit_room(world):
    return [VisitRoomFactory().pk]


def closed_visit_room(world):
    return [VisitRoomFactory(closed_date=dt.date(2026, 1, 5)).pk]


def refused_access(world):
    at = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
    facts = {"mentor": world.mentor, "prison": PrisonFactory(), "on_date": at.date(), "reason": "keys"}
    return [RefusedAccess.objects.create(**facts, recorded_at=at, recorded_by=world.community_mentor).pk]
