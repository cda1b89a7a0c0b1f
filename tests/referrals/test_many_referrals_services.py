"""Many referrals taken in at once are as those taken in one by one: the same rows, access and refusals."""

import datetime as dt

import pytest
import time_machine
from django.db import transaction

from core.errors import RuleBroken
from people.models import Access
from referrals.enums import ReferralState, Source
from referrals.models import Referral
from referrals.services.referrals import NewReferral, receive_referral, receive_referrals
from tests.factories.accounts import ManagerFactory
from tests.factories.prisons import EpisodeFactory
from tests.factories.referrals import ProgrammeFactory, ReferralFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def november():
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC), tick=False):
        yield


class Undone(Exception):
    """Ends a rehearsal."""


def outcome(work):
    try:
        with transaction.atomic():
            work()
            referrals = Referral.objects.values_list(
                "person", "programme", "state", "source", "received_by", "received_at"
            )
            access = Access.objects.values_list("person", "team", "role", "reason", "from_at", "granted_by")
            found = sorted(referrals, key=str), sorted(access, key=str)
            raise Undone
    except Undone:
        return found
    except RuleBroken as refusal:
        return str(refusal)


@pytest.mark.parametrize("there", [None, *ReferralState])
@pytest.mark.parametrize("day", [TODAY, TODAY + dt.timedelta(days=1)])
def test_referrals_received_at_once_are_received_as_one_by_one(there, day):
    programme, episode = ProgrammeFactory(), EpisodeFactory()
    by = ManagerFactory(team=programme.team)
    if there:
        decided = {"decline_reason": "other"} if there == ReferralState.DECLINED else {}
        ReferralFactory(person=episode.person, episode=episode, programme=programme, state=there, **decided)
    asked = {"programme": programme, "episode": episode, "source": Source.PRISON_LIST, "referred_date": day}

    one = outcome(lambda: receive_referral(person=episode.person, by=by, **asked))
    many = outcome(lambda: receive_referrals(referrals=[NewReferral(episode.person, **asked)], by=by))

    assert one == many


def test_the_same_person_twice_in_one_go_is_one_referral():
    programme, episode = ProgrammeFactory(), EpisodeFactory()
    asked = NewReferral(episode.person, programme, episode, Source.PRISON_LIST, TODAY)

    received = receive_referrals(referrals=[asked, asked], by=ManagerFactory(team=programme.team))

    assert ([each.is_new for each in received], Referral.objects.count()) == ([True, False], 1)
