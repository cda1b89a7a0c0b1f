import datetime as dt
import uuid

import pytest
import time_machine

from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from liberations.enums import AppointmentKind, TravelMode
from liberations.models import Appointment, DayPlan, Leg
from liberations.services.appointments import (
    STOP_FIELDS,
    add_appointment,
    edit_appointment,
    put_back_appointment,
    rebook_appointment,
    shift_appointment,
    take_out_appointment,
)
from liberations.services.day_plans import look_over_day_plan, plan_day
from liberations.services.legs import add_leg, edit_leg, remove_leg, write_way
from prisons.enums import DateKind, DateSource
from prisons.models import PrisonStay
from prisons.services.release_dates import record_release_date
from tests.factories.day_plans import AppointmentFactory, DayPlanFactory, LegFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
DAY = dt.date(2026, 12, 17)
FACTS = {
    "out_from": dt.time(8, 30),
    "out_until": dt.time(10),
    "start_place": None,
    "mode": TravelMode.PUBLIC,
    "money_in_hand_pence": 1000,
    "phone_in_hand": None,
}


@pytest.fixture
def november():
    with time_machine.travel(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def case(mentor):
    return CaseFactory(liberation_date=DAY, lead=mentor)


@pytest.fixture
def plan(case):
    return DayPlanFactory(case=case)


def stop(**facts):
    """What the form of a stop answers: somewhere, whenever they get there."""
    nothing = dict.fromkeys(STOP_FIELDS, "")
    return (
        nothing
        | {
            "kind": AppointmentKind.OTHER,
            "place": None,
            "place_text": "The library",
            "start_time": None,
            "minutes": 20,
            "grace_minutes": 0,
            "fixed": False,
            "mandatory": False,
            "by_phone": False,
        }
        | facts
    )


def order(plan):
    return list(plan.appointments.standing().values_list("place_text", flat=True))


def test_plan_begins_from_the_gate_they_come_out_of(case, mentor):
    plan = plan_day(case=case, read_at_version=None, by=mentor.user, **FACTS)

    stay = PrisonStay.objects.get(episode=case.episode)
    assert (plan.out_from, plan.looked_over_prison, plan.episode) == (dt.time(8, 30), stay.prison, case.episode)


def test_plan_sent_twice_is_one(case, mentor):
    for _ in range(2):
        plan_day(case=case, read_at_version=None, by=mentor.user, **FACTS)

    assert (DayPlan.objects.count(), Event.objects.filter(action="plan_day").count()) == (1, 1)


def test_plan_changed_meanwhile_is_not_written_over(case, plan, mentor):
    plan_day(case=case, read_at_version=1, by=mentor.user, **FACTS | {"money_in_hand_pence": 500})

    for old in (None, 1):
        with pytest.raises(EditedMeanwhile):
            plan_day(case=case, read_at_version=old, by=mentor.user, **FACTS | {"money_in_hand_pence": 700})


def test_out_at_the_latest_before_the_earliest_is_refused(case, mentor):
    with pytest.raises(RuleBroken, match="before the earliest"):
        plan_day(case=case, read_at_version=None, by=mentor.user, **FACTS | {"out_until": dt.time(8)})


def test_ended_case_is_planned_no_further(case, mentor):
    case.closed_date = dt.date(2026, 11, 1)
    case.save(update_fields=["closed_date"])

    with pytest.raises(RuleBroken, match="has ended"):
        plan_day(case=case, read_at_version=None, by=mentor.user, **FACTS)


def test_looking_over_takes_the_prison_they_are_in(plan, mentor):
    look_over_day_plan(plan=plan, by=mentor.user)
    again = look_over_day_plan(plan=plan, by=mentor.user)

    assert again.looked_over_prison == PrisonStay.objects.get(episode=plan.episode).prison
    assert Event.objects.filter(action="look_over_day_plan").count() == 1


def test_stop_with_a_time_stands_before_those_that_begin_later(plan, mentor):
    for text, hour in (("noon", 12), ("nine", 9), ("ten", 10)):
        add_appointment(plan=plan, by=mentor.user, **stop(place_text=text, start_time=dt.time(hour)))

    assert order(plan) == ["nine", "ten", "noon"]


def test_stop_without_a_time_stands_before_the_bed_for_the_night(plan, mentor):
    add_appointment(plan=plan, by=mentor.user, **stop(place_text="bed", kind=AppointmentKind.BED))
    add_appointment(plan=plan, by=mentor.user, **stop(place_text="cafe"))

    assert order(plan) == ["cafe", "bed"]


def test_stop_sent_twice_is_one(plan, mentor):
    key = uuid.uuid4()
    for _ in range(2):
        add_appointment(plan=plan, by=mentor.user, new_id=key, **stop())

    assert plan.appointments.count() == 1


def test_fixed_stop_is_booked_for_the_liberation_day(plan, mentor):
    made = add_appointment(plan=plan, by=mentor.user, **stop(fixed=True, start_time=dt.time(11)))

    assert made.booked_date == DAY


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"fixed": True}, "Enter the time"),
        ({"place_text": ""}, "Choose where it is"),
    ],
)
def test_stop_that_cannot_be_is_refused(plan, mentor, facts, says):
    with pytest.raises(RuleBroken, match=says):
        add_appointment(plan=plan, by=mentor.user, **stop(**facts))


