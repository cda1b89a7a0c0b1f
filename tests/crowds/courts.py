"""More days in court."""

from tests.crowds.world import DAY, TODAY, case_of_team, rows
from tests.factories.courts import CourtDateFactory


@rows
def days(world, n):
    """A day in court of somebody more of the mentor's."""
    case, *others = case_of_team(world, n, TODAY + 30 * DAY, world.mentor)
    yield from (case, *others)
    yield CourtDateFactory.build(
        case=case, on_date=TODAY + (n % 60) * DAY, goes_along=world.mentor, recorded_by=world.manager
    )
