"""Which days are proposed: a table of walks to a liberation day on Thursday 17 December 2026, from Monday 23 November."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.enums.visits import Against
from mentoring.visiting.schedule import MentorDays, Slot, propose_schedule
from mentoring.visiting.visit_plan import VisitingDays

TODAY = dt.date(2026, 11, 23)
LIBERATION = dt.date(2026, 12, 17)
TUESDAYS = VisitingDays(weekdays=frozenset({2}))
ALWAYS = ((dt.date(2026, 1, 1), None),)
CLEARED = MentorDays(cleared=ALWAYS)
MORNING = Slot(2, dt.time(9, 30), dt.time(11, 30))


def nov(day):
    return dt.date(2026, 11, day)


def dec(day):
    return dt.date(2026, 12, day)


def propose(needed=3, held=(), planned=(), visiting=TUESDAYS, mentor=CLEARED, **given):
    return propose_schedule(
        **{"today": TODAY, "liberation_day": LIBERATION} | given,
        needed=needed,
        held=held,
        planned=planned,
        visiting=visiting,
        mentor=mentor,
    )


@pytest.mark.parametrize(
    ("given", "days"),
    [
        # Four Tuesdays: the last is left for one that is cancelled.
        ({}, [nov(24), dec(1), dec(8)]),
        ({"held": [nov(17)]}, [nov(24), dec(1)]),
        ({"planned": [nov(24)]}, [dec(1), dec(8)]),
        ({"held": [nov(3), nov(10), nov(17)]}, []),
        ({"needed": 4}, [nov(24), dec(1), dec(8), dec(15)]),
        # Booked nine days ahead.
        ({"visiting": VisitingDays(weekdays=frozenset({2}), notice_days=9)}, [dec(8), dec(15)]),
        # St Andrew's Day is a Monday.
        ({"visiting": VisitingDays(weekdays=frozenset({1}), closed=frozenset({nov(30)}))}, [dec(7), dec(14)]),
        ({"mentor": MentorDays(cleared=((dec(2), None),))}, [dec(8), dec(15)]),
        ({"mentor": MentorDays(cleared=((nov(1), dec(1)),))}, [nov(24), dec(1)]),
        ({"mentor": MentorDays()}, []),
        ({"mentor": None}, [nov(24), dec(1), dec(8)]),
        ({"mentor": MentorDays(cleared=ALWAYS, weekdays=frozenset({1, 3, 4, 5}))}, []),
        ({"mentor": MentorDays(cleared=ALWAYS, away=((nov(20), dec(4)),))}, [dec(8), dec(15)]),
        ({"liberation_day": nov(24)}, []),
        ({"liberation_day": nov(20)}, []),
        # Any working day: spread over the weeks, the first at once.
        ({"visiting": VisitingDays()}, [nov(24), dec(1), dec(8)]),
        # The mentor is there on the Thursday anyway.
        (
            {"visiting": VisitingDays(), "mentor": MentorDays(cleared=ALWAYS, there={dec(3): [dt.time(9, 30)]})},
            [nov(24), dec(3), dec(8)],
        ),
        ({"mentor": MentorDays(cleared=ALWAYS, elsewhere=frozenset({nov(24)}))}, [dec(1), dec(8), dec(15)]),
        (
            {"needed": 4, "mentor": MentorDays(cleared=ALWAYS, elsewhere=frozenset({nov(24)}))},
            [nov(24), dec(1), dec(8), dec(15)],
        ),
    ],
)
def test_days_are_spread_over_what_is_left(given, days):
    assert [day for day, _ in propose(**given).visits] == days


@pytest.mark.parametrize(
    ("mentor", "lost"),
    [
        (MentorDays(), {Against.NO_CLEARANCE: 4}),
        (MentorDays(cleared=((nov(1), dec(1)),)), {Against.NO_CLEARANCE: 2}),
        (MentorDays(cleared=ALWAYS, weekdays=frozenset({3})), {Against.NOT_WORKING: 4}),
        (MentorDays(cleared=ALWAYS, away=((nov(24), nov(24)),)), {Against.AWAY: 1}),
        (None, {}),
    ],
)
def test_lost_days_say_why(mentor, lost):
    assert propose(mentor=mentor).lost == lost


@pytest.mark.parametrize(
    ("slots", "mentor", "taken", "times"),
    [
        ((), CLEARED, {}, [None, None, None]),
        ((MORNING,), CLEARED, {}, [dt.time(9, 30)] * 3),
        # One after the other on a day on which somebody else is seen already.
        (
            (MORNING,),
            MentorDays(cleared=ALWAYS, there={nov(24): [dt.time(9, 30)]}),
            {},
            [dt.time(10, 15), dt.time(9, 30), dt.time(9, 30)],
        ),
        # A full slot gives way to the next of the day.
        (
            (Slot(2, dt.time(9, 30), dt.time(11, 30), places=2), Slot(2, dt.time(14), dt.time(15))),
            CLEARED,
            {(nov(24), dt.time(9, 30)): 2},
            [dt.time(14), dt.time(9, 30), dt.time(9, 30)],
        ),
        # Slots of another day say nothing of this one.
        ((Slot(4, dt.time(9), dt.time(10)),), CLEARED, {}, [None, None, None]),
    ],
)
def test_times_are_those_of_the_slots(slots, mentor, taken, times):
    assert [at_time for _, at_time in propose(mentor=mentor, slots=slots, taken=taken).visits] == times


def test_a_day_whose_places_are_all_taken_is_lost():
    slot = Slot(2, dt.time(9, 30), dt.time(10, 30), places=1)

    found = propose(slots=(slot,), taken={(nov(24), dt.time(9, 30)): 1, (dec(1), dt.time(9, 30)): 1})

    assert ([day for day, _ in found.visits], found.lost) == ([dec(8), dec(15)], {Against.FULL: 2})
    assert not found.is_possible


@pytest.mark.parametrize(
    ("given", "possible", "book_by"),
    [
        # Three of four Tuesdays: the first that is needed is 1 December, booked the day before at the latest.
        ({}, True, nov(30)),
        ({"visiting": VisitingDays(weekdays=frozenset({2}), notice_days=4), "needed": 2}, True, dec(4)),
        ({"needed": 4}, True, TODAY),
        ({"needed": 5}, False, None),
        ({"needed": 0}, True, None),
    ],
)
def test_last_day_to_book_what_is_missing(given, possible, book_by):
    found = propose(**given)

    assert (found.is_possible, found.book_by) == (possible, book_by)


@given(
    st.dates(dt.date(2026, 11, 1), dt.date(2027, 1, 31)),
    st.integers(0, 6),
    st.frozensets(st.integers(1, 7)),
    st.integers(0, 10) | st.none(),
)
def test_never_more_than_missing_and_never_a_day_that_is_not_open(liberation_day, needed, weekdays, notice):
    visiting = VisitingDays(weekdays=weekdays, notice_days=notice)

    found = propose(liberation_day=liberation_day, needed=needed, visiting=visiting)

    days = [day for day, _ in found.visits]
    assert len(days) == min(needed, found.free_days)
    assert days == sorted(set(days))
    assert all(visiting.is_open(day) and visiting.first_after(TODAY) <= day < liberation_day for day in days)