def test_place_of_the_list_and_in_words_are_not_both(plan, mentor):
    with pytest.raises(RuleBroken, match="not both"):
        add_appointment(plan=plan, by=mentor.user, **stop(place=PlaceFactory()))


def test_call_needs_no_place(plan, mentor):
    made = add_appointment(plan=plan, by=mentor.user, **stop(place_text="", by_phone=True, phone="01632 960 001"))

    assert (made.by_phone, made.where) == (True, "")


def test_day_holds_no_more_than_twenty_stops(plan, mentor):
    place = PlaceFactory()
    for _ in range(20):
        AppointmentFactory(plan=plan, place=place)
    out = AppointmentFactory(plan=plan, removed_at=dt.datetime(2026, 11, 19, tzinfo=dt.UTC), removed_by=mentor.user)

    with pytest.raises(RuleBroken, match="more than 20"):
        add_appointment(plan=plan, by=mentor.user, **stop())
    with pytest.raises(RuleBroken, match="more than 20"):
        put_back_appointment(appointment=out, by=mentor.user)


def test_stop_at_another_time_is_booked_anew_and_one_in_other_words_is_not(plan, mentor):
    old = dt.date(2026, 12, 10)
    made = AppointmentFactory(
        plan=plan, fixed=True, start_time=dt.time(11), booked_date=old, place=None, place_text="x"
    )
    facts = stop(fixed=True, start_time=dt.time(11))

    in_other_words = edit_appointment(appointment=made, read_at_version=1, by=mentor.user, **facts)
    assert in_other_words.booked_date == old
    later = edit_appointment(appointment=made, read_at_version=2, by=mentor.user, **facts | {"start_time": dt.time(12)})
    assert later.booked_date == DAY


def test_words_of_a_stop_stay_out_of_the_trail(plan, mentor):
    made = AppointmentFactory(plan=plan, place=None, place_text="Auntie's")

    edit_appointment(appointment=made, read_at_version=1, by=mentor.user, **stop(place_text="Mum's house"))

    event = Event.objects.get(action="edit_appointment")
    assert (event.before["place_text"], event.after["place_text"]) == ("(text)", "(text)")


def test_order_is_changed_and_kept(plan, mentor):
    for text in "abc":
        add_appointment(plan=plan, by=mentor.user, **stop(place_text=text))

    shift_appointment(appointment=plan.appointments.get(place_text="c"), to=0, by=mentor.user)
    assert order(plan) == ["c", "a", "b"]
    shift_appointment(appointment=plan.appointments.get(place_text="c"), to=9, by=mentor.user)
    assert order(plan) == ["a", "b", "c"]


def test_stop_taken_out_comes_back_where_it_stood(plan, mentor):
    for text in "abc":
        add_appointment(plan=plan, by=mentor.user, **stop(place_text=text))
    middle = plan.appointments.get(place_text="b")

    take_out_appointment(appointment=middle, by=mentor.user)
    take_out_appointment(appointment=middle, by=mentor.user)
    assert order(plan) == ["a", "c"]
    put_back_appointment(appointment=middle, by=mentor.user)
    put_back_appointment(appointment=middle, by=mentor.user)
    assert order(plan) == ["a", "b", "c"]
    assert Event.objects.filter(action__in=["take_out_appointment", "put_back_appointment"]).count() == 2


