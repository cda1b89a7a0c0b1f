"""Who is in a crowd follows from its size and the day, and from nothing else."""

import datetime as dt

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from demo.days import Days
from demo.scale.crowd import Crowd
from prisons.services.reference_data import load_reference_data

NOW = dt.datetime(2026, 11, 25, 14, tzinfo=dt.UTC)


def lives(people):
    """Who a crowd of this size is made of; nothing is kept."""
    with transaction.atomic():
        found = [(life.who, life.steps) for life in Crowd(people, Days(timezone.now())).lives()]
        transaction.set_rollback(True)
    return found


def test_crowd_is_the_same_every_time(db):
    load_reference_data()
    with time_machine.travel(NOW, tick=False):
        assert lives(60) == lives(60)


def test_first_people_are_the_same_in_a_larger_crowd(db):
    load_reference_data()
    with time_machine.travel(NOW, tick=False):
        assert [who for who, _ in lives(120)][:60] == [who for who, _ in lives(60)]


def test_command_refuses_a_negative_crowd(db):
    with pytest.raises(CommandError, match="Give a number"):
        call_command("load_demo", people=-1)
