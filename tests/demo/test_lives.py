"""The invented lives, told through the services on days of every kind: they hang together on each of them."""

import datetime as dt

import pytest
import time_machine

from demo.load import load_demo
from prisons.models import ReleaseDate
from prisons.services.reference_data import load_reference_data
from tests.demo.consistency import contradictions

SUNDAY = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
DAYS = {
    "sunday": SUNDAY,
    "monday": dt.datetime(2026, 11, 23, 11, tzinfo=dt.UTC),
    "before-dawn": dt.datetime(2026, 11, 25, 6, 30, tzinfo=dt.UTC),
    "boxing-day": dt.datetime(2026, 12, 26, 15, tzinfo=dt.UTC),
    "summer-evening": dt.datetime(2027, 6, 18, 21, 30, tzinfo=dt.UTC),
}


@pytest.mark.django_db
@pytest.mark.parametrize("now", DAYS.values(), ids=DAYS)
def test_lives_hang_together_on_any_day(now):
    load_reference_data()
    with time_machine.travel(now, tick=False):
        load_demo()

        assert contradictions() == []


@pytest.mark.django_db
def test_gates_are_on_working_days_when_told_on_a_sunday():
    load_reference_data()
    with time_machine.travel(SUNDAY, tick=False):
        load_demo()

    coming = ReleaseDate.objects.current().filter(
        liberation_date__range=(dt.date(2026, 11, 22), dt.date(2026, 11, 24)), episode__released_date=None
    )
    assert {(row.episode.person.family_name, row.liberation_date.day) for row in coming} == {
        ("Adeyemi", 23),
        ("Lennox", 24),
    }
