"""As tests/kinds.py: what addresses of endings and outcomes are about."""

import datetime as dt

from liberations.services.custody_again import return_to_custody
from mentoring.services.endings import end_case
from prisons.enums import ReleasedHow
from tests.factories.endings import EndingConversationFactory, EndingFactory, SmallWinFactory
from tests.factories.prisons import PrisonFactory


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


def released_case(world):
    """They came out long enough ago for a reading."""
    episode = world.case.episode
    episode.stays.update(to_date=dt.date(2026, 11, 2))
    episode.released_date, episode.released_how = dt.date(2026, 11, 2), ReleasedHow.GATE
    episode.save(update_fields=["released_date", "released_how"])
    return [world.case.pk]


def reading(world):
    return [*released_case(world), 0]


def small_win(world):
    return [SmallWinFactory(case=world.case, recorded_by=world.manager).pk]


def back_in_custody(world):
    """A new time in custody has begun in their case."""
    released_case(world)
    again = return_to_custody(case=world.case, prison=PrisonFactory(), on_date=dt.date(2026, 11, 16), by=world.manager)
    return [again.pk]


def asked_again(world):
    """Their support had ended; the mentor they had is asked."""
    released_case(world)
    end_case(case=world.case, kind="unplanned", reason="no-contact", on=dt.date(2026, 11, 9), by=world.manager)
    again = return_to_custody(case=world.case, prison=PrisonFactory(), on_date=dt.date(2026, 11, 16), by=world.manager)
    return [again.pk]
