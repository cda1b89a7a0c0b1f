"""More of what comes after release: talks about an ending, readings of how things are, small wins."""

import datetime as dt

from prisons.enums import ReleasedHow
from tests.crowds.world import DAY, NOON, TODAY, case_of_team, rows
from tests.factories.accounts import UserFactory
from tests.factories.endings import EndingConversationFactory, OutcomeFactory, SmallWinFactory


@rows
def talks(world, n):
    """One more talk about when support ends, written down by somebody else."""
    by = UserFactory.build(team=world.team)
    yield by
    day = TODAY - DAY
    yield EndingConversationFactory.build(
        case=world.case, on_date=day, planned_date=TODAY + n * DAY, recorded_by=by, recorded_at=NOON
    )


@rows
def readings(world, n):
    """Somebody more who is asked how things are; on one record an answer that was changed, and a small win."""
    out = dt.date(2026, 9, 1) + n % 60 * DAY
    case, *others = case_of_team(world, n, out, lead=world.mentor, released_date=out, released_how=ReleasedHow.GATE)
    yield from (case, *others)
    by = UserFactory.build(team=world.team)
    yield by
    yield OutcomeFactory.build(case=case, episode=case.episode, on_date=out, recorded_by=by)
    yield OutcomeFactory.build(case=world.case, episode=world.case.episode, is_current=False, recorded_by=by)
    yield SmallWinFactory.build(case=world.case, recorded_by=by)
