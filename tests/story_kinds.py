"""As tests/kinds.py: what addresses of stories told once are about."""

import datetime as dt

from referrals.enums import StoryState
from referrals.models import SharePack
from tests.factories.people import ConsentFactory
from tests.factories.referrals import OnwardReferralFactory
from tests.factories.sharing import SharePackFactory


def draft(world):
    return [SharePackFactory(person=world.person).pk]


def agreed(world):
    return [SharePackFactory(person=world.person, agreed=True).pk]


def stopped(world):
    at = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
    pack = SharePackFactory(
        person=world.person, agreed=True, state=StoryState.STOPPED, stopped_at=at, stopped_by=world.manager
    )
    return [pack.pk]


def onward_with_story(world):
    """A referral that is open, and a story to send with it."""
    agreed(world)
    return [OnwardReferralFactory(person=world.person).pk]


def given_by_consent(world):
    """What is typed to say that an agency they consent to was given it."""
    onward = OnwardReferralFactory(person=world.person)
    ConsentFactory(person=world.person, to=onward.service.agency)
    return {"recipient": onward.service.agency_id, "purpose": "A room"}


def the_story(world):
    return {"pack": SharePack.objects.get().pk}
