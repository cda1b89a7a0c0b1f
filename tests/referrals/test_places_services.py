import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from prisons.models import Holiday
from referrals.enums import PlaceKind
from referrals.models import Place
from referrals.opening import OpenSpan, OpenTime
from referrals.selectors import open_on_day
from referrals.services.places import add_place, close_place, edit_place, reopen_place, set_opening_times
from tests.factories.accounts import AdministratorFactory
from tests.factories.prisons import LocalAuthorityFactory
from tests.factories.referrals import OpeningTimeFactory, PlaceFactory

pytestmark = pytest.mark.django_db

NINE, NOON, ONE, FIVE = (dt.time(hour) for hour in (9, 12, 13, 17))
MONDAY = dt.date(2026, 11, 23)


def details(**changes):
    return {
        "name": "Harbour House",
        "kind": PlaceKind.HOUSING,
        "address": "",
        "phone": "",
        "area": None,
        "getting_in": "",
        **changes,
    }


def add(new_id=None, **changes):
    return add_place(new_id=new_id or uuid.uuid4(), details=details(**changes), by=AdministratorFactory())


def open_at(place, *times, version=None, **changes):
    return set_opening_times(
        place=place,
        read_at_version=version or place.version,
        times=times,
        by=AdministratorFactory(),
        **{"open_always": False, "open_on_holidays": False, "eve_until": None, **changes},
    )


def test_added_place_leaves_one_trail_row_and_sent_twice_is_one():
    key = uuid.uuid4()

    place, again = add(key), add(key)

    assert (place, Place.objects.count()) == (again, 1)
    assert list(Event.objects.values_list("action", "subject_key")) == [("add_place", key)]


def test_a_name_is_refused_twice_in_an_area_and_taken_in_another():
    area = LocalAuthorityFactory()
    add(area=area)

    with pytest.raises(RuleBroken, match="already a place of this name"):
        add(name="harbour house", area=area)
    add()
    with pytest.raises(RuleBroken, match="already a place of this name"):
        add()


def test_edited_place_keeps_what_somebody_else_saved():
    place = PlaceFactory()
    edit_place(place=place, read_at_version=1, details=details(phone="0141 496 0001"), by=AdministratorFactory())

    with pytest.raises(EditedMeanwhile):
        edit_place(place=place, read_at_version=1, details=details(phone="0141 496 0002"), by=AdministratorFactory())
    assert Place.objects.get().phone == "0141 496 0001"


def test_opening_times_replace_the_week_and_the_trail_says_both():
    place = OpeningTimeFactory(weekday=5).place

    open_at(place, OpenTime(1, ONE, FIVE), OpenTime(1, NINE, NOON), eve_until=NOON)

    kept = Place.objects.with_opening().get()
    assert kept.opening.times == (OpenTime(1, NINE, NOON), OpenTime(1, ONE, FIVE))
    assert (kept.opening.eve_until, kept.version) == (NOON, 2)
    row = Event.objects.get()
    assert (row.before["times"], row.after["times"]) == (["5 09:00-17:00"], ["1 09:00-12:00", "1 13:00-17:00"])


def test_the_same_opening_times_again_are_no_edit():
    place = OpeningTimeFactory().place

    open_at(place, OpenTime(1, NINE, FIVE), version=7)

    assert (Event.objects.count(), Place.objects.get().version) == (0, 1)


def test_opening_times_read_too_long_ago_are_refused():
    place = PlaceFactory()
    open_at(place, OpenTime(1, NINE, FIVE))

    with pytest.raises(EditedMeanwhile):
        open_at(place, OpenTime(2, NINE, FIVE))


@pytest.mark.parametrize(
    ("times", "says"),
    [
        ([OpenTime(1, FIVE, NINE)], "On Monday it closes before it opens"),
        ([OpenTime(2, NINE, ONE), OpenTime(2, NOON, FIVE)], "Two of the times of Tuesday overlap"),
    ],
)
def test_impossible_opening_times_are_refused(times, says):
    with pytest.raises(RuleBroken, match=says):
        open_at(PlaceFactory(), *times)


def test_closed_and_reopened():
    place = PlaceFactory()
    close_place(place=place, closed_date=MONDAY, by=AdministratorFactory())

    assert list(Place.objects.open_on(MONDAY)) == []
    with pytest.raises(RuleBroken, match="already has a closing day"):
        close_place(place=Place.objects.get(), closed_date=MONDAY + dt.timedelta(days=1), by=AdministratorFactory())
    reopen_place(place=Place.objects.get(), by=AdministratorFactory())
    assert list(Place.objects.open_on(MONDAY)) == [place]


def test_many_places_are_asked_in_two_queries_each_with_the_holidays_of_its_area():
    area = LocalAuthorityFactory()
    Holiday.objects.create(local_authority=area, day=MONDAY, name="Marlport Fair", source="Council")
    here = OpeningTimeFactory(place__area=area).place
    there = OpeningTimeFactory(place__area=LocalAuthorityFactory()).place
    unknown = PlaceFactory()
    places = Place.objects.with_opening()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        spans = open_on_day(places, MONDAY - dt.timedelta(weeks=1))
        on_holiday = open_on_day(places, MONDAY)

    assert spans == {here.pk: (OpenSpan(NINE, FIVE),), there.pk: (OpenSpan(NINE, FIVE),), unknown.pk: None}
    assert on_holiday == {here.pk: (), there.pk: (OpenSpan(NINE, FIVE),), unknown.pk: None}
    assert len(queries) == 4
