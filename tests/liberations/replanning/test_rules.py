"""What follows from a moved day or a transfer, in tables."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest

from liberations.replanning.rules import (
    Booking,
    Change,
    Hanging,
    answer_by,
    asks_about_gate,
    clash,
    is_material,
    is_outside_areas,
)

LONDON = ZoneInfo("Europe/London")
TODAY = dt.date(2026, 11, 23)
HERE, THERE = uuid.uuid4(), uuid.uuid4()
THIS, OTHER = uuid.uuid4(), uuid.uuid4()


def ahead(days):
    return TODAY + dt.timedelta(days=days)


NOTHING = Hanging()


@pytest.mark.parametrize(
    ("change", "hanging", "material"),
    [
        # A note, the source or the confidence changed.
        (Change(ahead(10), ahead(10)), Hanging(contacts=3, gate=True, decisions=2), False),
        (Change(None, None), NOTHING, False),
        # Another prison, however far off.
        (Change(ahead(400), ahead(400), prison_changed=True), NOTHING, True),
        (Change(None, None, prison_changed=True), NOTHING, True),
        # A first date: its reminder says it, unless somebody has to decide something.
        (Change(None, ahead(10)), NOTHING, False),
        (Change(None, ahead(10)), Hanging(decisions=1), True),
        # Near: the old day or the new one within twelve weeks.
        (Change(ahead(90), ahead(84)), NOTHING, True),
        (Change(ahead(84), ahead(200)), NOTHING, True),
        (Change(ahead(20), None), NOTHING, True),
        # Far, and nothing hangs on it.
        (Change(ahead(200), ahead(85)), NOTHING, False),
        (Change(ahead(200), None), NOTHING, False),
        # Far, and something does.
        (Change(ahead(200), ahead(190)), Hanging(contacts=1), True),
        (Change(ahead(200), ahead(190)), Hanging(gate=True), True),
        (Change(ahead(200), ahead(190)), Hanging(flags=1), True),
        (Change(ahead(200), ahead(190)), Hanging(decisions=1), True),
    ],
)
def test_a_change_is_told_only_when_it_matters(change, hanging, material):
    assert is_material(change, hanging, today=TODAY, quiet_days=84) is material


def test_how_far_ahead_a_move_is_quiet_is_the_programmes_to_say():
    change = Change(ahead(30), ahead(20))

    assert [is_material(change, NOTHING, today=TODAY, quiet_days=days) for days in (19, 20)] == [False, True]


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        (ahead(30), ahead(20), True),
        (ahead(30), ahead(40), False),
        (ahead(3), ahead(7), True),
        (ahead(3), ahead(8), False),
        (None, ahead(7), True),
        (None, ahead(30), False),
        (ahead(5), ahead(0), True),
        (ahead(5), ahead(-1), False),
        (ahead(5), None, False),
    ],
)
def test_mentor_is_asked_when_the_day_is_near_or_brought_forward(before, after, asked):
    assert asks_about_gate(Change(before, after), today=TODAY, answer_days=7) is asked


def at(day, hour, minute=0):
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("asked", "liberation", "hours", "until"),
    [
        # Monday at ten, liberation on Monday week: a day to answer.
        (at(23, 10), dt.date(2026, 11, 30), 24, at(24, 10)),
        # Asked at night: from eight in the morning.
        (at(23, 22), dt.date(2026, 11, 30), 4, at(24, 12)),
        (at(23, 5), dt.date(2026, 11, 30), 4, at(23, 12)),
        (at(23, 18), dt.date(2026, 11, 30), 1, at(24, 9)),
        # Never so long that on the day before nobody else could be found.
        (at(23, 10), dt.date(2026, 11, 25), 48, at(24, 16)),
        # Out tomorrow, not the 9th: until four this afternoon, whatever the hour of asking.
        (at(23, 10), dt.date(2026, 11, 24), 24, at(23, 16)),
        (at(23, 15, 30), dt.date(2026, 11, 24), 24, at(23, 16, 30)),
        (at(23, 21), dt.date(2026, 11, 24), 24, at(23, 22)),
        (at(23, 7), dt.date(2026, 11, 23), 24, at(23, 8)),
    ],
)
def test_how_long_an_answer_is_waited_for(asked, liberation, hours, until):
    assert answer_by(asked, liberation, hours=hours) == until


def test_hours_are_hours_when_the_clocks_go_back():
    # On 25 October 2026 the clocks go back at two.
    asked = dt.datetime(2026, 10, 24, 12, tzinfo=LONDON)

    until = answer_by(asked, dt.date(2026, 11, 2), hours=24)

    assert until.astimezone(dt.UTC) - asked.astimezone(dt.UTC) == dt.timedelta(hours=24)


GATE = Booking(OTHER, is_gate=True)


@pytest.mark.parametrize(
    ("bookings", "against"),
    [
        ([], None),
        ([Booking(THIS, is_gate=True)], None),
        ([GATE], GATE),
        # At the same prison, or in the afternoon: they can be at both.
        ([Booking(OTHER, is_gate=False, prison=HERE, at_time=dt.time(9))], None),
        ([Booking(OTHER, is_gate=False, prison=THERE, at_time=dt.time(13))], None),
    ],
)
def test_what_clashes_with_a_gate(bookings, against):
    assert clash(bookings, episode=THIS, prison=HERE) == against


@pytest.mark.parametrize("at_time", [None, dt.time(12, 59)])
@pytest.mark.parametrize("prison", [THERE, None])
def test_visit_elsewhere_in_the_morning_or_at_no_known_time_clashes(at_time, prison):
    visit = Booking(OTHER, is_gate=False, prison=prison, at_time=at_time)

    assert clash([visit], episode=THIS, prison=HERE) == visit


def test_another_gate_is_named_before_a_visit():
    visit = Booking(OTHER, is_gate=False, prison=THERE)

    assert clash([visit, GATE], episode=THIS, prison=HERE) == GATE


@pytest.mark.parametrize(
    ("prison_area", "former_area", "covered", "has_visited", "outside"),
    [
        (THERE, HERE, {HERE}, False, True),
        (THERE, None, {HERE}, False, True),
        (HERE, THERE, {HERE}, False, False),
        # They have been there before, or the old prison was out of their way too.
        (THERE, HERE, {HERE}, True, False),
        (THERE, THERE, {HERE}, False, False),
        # Nothing is said where nothing is known.
        (None, HERE, {HERE}, False, False),
        (THERE, HERE, set(), False, False),
    ],
)
def test_far_is_said_only_of_areas_on_record(prison_area, former_area, covered, has_visited, outside):
    found = is_outside_areas(prison_area=prison_area, former_area=former_area, covered=covered, has_visited=has_visited)

    assert found is outside
