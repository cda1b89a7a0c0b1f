"""What the planner proposes for a day that cannot be done, and that it never proposes to let a prescription wait for Monday."""

import dataclasses

from hypothesis import given

from liberations.day_plan import route
from liberations.enums import NEVER_OVER_A_WEEKEND, TravelMode
from liberations.first_day.suggesting import SuggestionKind, suggestions, trouble_of
from liberations.first_day.words import suggestion_words
from tests.liberations.hand_made_days import BED, CAFE, DAYS, FRIDAY, Kind, day, dt, stop, ways
from tests.liberations.test_day_plan_properties import days


def said(plan):
    return [suggestion_words(each) for each in suggestions(plan)]


def test_nothing_is_proposed_for_a_day_that_can_be_done():
    assert said(DAYS["an easy day in the order a body needs"].day) == []


def test_chemist_is_moved_before_the_office():
    plan = DAYS["offices before the prescription"].day
    both = dataclasses.replace(plan, ways=plan.ways + ways("gate>chemist 15, chemist>jobcentre 5, jobcentre>hostel 10"))

    assert said(both)[0] == "Go to chemist first."


def test_overlap_is_mended_by_another_time():
    assert said(DAYS["two appointments that overlap"].day) == ["Ask for 11:30am at jobcentre. Then it is reached."]


def test_call_saves_the_way():
    plan = optional_and(Kind.SERVICE)
    drop_in = stop("long", minutes=35, kind=Kind.SERVICE)

    assert "Ask whether long can be a call. Then clinic is reached." in said(
        dataclasses.replace(plan, stops=(drop_in, *plan.stops[1:]))
    )


def test_stop_without_a_time_goes_after_the_one_it_made_late():
    plan = day(
        "9:00-9:00",
        dataclasses.replace(CAFE, kind=Kind.BREAK, minutes=60),
        stop("housing", "10:00", 30, kind=Kind.HOUSING, mandatory=True),
        BED,
        by="gate>cafe 15, gate>housing 20, cafe>housing 10, cafe>hostel 15",
        ways=ways("gate>cafe 15, gate>housing 20, cafe>housing 10, housing>cafe 10, cafe>hostel 15"),
    )

    assert "Go to cafe after housing. Then housing is reached." in said(plan)


def test_mentor_drives_where_that_is_what_it_takes():
    known = ways("gate>housing 80 240, housing>hostel 30 240") + ways(
        "gate>housing 20, housing>hostel 10", TravelMode.MENTOR_CAR
    )
    housing = stop("housing", "10:00", 30, kind=Kind.HOUSING, mandatory=True)

    assert "Drive them in the mentor’s car. Then housing is reached." in said(
        day("9:00-9:20", housing, BED, ways=known)
    )


def optional_and(kind, **facts):
    """A stop that takes so long that the next is missed."""
    return day(
        "9:00-9:00",
        stop("long", "9:30", 60, kind=kind),
        stop("clinic", "10:00", 20, kind=Kind.HEALTH, mandatory=True),
        BED,
        by="gate>long 20, gate>clinic 20, long>clinic 10, clinic>hostel 5",
        **facts,
    )


def test_what_may_wait_waits_for_the_next_working_day():
    plan = optional_and(Kind.SERVICE, date=FRIDAY, next_open_date=dt.date(2026, 11, 30))

    assert "Leave long for Monday 30 November. Then clinic is reached." in said(plan)


def test_nobody_is_told_to_eat_tomorrow_or_after_the_office():
    kinds = [each.kind for each in suggestions(optional_and(Kind.FOOD, next_open_date=dt.date(2026, 11, 26)))]

    assert {SuggestionKind.ANOTHER_DAY, SuggestionKind.ORDER}.isdisjoint(kinds)


def test_prescription_and_shelter_never_wait_over_a_weekend():
    for kind in NEVER_OVER_A_WEEKEND:
        plan = optional_and(kind, date=FRIDAY, next_open_date=dt.date(2026, 11, 30))

        assert [each for each in suggestions(plan) if each.kind == SuggestionKind.ANOTHER_DAY] == []


def test_prescription_may_wait_for_tomorrow():
    plan = optional_and(Kind.PHARMACY, next_open_date=dt.date(2026, 11, 26))

    assert "Leave long for Thursday 26 November. Then clinic is reached." in said(plan)


def test_nobody_without_a_phone_is_told_to_call():
    plan = dataclasses.replace(DAYS["two appointments that overlap"].day, phone_in_hand=False)

    assert not [each for each in suggestions(plan) if each.kind == SuggestionKind.PHONE]


def test_suggestion_has_a_code():
    found = suggestions(DAYS["two appointments that overlap"].day)

    assert [each.code for each in found] == ["time:jobcentre:1130"]


@given(days())
def test_suggestion_for_one_kind_is_made_once_and_only_for_trouble(plan):
    found = [each.kind for each in suggestions(plan)]

    assert len(found) == len(set(found))
    assert not found or any(trouble_of(plan, route(plan)))
