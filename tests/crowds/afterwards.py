"""More of what comes after release: talks about an ending."""

from tests.crowds.world import DAY, NOON, TODAY, rows
from tests.factories.accounts import UserFactory
from tests.factories.endings import EndingConversationFactory


@rows
def talks(world, n):
    """One more talk about when support ends, written down by somebody else."""
    by = UserFactory.build(team=world.team)
    yield by
    day = TODAY - DAY
    yield EndingConversationFactory.build(
        case=world.case, on_date=day, planned_date=TODAY + n * DAY, recorded_by=by, recorded_at=NOON
    )