def test_stop_that_was_taken_out_is_not_moved(plan, mentor):
    made = AppointmentFactory(plan=plan)
    take_out_appointment(appointment=made, by=mentor.user)

    with pytest.raises(RuleBroken, match="Put it back first"):
        shift_appointment(appointment=made, to=0, by=mentor.user)


def test_stop_is_booked_for_the_new_day(plan, mentor):
    made = AppointmentFactory(plan=plan, fixed=True, start_time=dt.time(11), booked_date=DAY)
    told = {"kind": DateKind.PRISON_STATED, "source": DateSource.PHONE, "stated_date": dt.date(2026, 12, 10)}
    record_release_date(episode=plan.episode, by=mentor.user, **told)

    assert rebook_appointment(appointment=made, by=mentor.user).booked_date == dt.date(2026, 12, 10)


def test_stop_without_a_fixed_time_needs_no_booking(plan, mentor):
    with pytest.raises(RuleBroken, match="needs no booking"):
        rebook_appointment(appointment=AppointmentFactory(plan=plan), by=mentor.user)


def test_way_is_kept_once_for_everybody(mentor):
    ends = {"from_prison": PrisonFactory(), "to_place": PlaceFactory()}
    add_leg(mode=TravelMode.PUBLIC, minutes=25, cost_pence=240, by=mentor.user, **ends)

    with pytest.raises(RuleBroken, match="in the list already"):
        add_leg(mode=TravelMode.PUBLIC, minutes=30, by=mentor.user, **ends)
    add_leg(mode=TravelMode.WALK, minutes=80, by=mentor.user, **ends)
    assert Leg.objects.kept().count() == 2


@pytest.mark.parametrize(
    ("ends", "says"),
    [({"to_place": True}, "begins"), ({"from_place": True}, "ends"), ({"from_place": True, "to_place": True}, "same")],
)
def test_way_from_nowhere_or_to_nowhere_is_refused(mentor, ends, says):
    place = PlaceFactory()

    with pytest.raises(RuleBroken, match=says):
        add_leg(mode=TravelMode.WALK, minutes=5, by=mentor.user, **dict.fromkeys(ends, place))


def test_way_is_changed_for_everybody_and_removed(mentor):
    leg = LegFactory()

    edit_leg(leg=leg, read_at_version=1, by=mentor.user, minutes=35)
    with pytest.raises(EditedMeanwhile):
        edit_leg(leg=leg, read_at_version=1, by=mentor.user, minutes=45)
    remove_leg(key=leg.pk, by=mentor.user)
    remove_leg(key=leg.pk, by=mentor.user)
    assert (Leg.objects.count(), Event.objects.filter(action="remove_leg").count()) == (0, 1)


def test_way_written_in_a_plan_holds_for_that_day_alone(plan, mentor):
    ends = {"from_prison": PrisonFactory(), "to_place": PlaceFactory()}

    for minutes in (25, 35):
        write_way(plan=plan, mode=TravelMode.TAXI, minutes=minutes, cost_pence=900, by=mentor.user, **ends)

    assert list(Leg.objects.values_list("plan", "minutes")) == [(plan.pk, 35)]


def test_way_written_for_everybody_takes_the_place_of_that_for_the_day(plan, mentor):
    ends = {"from_prison": PrisonFactory(), "to_place": PlaceFactory()}
    way = {"mode": TravelMode.TAXI, "cost_pence": 900, "by": mentor.user, **ends}

    write_way(plan=plan, minutes=25, **way)
    write_way(plan=plan, minutes=35, for_everybody=True, **way)

    assert list(Leg.objects.values_list("plan", "minutes")) == [(None, 35)]


def test_way_to_a_place_in_words_stays_in_the_plan(plan, mentor):
    leg = write_way(
        plan=plan,
        mode=TravelMode.WALK,
        minutes=5,
        cost_pence=0,
        from_place=PlaceFactory(),
        to_text="Mum's house",
        for_everybody=True,
        by=mentor.user,
    )

    assert leg.plan == plan


def test_two_people_adding_at_once_lose_nothing(plan, mentor):
    first, second = (AppointmentFactory(plan=plan, number=0) for _ in range(2))

    shift_appointment(appointment=second, to=0, by=mentor.user)

    assert sorted(Appointment.objects.values_list("number", flat=True)) == [0, 1]
    assert {first.pk, second.pk} == set(Appointment.objects.values_list("pk", flat=True))
