"""People by the thousand: what holds for a dozen holds for them, and they stand in line the same way every time."""

import datetime as dt
from collections import Counter

import pytest
import time_machine
from django.db import transaction
from django.db.models import Count, Q

from audit.models import Event
from demo.load import load_crowd
from demo.scale.crowd import CASES_PER_MENTOR
from mentoring.enums.flags import FlagKind
from mentoring.models import Case, Flag, Mentor
from people.models import Person
from prisons.services.reference_data import load_reference_data
from referrals.enums import ReferralState
from referrals.models import Referral
from tests.demo.consistency import contradictions

NOW = dt.datetime(2026, 11, 25, 14, tzinfo=dt.UTC)
PEOPLE = 720


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker):
    """The crowd, made once for this module; each test works on a savepoint of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference_data()
        with time_machine.travel(NOW, tick=False):
            load_crowd(PEOPLE)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def crowd(made_once, db):
    with time_machine.travel(NOW, tick=False):
        yield


def test_crowd_hangs_together(crowd):
    assert contradictions() == []


def test_crowd_is_as_large_as_asked(crowd):
    assert Person.objects.count() == PEOPLE
    assert Case.objects.open().count() == PEOPLE * 5 // 6


def test_crowd_is_at_every_stage(crowd):
    inside, free = Q(episode__released_date=None), Q(episode__released_date__isnull=False)
    stages = Case.objects.aggregate(
        inside=Count("pk", filter=inside & Q(closed_date=None)),
        free=Count("pk", filter=free & Q(closed_date=None)),
        ended=Count("pk", filter=Q(closed_date__isnull=False)),
    )

    assert min(stages.values()) > 20
    assert set(Referral.objects.values_list("state", flat=True)) == set(ReferralState) - {
        ReferralState.NOT_NOW,
        ReferralState.NOT_REACHED,
    }
    assert set(Flag.objects.open().values_list("kind", flat=True)) == set(FlagKind)


def test_mentors_have_at_most_forty_open_cases(crowd):
    current = Q(assignments__until_date=None)
    sizes = Counter(Mentor.objects.annotate(size=Count("assignments", filter=current)).values_list("size", flat=True))

    assert max(sizes) <= CASES_PER_MENTOR
    assert Case.objects.unallocated().exists()


def test_crowd_leaves_one_row_on_the_trail_beside_the_jobs(crowd):
    assert Event.objects.filter(action="load_demo_crowd").count() == 1
