"""The check of a day of release, against days made by hand (hand_made_days.py) and what each way of getting about makes of one."""

import dataclasses
import datetime as dt

import pytest

from liberations.day_plan import check_day, route
from liberations.enums import TravelMode
from tests.liberations.hand_made_days import BED, CAFE, CHEMIST, DAYS, Kind, at, day, stop, ways


@pytest.mark.parametrize("name", DAYS)
def test_day_made_by_hand(name):
    said = DAYS[name]

    check = check_day(said.day)

    assert " ".join(each.verdict for each in check.planned.timed) == said.verdicts
    assert check.level == said.level
    assert tuple((finding.code, finding.number) for finding in check.findings) == said.findings


def timed(plan, key):
    return next(each for each in route(plan).timed if each.stop.key == key)


def test_times_are_those_of_the_latest_hour_out():
    plan = DAYS["an easy day in the order a body needs"].day

    times = [(each.arrives, each.begins, each.ends) for each in route(plan).timed]

    assert times == [
        (at("9:40"), at("9:40"), at("9:50")),
        (at("9:55"), at("9:55"), at("10:25")),
        (at("10:40"), at("11:00"), at("11:45")),
        (at("12:05"), at("14:00"), at("14:00")),
    ]


def test_wait_for_the_chemist_is_in_the_times():
    found = timed(DAYS["the chemist shuts for lunch, and they wait"].day, "chemist")

    assert (found.arrives, found.begins) == (at("12:55"), at("14:00"))


def test_latest_hour_to_be_out_is_found():
    found = timed(DAYS["reached only if they are out early"].day, "housing")

    assert (found.out_by, found.minutes_late) == (at("10:10"), 50)


def test_late_at_one_place_spends_the_time_there_all_the_same():
    found = timed(DAYS["two appointments that overlap"].day, "jobcentre")

    assert (found.arrives, found.begins, found.ends) == (at("11:10"), None, at("11:40"))


def test_after_midnight_has_no_hour():
    found = timed(DAYS["the last boat comes in after midnight"].day, "hostel")

    assert (found.arrives, found.begins, found.ends) == (None, None, None)


def test_way_put_together_says_through_where():
    found = timed(DAYS["a way put together from two that are known"].day, "chemist")

    assert (found.hop.minutes, found.hop.cost_pence, found.hop.via) == (25, 240, ("town",))


def test_way_written_down_stands_even_where_a_way_round_is_quicker():
    plan = day("9:00-9:00", CHEMIST, by="gate>town 5, town>chemist 5, gate>chemist 30")

    assert (timed(plan, "chemist").hop.minutes, timed(plan, "chemist").hop.via) == (30, ())


def test_on_foot_is_taken_where_it_is_quicker_than_the_bus():
    both = ways("gate>chemist 20 240") + ways("gate>chemist 12", TravelMode.WALK)

    hop = timed(day("9:00-9:00", CHEMIST, ways=both), "chemist").hop

    assert (hop.mode, hop.minutes, hop.cost_pence) == (TravelMode.WALK, 12, 0)


def test_each_way_of_getting_about_has_its_own_day():
    known = (
        ways("gate>housing 50 240, housing>hostel 30 240")
        + ways("gate>housing 20, housing>hostel 10", TravelMode.MENTOR_CAR)
        + ways("gate>housing 110, housing>hostel 60", TravelMode.WALK)
    )
    housing = stop("housing", "10:00", 30, kind=Kind.HOUSING, mandatory=True)

    check = check_day(day("9:00-9:20", housing, BED, ways=known))

    found = {mode: (each.reached, each.cost_pence, each.first_failing) for mode, each in check.by_mode.items()}
    assert [(mode, reached, cost) for mode, (reached, cost, _) in found.items()] == [
        (TravelMode.WALK, 1, 0),
        (TravelMode.PUBLIC, 1, 480),
        (TravelMode.TAXI, 1, 0),
        (TravelMode.MENTOR_CAR, 2, 0),
    ]
    assert found[TravelMode.PUBLIC][2].stop == housing
    assert found[TravelMode.MENTOR_CAR][2] is None


def test_stop_may_be_reached_otherwise_than_the_rest_of_the_day():
    known = ways("gate>chemist 20 240, chemist>hostel 50 240") + ways("chemist>hostel 10 800", TravelMode.TAXI)
    by_taxi = dataclasses.replace(BED, travel_by=TravelMode.TAXI)

    planned = check_day(day("9:00-9:00", CHEMIST, by_taxi, ways=known)).planned

    assert ([each.hop.mode for each in planned.timed], planned.cost_pence) == (
        [TravelMode.PUBLIC, TravelMode.TAXI],
        1040,
    )


def test_days_until_offices_open_again():
    assert day("9:00-9:00", next_open_date=dt.date(2026, 11, 26)).days_until_open == 1
    assert day("9:00-9:00", date=None).days_until_open is None


def test_each_way_that_nobody_knows_is_asked_for_once():
    next_door = stop("clothes", place="cafe")

    check = check_day(day("9:00-9:00", CHEMIST, CAFE, next_door, BED, by="gate>chemist 20"))

    assert [(finding.code, finding.stop.key) for finding in check.findings] == [
        ("way-not-known", "cafe"),
        ("way-not-known", "hostel"),
    ]
