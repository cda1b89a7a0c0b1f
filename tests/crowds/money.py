"""More money given."""

from tests.crowds.world import DAY, NOON, TODAY, case_of_team, rows
from tests.factories.money import MoneyGivenFactory


@rows
def given(world, n):
    """A fare for somebody more of the mentor's."""
    case, *others = case_of_team(world, n, TODAY + 30 * DAY, world.mentor)
    yield from (case, *others)
    yield MoneyGivenFactory.build(
        case=case,
        state="given",
        on_date=TODAY - (n % 30) * DAY,
        asked_by=world.community_mentor,
        given_by=world.manager,
        given_at=NOON,
    )
