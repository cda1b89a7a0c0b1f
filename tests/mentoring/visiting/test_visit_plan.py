"""Whether the visits a programme needs are still possible: a table of walks to a liberation day on Thursday 3 December 2026."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.visiting.visit_plan import VisitingDays, visit_plan

MONDAY = dt.date(2026, 11, 23)
THURSDAY = dt.date(2026, 12, 3)
ANY_WORKING_DAY = VisitingDays()


def day(number, month=11):
    return dt.date(2026, month, number)


def plan(held=(), planned=(), visiting=ANY_WORKING_DAY, needed=3, today=MONDAY, liberation_day=THURSDAY):
    return visit_plan(
        today=today, liberation_day=liberation_day, needed=needed, held=held, planned=planned, visiting=visiting
    )


@pytest.mark.parametrize(
    ("given", "missing", "free", "possible"),
    [
        ({}, 3, 3, True),
        ({"held": [day(2), day(9), day(16)]}, 0, 0, True),
        # Two on one day are one; held and planned on one day are one.
        ({"held": [day(2), day(2)], "planned": [day(2)]}, 2, 2, True),
        # Planned in time counts; on the liberation day or after it does not.
        ({"held": [day(2)], "planned": [day(26), day(3, 12), day(10, 12)]}, 1, 1, True),
        # From tomorrow on: Tue to Fri of this week, Mon to Wed of the next.
        ({"needed": 7}, 7, 7, True),
        ({"needed": 8}, 8, 7, False),
        # Booked four days ahead: Fri, Mon, Tue, Wed.
        ({"needed": 8, "visiting": VisitingDays(notice_days=4)}, 8, 4, False),
        ({"visiting": VisitingDays(notice_days=0), "needed": 8}, 8, 8, True),
        # Tuesdays only: the 24th and the 1st.
        ({"visiting": VisitingDays(weekdays=frozenset({2}))}, 3, 2, False),
        ({"visiting": VisitingDays(weekdays=frozenset({2})), "held": [day(2)]}, 2, 2, True),
        # St Andrew's Day (Mon 30 Nov) is a holiday.
        ({"needed": 7, "visiting": VisitingDays(closed=frozenset({day(30)}))}, 7, 6, False),
        ({"visiting": VisitingDays(weekdays=frozenset({6, 7}))}, 3, 2, False),
        # The day itself, and a day that has passed: no visit any more.
        ({"today": THURSDAY}, 3, 0, False),
        ({"today": day(4, 12)}, 3, 0, False),
        ({"needed": 0}, 0, 0, True),
    ],
)
def test_visit_plan_counts_what_is_held_planned_and_still_free(given, missing, free, possible):
    found = plan(**given)

    assert (found.missing, found.free_days, found.is_possible) == (missing, free, possible)


days = st.dates(dt.date(2026, 11, 1), dt.date(2026, 12, 31))


@given(
    st.sets(days, max_size=6),
    st.sets(days, max_size=6),
    st.integers(0, 6),
    days,
    days,
    st.frozensets(st.integers(1, 7)),
    st.frozensets(days, max_size=5),
)
def test_a_later_day_or_another_visit_never_makes_it_less_possible(held, planned, needed, today, last, week, closed):
    visiting = VisitingDays(week, closed)
    facts = {"held": held, "planned": planned, "visiting": visiting, "needed": needed, "today": today}
    found = plan(**facts, liberation_day=last)

    later = plan(**facts, liberation_day=last + dt.timedelta(days=3))
    one_more = plan(
        **(facts | {"held": held | {min(held | planned | {last}) - dt.timedelta(days=1)}}), liberation_day=last
    )
    assert found.free_days <= max(found.missing, 0)
    assert not found.is_possible or later.is_possible
    assert not found.is_possible or one_more.is_possible
