import datetime as dt

import pytest
from django.utils import timezone

from demo.days import Days
from demo.places import CITY_HOUSING, DOORS, HARBOUR_HOMES_DOOR, MAPS, PLACES, set_places
from demo.scene import set_scene
from prisons.services.reference_data import load_reference_data
from referrals.models import PlacePicture, Service
from referrals.selectors import open_on_day

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-25T14:00Z", tick=False)]


def test_places_open_as_told_and_services_are_at_their_doors():
    load_reference_data()

    places = set_places(set_scene(Days(timezone.now())))

    open_on_christmas = open_on_day(places.values(), dt.date(2026, 12, 25))
    assert len(places) == len(PLACES)
    assert open_on_christmas[places[CITY_HOUSING].pk] == ()
    assert len(open_on_christmas[places[HARBOUR_HOMES_DOOR].pk]) == 1
    assert Service.objects.filter(place=places[HARBOUR_HOMES_DOOR]).count() == 2
    assert PlacePicture.objects.up().count() == len(DOORS) + len(MAPS)
