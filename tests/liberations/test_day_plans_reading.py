"""A day of release from the tables to the check."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liberations.day_plan import check_day, route
from liberations.enums import AppointmentKind, TravelMode
from liberations.first_day.reading import plans_to_read, written_day, written_days
from prisons.models import Holiday, PrisonStay
from tests.factories.day_plans import AppointmentFactory, DayPlanFactory, LegFactory
from tests.factories.prisons import LocalAuthorityFactory
from tests.factories.referrals import OpeningTimeFactory, PlaceFactory

pytestmark = pytest.mark.django_db
THURSDAY = dt.date(2026, 12, 17)


@pytest.fixture
def plan():
    return DayPlanFactory(case__liberation_date=THURSDAY, out_from=dt.time(9), out_until=dt.time(9))


@pytest.fixture
def prison(plan):
    return PrisonStay.objects.get(episode=plan.episode).prison


def read(plan):
    return written_day(plans_to_read().get(pk=plan.pk))


def test_day_as_written_is_the_day_that_is_checked(plan, prison):
    chemist = PlaceFactory(name="Harbour Chemist")
    OpeningTimeFactory(place=chemist, weekday=4, from_time=dt.time(9), until_time=dt.time(17))
    stop = AppointmentFactory(plan=plan, place=chemist, kind=AppointmentKind.PHARMACY, minutes=10)
    LegFactory(from_prison=prison, to_place=chemist)

    found = read(plan)

    (timed,) = route(found.day).timed
    assert (found.day.date, found.day.money_pence, found.day.next_open_date) == (THURSDAY, 1000, dt.date(2026, 12, 18))
    assert (timed.stop.key, timed.stop.title, timed.stop.open) == (
        stop.pk,
        "Harbour Chemist",
        ((dt.time(9), dt.time(17)),),
    )
    assert (timed.arrives, timed.hop.cost_pence) == (dt.time(9, 25), 240)
    assert found.names[timed.hop.from_place] == "the gate"


def test_place_is_closed_on_a_holiday_of_its_area(plan):
    area = LocalAuthorityFactory()
    office = PlaceFactory(area=area)
    OpeningTimeFactory(place=office, weekday=4, from_time=dt.time(9), until_time=dt.time(17))
    Holiday.objects.create(local_authority=area, day=THURSDAY, name="Fair", source="Council")
    AppointmentFactory(plan=plan, place=office)

    assert read(plan).day.stops[0].open == ()


def test_next_open_day_goes_by_the_area_they_return_to(plan):
    area = LocalAuthorityFactory()
    Holiday.objects.create(local_authority=area, day=dt.date(2026, 12, 18), name="Fair", source="Council")
    plan.episode.return_area = area
    plan.episode.save(update_fields=["return_area"])

    assert read(plan).day.next_open_date == dt.date(2026, 12, 21)


def test_plans_own_way_beats_the_library(plan, prison):
    place = PlaceFactory()
    AppointmentFactory(plan=plan, place=place)
    LegFactory(from_prison=prison, to_place=place, minutes=25)
    LegFactory(from_prison=prison, to_place=place, minutes=40, plan=plan)

    assert route(read(plan).day).timed[0].hop.minutes == 40


def test_way_written_one_way_beats_the_other_taken_back(plan, prison):
    first, second = PlaceFactory(), PlaceFactory()
    AppointmentFactory(plan=plan, place=first)
    AppointmentFactory(plan=plan, place=second)
    LegFactory(from_prison=prison, to_place=first, minutes=5)
    LegFactory(from_prison=None, from_place=second, to_place=first, minutes=30)
    assert route(read(plan).day).timed[1].hop.minutes == 30

    LegFactory(from_prison=None, from_place=first, to_place=second, minutes=20)
    assert route(read(plan).day).timed[1].hop.minutes == 20


def test_way_that_is_not_the_same_back_is_not_taken_back(plan, prison):
    first, second = PlaceFactory(), PlaceFactory()
    AppointmentFactory(plan=plan, place=first)
    AppointmentFactory(plan=plan, place=second)
    LegFactory(from_prison=prison, to_place=first, minutes=5)
    LegFactory(from_prison=None, from_place=second, to_place=first, both_ways=False)

    assert [each.hop is None for each in route(read(plan).day).timed] == [False, True]


def test_way_through_a_third_place_is_found(plan, prison):
    station, office = PlaceFactory(name="Marl Station"), PlaceFactory()
    AppointmentFactory(plan=plan, place=office)
    LegFactory(from_prison=prison, to_place=station, minutes=15)
    LegFactory(from_prison=None, from_place=station, to_place=office, mode=TravelMode.WALK, minutes=5, cost_pence=0)

    found = read(plan)

    hop = route(found.day).timed[0].hop
    assert (hop.minutes, [found.names[place] for place in hop.via]) == (20, ["Marl Station"])


def test_places_in_the_same_words_are_one(plan):
    for text in ("Mum’s house", "mum’s  House"):
        AppointmentFactory(plan=plan, place=None, place_text=text)

    assert len({stop.place for stop in read(plan).day.stops}) == 1


def test_programme_says_what_is_tight(plan):
    programme = plan.case.programme
    programme.day_slack_minutes, programme.day_fixed_appointments, programme.day_hours_without_break = 25, 2, 6
    programme.save()

    limits = read(plan).day.limits

    assert (limits.slack_minutes, limits.fixed_appointments, limits.hours_without_break) == (25, 2, 6)


def test_day_that_is_not_known_has_no_opening_hours(plan):
    plan.episode.release_dates.all().delete()
    place = PlaceFactory()
    OpeningTimeFactory(place=place)
    AppointmentFactory(plan=plan, place=place)

    found = read(plan)

    assert (found.day.date, found.day.stops[0].open, found.day.next_open_date) == (None, None, None)
    assert check_day(found.day).planned.timed[0].verdict == "way-not-known"


def test_many_days_are_read_in_as_many_statements_as_one(plan):
    def statements():
        with CaptureQueriesContext(connection) as found:
            written_days(plans_to_read())
        return len(found)

    AppointmentFactory(plan=plan)
    one = statements()
    for _ in range(5):
        AppointmentFactory(plan__case__liberation_date=THURSDAY)

    assert (statements(), one <= 8) == (one, True)
