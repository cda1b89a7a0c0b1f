"""Invented places people go to on their first day, with opening times and drawn pictures."""

import datetime as dt
import io
import uuid

from PIL import Image, ImageDraw

from demo.scene import GLASGOW, Scene
from prisons.enums import Weekday
from referrals.enums import PictureKind, PlaceKind
from referrals.models import Place, Service
from referrals.opening import OpenTime
from referrals.services.place_pictures import put_up_picture
from referrals.services.places import add_place, set_opening_times

WEEK = tuple(Weekday)
OFFICE_DAYS = WEEK[:5]
NINE, TEN, HALF_TWELVE, HALF_ONE, FOUR, FIVE, EIGHT = (
    dt.time(9),
    dt.time(10),
    dt.time(12, 30),
    dt.time(13, 30),
    dt.time(16),
    dt.time(17),
    dt.time(20),
)
OFFICE_HOURS = ((NINE, FIVE),)
HARBOUR_HOMES_DOOR = "Harbour Homes, Wherry Lane"
LANTERN_PHARMACY = "Lantern Pharmacy"
CITY_HOUSING = "City housing office, Mercat Street"
CITY_JOBCENTRE = "Jobcentre, Ropework Court"
LANTERN_YARD = "Open Door, Lantern Yard"
WHERRY_CAFE = "Wherry Café"
WHIN_PARK = "Whin Park hostel"
# Name: what for, address, phone, getting in, days and hours, when it closes on the day before a holiday.
PLACES = {
    LANTERN_PHARMACY: (
        PlaceKind.PHARMACY,
        "2 Lantern Yard, Glasgow",
        "0141 496 0201",
        "Ask at the counter at the back. Bring the letter from the nurse.",
        (WEEK[:6], ((NINE, HALF_TWELVE), (HALF_ONE, FIVE))),
        HALF_TWELVE,
    ),
    CITY_HOUSING: (
        PlaceKind.HOUSING,
        "40 Mercat Street, Glasgow",
        "0141 496 0202",
        "Take a number at the desk and say you have an appointment.",
        (OFFICE_DAYS, OFFICE_HOURS),
        HALF_TWELVE,
    ),
    CITY_JOBCENTRE: (
        PlaceKind.BENEFITS,
        "7 Ropework Court, Glasgow",
        "0141 496 0203",
        "Second floor, there is a lift. Bring your bank card.",
        (OFFICE_DAYS, ((TEN, FOUR),)),
        None,
    ),
    LANTERN_YARD: (
        PlaceKind.HEALTH,
        "Unit 2, Lantern Yard, Glasgow",
        "0141 496 0162",
        "Blue door in the yard behind the pharmacy. Ring twice.",
        (OFFICE_DAYS, ((NINE, FOUR),)),
        HALF_TWELVE,
    ),
    HARBOUR_HOMES_DOOR: (
        PlaceKind.SUPPORT,
        "14 Wherry Lane, Glasgow",
        "0141 496 0140",
        "Red door, three steps. Ask for the duty worker.",
        (WEEK, ((dt.time(8), EIGHT),)),
        None,
    ),
    WHERRY_CAFE: (
        PlaceKind.FOOD,
        "3 Wherry Lane, Glasgow",
        "",
        "A hot meal for nothing until two.",
        (OFFICE_DAYS, ((TEN, FOUR),)),
        None,
    ),
    WHIN_PARK: (PlaceKind.BED, "9 Whin Park, Glasgow", "0141 496 0204", "Ring the second bell.", None, None),
}
# The colour of the door, and what is seen.
DOORS = {
    HARBOUR_HOMES_DOOR: ("#a32a1c", "Red door between two windows, three steps up"),
    LANTERN_YARD: ("#1f4f8f", "Blue door between two windows, three steps up"),
}
MAPS = {CITY_HOUSING: "From the station along Mercat Street, third building on the left"}
# Addresses of services that are at one of these doors.
SERVICES_AT = {"14 Wherry Lane, Glasgow": HARBOUR_HOMES_DOOR, "Unit 2, Lantern Yard, Glasgow": LANTERN_YARD}


def set_places(scene: Scene) -> dict[str, Place]:
    """Add the places, by name, and say which services are there."""
    administrator = scene.users["priya"]
    places = {name: _place(name, scene, administrator) for name in PLACES}
    for name, (colour, shows) in DOORS.items():
        _picture(places[name], _door(colour), PictureKind.PHOTO, shows, administrator)
    for name, shows in MAPS.items():
        _picture(places[name], _map(), PictureKind.MAP, shows, administrator)
    for address, name in SERVICES_AT.items():
        Service.objects.filter(address=address).update(place=places[name])
    return places


def _place(name, scene, administrator):
    kind, address, phone, getting_in, week, eve_until = PLACES[name]
    details = {
        "name": name,
        "kind": kind,
        "address": address,
        "phone": phone,
        "area": scene.areas[GLASGOW],
        "getting_in": getting_in,
    }
    place = add_place(new_id=uuid.uuid4(), details=details, by=administrator)
    days, hours = week or ((), ())
    return set_opening_times(
        place=place,
        read_at_version=place.version,
        times=[OpenTime(day, first, last) for day in days for first, last in hours],
        open_always=week is None,
        open_on_holidays=days == WEEK,
        eve_until=eve_until,
        by=administrator,
    )


def _picture(place, drawn, kind, shows, administrator):
    data = io.BytesIO()
    drawn.save(data, "PNG")
    put_up_picture(new_id=uuid.uuid4(), place=place, data=data.getvalue(), kind=kind, shows=shows, by=administrator)


def _door(colour):
    """The front of a house: wall, windows, a door and its steps."""
    front = Image.new("RGB", (600, 450), "#cfc8ba")
    pen = ImageDraw.Draw(front)
    for left in (60, 410):
        pen.rectangle((left, 110, left + 130, 290), fill="#eef3f5", outline="#555555", width=8)
        pen.line((left + 65, 110, left + 65, 290), fill="#555555", width=6)
    pen.rectangle((235, 90, 365, 360), fill=colour, outline="#333333", width=10)
    pen.ellipse((335, 225, 352, 242), fill="#e8d27a")
    for step in range(3):
        pen.rectangle((220 - 15 * step, 360 + 30 * step, 380 + 15 * step, 388 + 30 * step), fill="#8d8880")
    return front


def _map():
    """Two streets, a station and a house with a cross."""
    plan = Image.new("RGB", (600, 450), "#f1efe9")
    pen = ImageDraw.Draw(plan)
    pen.rectangle((0, 200, 600, 250), fill="#ffffff", outline="#9a958a", width=4)
    pen.rectangle((120, 0, 170, 450), fill="#ffffff", outline="#9a958a", width=4)
    pen.rectangle((30, 270, 105, 350), fill="#333333")
    for left in (200, 310):
        pen.rectangle((left, 110, left + 80, 185), fill="#c9c4b8")
    pen.rectangle((420, 100, 520, 185), fill="#222222")
    pen.line((145, 300, 145, 225, 470, 225, 470, 190), fill="#a32a1c", width=12, joint="curve")
    return plan
