"""As tests/kinds.py: what addresses of endings are about."""

from tests.factories.endings import EndingConversationFactory, EndingFactory


def conversation(world):
    return [EndingConversationFactory(case=world.case, recorded_by=world.manager).pk]


def ending(world):
    """Support has ended; the mentor may still open the record."""
    found = EndingFactory(case=world.case, ended_by=world.manager)
    world.case.closed_date = found.ended_date
    world.case.save(update_fields=["closed_date"])
    return [found.pk]


def ended_case(world):
    ending(world)
    return [world.case.pk]
