"""What the addresses of needs, plans and promises are about; beside tests/kinds.py."""

import datetime as dt

from mentoring.models import Action, Goal, ReviewHold
from tests.factories.mentoring import AssessmentFactory, PlanFactory, PromiseFactory


def needs(world):
    """Talked through and finished."""
    return [AssessmentFactory(case=world.case, scores={"money": 3}).pk]


def unfinished_needs(world):
    return [AssessmentFactory(case=world.case, open=True, scores={"money": 3}).pk]


def plan(world):
    """The plan in force."""
    return [PlanFactory(case=world.case, goals=["A door I can lock."]).pk]


def draft_plan(world):
    return [PlanFactory(case=world.case, draft=True, goals=["A door I can lock."]).pk]


def plan_set_aside(world):
    aside = {"set_aside_at": dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC), "set_aside_by": world.manager}
    return [PlanFactory(case=world.case, draft=True, **aside).pk]


def goal(world):
    return [Goal.objects.get(plan=draft_plan(world)[0]).pk]


def step(world):
    return [Action.objects.get(goal=goal(world)[0]).pk]


def review_on_hold(world):
    (key,) = plan(world)
    ReviewHold.objects.create(
        case=world.case,
        reason="away",
        until_date=dt.date(2100, 1, 1),
        held_by=world.manager,
        held_at=dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC),
    )
    return [key]


def promise(world):
    return [PromiseFactory(case=world.case, mentor=world.mentor).pk]


def kept_promise(world):
    kept = {"settled_date": dt.date(2026, 11, 12), "settled_at": dt.datetime(2026, 11, 12, 9, tzinfo=dt.UTC)}
    return [PromiseFactory(case=world.case, mentor=world.mentor, state="kept", settled_by=world.manager, **kept).pk]
