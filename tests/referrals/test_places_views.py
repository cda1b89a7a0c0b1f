import datetime as dt
import io
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from audit.models import Event
from prisons.models import Holiday
from referrals.models import Place, PlacePicture
from tests.factories.accounts import AdministratorFactory, UserFactory
from tests.factories.prisons import LocalAuthorityFactory
from tests.factories.referrals import OpeningTimeFactory, PlaceFactory, PlacePictureFactory, ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(as_user):
    return as_user(AdministratorFactory())


def url(name, *keys):
    return reverse(f"referrals:{name}", args=keys)


def text_of(response):
    return " ".join(response.content.decode().split())


def jpeg(size=(40, 30)):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, "JPEG")
    return out.getvalue()


def upload(client, place, content, key=None, **typed):
    data = {
        "new_id": key or uuid.uuid4(),
        "kind": "photo",
        "shows": "A red door",
        "file": SimpleUploadedFile("../door.exe", content),
        **typed,
    }
    return client.post(url("picture_put_up", place.pk), data)


def test_a_place_is_added_and_its_opening_times_asked_next(administrator):
    area = LocalAuthorityFactory()
    typed = {"new_id": uuid.uuid4(), "name": "Harbour House", "kind": "housing", "area": area.pk}

    response = administrator.post(url("place_add"), typed)

    place = Place.objects.get()
    assert (response["Location"], place.area) == (url("place_opening", place.pk), area)


def test_the_week_is_typed_day_by_day_and_shown(administrator):
    place = PlaceFactory()
    typed = {"version": 1, "monday": "9 to 12:30, 1:30 to 5", "sunday": "", "eve_until": "12"}

    administrator.post(url("place_opening", place.pk), typed)

    shown = text_of(administrator.get(url("place_kept", place.pk)))
    assert "<dt>Monday</dt><dd>9:00am to 12:30pm, 1:30pm to 5:00pm</dd>" in shown
    assert "<dt>Sunday</dt><dd>Closed</dd>" in shown
    assert "<dt>The day before</dt><dd>Closes at 12:00pm</dd>" in shown


def test_what_somebody_else_saved_meanwhile_is_shown_beside_what_was_typed(administrator):
    place = OpeningTimeFactory().place
    administrator.post(url("place_opening", place.pk), {"version": 1, "monday": "10 to 4"})

    response = administrator.post(url("place_opening", place.pk), {"version": 1, "monday": "11 to 4"})

    shown = text_of(response)
    assert "“Monday” is now" in shown
    assert 'value="11 to 4"' in shown


def test_open_day_and_night_and_hours_contradict_each_other(administrator):
    place = PlaceFactory()

    response = administrator.post(
        url("place_opening", place.pk), {"version": 1, "open_always": "on", "monday": "9 to 5"}
    )

    assert "Leave the days empty if it is open day and night" in text_of(response)


@time_machine.travel(dt.datetime(2026, 11, 13, 9, tzinfo=dt.UTC))
def test_a_caseworker_reads_when_it_is_open_in_the_next_days(as_user):
    area = LocalAuthorityFactory()
    Holiday.objects.create(local_authority=area, day=dt.date(2026, 11, 23), name="Marlport Fair", source="Council")
    place = OpeningTimeFactory(place__area=area).place
    ServiceFactory(place=place, name="Duty officer")

    shown = text_of(as_user(UserFactory()).get(place.get_absolute_url()))

    assert "<dt>Friday, 13 Nov</dt><dd>Closed</dd>" in shown
    assert "<dt>Monday, 16 Nov</dt><dd>9:00am to 5:00pm</dd>" in shown
    assert "<dt>Monday, 23 Nov</dt><dd>Closed (public holiday)</dd>" in shown
    assert "Duty officer" in shown


def test_places_are_found_by_name_kind_and_what_is_missing(administrator):
    PlaceFactory(name="Harbour House")
    open_place = OpeningTimeFactory(place__name="Pharmacy", place__kind="pharmacy").place
    PlacePictureFactory(place=open_place)

    def found(query):
        return [place.name for place in administrator.get(url("place_list") + query).context["page"]]

    assert found("?q=house") == ["Harbour House"]
    assert found("?kind=pharmacy") == ["Pharmacy"]
    assert found("?lacks=hours") == ["Harbour House"]
    assert found("?lacks=picture") == ["Harbour House"]
    assert found("?sort=-name") == ["Pharmacy", "Harbour House"]


def test_a_picture_is_drawn_anew_and_shown_under_a_key(administrator, as_user):
    place = PlaceFactory()

    upload(administrator, place, jpeg((2000, 1500)))

    picture = PlacePicture.objects.get()
    assert url("picture", picture.pk) in text_of(administrator.get(url("place_kept", place.pk)))
    response = as_user(UserFactory()).get(picture.get_absolute_url())
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert Image.open(io.BytesIO(response.content)).size == (1000, 750)


def test_what_is_no_picture_is_refused_beside_its_box(administrator):
    place = PlaceFactory()

    response = upload(administrator, place, b"<svg onload='x()'/>")

    assert "must be a JPEG, PNG or WebP file" in text_of(response)
    assert 'value="A red door"' in text_of(response)
    assert PlacePicture.objects.count() == 0


def test_the_same_upload_twice_is_one_and_another_takes_the_first_down(administrator):
    place, key = PlaceFactory(), uuid.uuid4()
    upload(administrator, place, jpeg(), key)
    upload(administrator, place, jpeg(), key)
    upload(administrator, place, jpeg(), shows="A map")

    assert [(each.shows, each.taken_down_at is None) for each in PlacePicture.objects.all()] == [
        ("A map", True),
        ("A red door", False),
    ]
    assert Event.objects.filter(action="put_up_picture").count() == 2


def test_a_picture_taken_down_can_be_put_back(administrator):
    picture = PlacePictureFactory()
    administrator.post(url("picture_take_down", picture.pk))
    kept = text_of(administrator.get(url("place_kept", picture.place_id)))

    administrator.post(url("picture_put_back", picture.pk))

    assert url("picture_put_back", picture.pk) in kept
    assert list(picture.place.pictures.up()) == [picture]


def test_a_picture_is_for_those_who_are_signed_in(client):
    picture = PlacePictureFactory()

    response = client.get(picture.get_absolute_url())

    assert response["Location"].startswith("/sign-in/")
