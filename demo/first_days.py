"""The ways between the invented places, and days of release: one that cannot be done as it was written, one that can.

Told through the services once the lives are. Of the first, the planner finds out that the jobcentre is too soon after housing.
"""

import datetime as dt

from demo.places import (
    CITY_HOUSING,
    CITY_JOBCENTRE,
    HARBOUR_HOMES_DOOR,
    LANTERN_PHARMACY,
    LANTERN_YARD,
    WHERRY_CAFE,
    WHIN_PARK,
)
from liberations.enums import AppointmentKind, TravelMode
from liberations.models import DayPlan
from liberations.services.appointments import STOP_FIELDS, add_appointment
from liberations.services.day_plans import plan_day
from liberations.services.legs import add_leg
from mentoring.models import Case
from prisons.models import Prison
from referrals.models import Place

FARE = 280
# From a gate (by the prison's code) or a place: by bus or train, on foot, by car; None where nobody goes like that.
WAYS = (
    ("BAR", LANTERN_PHARMACY, 35, 55, 15),
    ("BAR", CITY_HOUSING, 30, 50, 14),
    ("LOW", LANTERN_PHARMACY, 55, None, 25),
    (LANTERN_PHARMACY, CITY_HOUSING, None, 12, 6),
    (LANTERN_PHARMACY, LANTERN_YARD, None, 2, None),
    (LANTERN_PHARMACY, WHERRY_CAFE, None, 10, 5),
    (WHERRY_CAFE, CITY_HOUSING, None, 15, 6),
    (WHERRY_CAFE, HARBOUR_HOMES_DOOR, None, 2, None),
    (CITY_HOUSING, CITY_JOBCENTRE, 15, 25, 8),
    (CITY_JOBCENTRE, HARBOUR_HOMES_DOOR, 20, 30, 10),
    (CITY_HOUSING, WHIN_PARK, 25, 40, 10),
)
NOTHING = dict.fromkeys(STOP_FIELDS, "") | {
    "place": None,
    "start_time": None,
    "minutes": 30,
    "grace_minutes": 0,
    "fixed": False,
    "mandatory": False,
    "by_phone": False,
}
# What for, where, at a fixed time, minutes, has to be done that day, and what else is known.
BY_BUS = (
    (AppointmentKind.PHARMACY, LANTERN_PHARMACY, None, 15, True, {"bring": "The letter from the nurse"}),
    (AppointmentKind.FOOD, WHERRY_CAFE, None, 30, False, {"title": "Breakfast"}),
    (AppointmentKind.HOUSING, CITY_HOUSING, dt.time(11, 30), 60, True, {"with_whom": "the duty officer"}),
    (AppointmentKind.BENEFITS, CITY_JOBCENTRE, dt.time(12, 30), 45, False, {"bring": "Bank card"}),
    (AppointmentKind.BED, HARBOUR_HOMES_DOOR, None, 15, True, {"title": "Your room"}),
)
BY_CAR = (
    (AppointmentKind.PHARMACY, LANTERN_PHARMACY, None, 15, True, {}),
    (AppointmentKind.HEALTH, LANTERN_YARD, dt.time(11, 30), 30, True, {"with_whom": "the nurse"}),
    (AppointmentKind.FOOD, WHERRY_CAFE, None, 30, False, {"title": "Something to eat"}),
    (AppointmentKind.BED, HARBOUR_HOMES_DOOR, None, 15, True, {}),
)
# By prison number: how they get about, money in hand, the stops.
DAYS = {
    "097731": (TravelMode.PUBLIC, 2000, BY_BUS),
    "121950": (TravelMode.MENTOR_CAR, None, BY_CAR),
}


def tell_first_days() -> None:
    """Write down the ways, then the days, each by the mentor who has the case now."""
    places = {place.name: place for place in Place.objects.all()}
    cases = {
        number: Case.objects.open().select_related("person").get(person__identifiers__value=number) for number in DAYS
    }
    mentors = {number: case.assignments.get(until_date=None).mentor.user for number, case in cases.items()}
    _ways(places, next(iter(mentors.values())))
    for number, (mode, money, stops) in DAYS.items():
        case, by = cases[number], mentors[number]
        plan = plan_day(
            case=case,
            read_at_version=None,
            out_from=dt.time(8, 30),
            out_until=dt.time(10),
            start_place=None,
            mode=mode,
            money_in_hand_pence=money,
            phone_in_hand=True,
            by=by,
        )
        _stops(plan, stops, places, by)


def _ways(places: dict[str, Place], by) -> None:
    gates = {prison.code: prison for prison in Prison.objects.filter(code__in=["BAR", "LOW"])}
    for start, end, *minutes in WAYS:
        ends = {"from_prison": gates[start]} if start in gates else {"from_place": places[start]}
        for mode, each in zip((TravelMode.PUBLIC, TravelMode.WALK, TravelMode.MENTOR_CAR), minutes, strict=True):
            if each:
                fare = FARE if mode == TravelMode.PUBLIC else 0
                add_leg(mode=mode, minutes=each, cost_pence=fare, to_place=places[end], by=by, **ends)


def _stops(plan: DayPlan, stops, places: dict[str, Place], by) -> None:
    for kind, where, start, minutes, mandatory, more in stops:
        facts = {"kind": kind, "place": places[where], "start_time": start, "minutes": minutes, "mandatory": mandatory}
        add_appointment(plan=plan, by=by, **NOTHING | facts | {"fixed": start is not None} | more)
