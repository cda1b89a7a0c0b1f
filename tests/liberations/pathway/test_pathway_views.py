import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from audit.models import Event
from liberations.enums import AppointmentKind, GateDecision, TravelMode
from prisons.models import Prison, PrisonAlias
from tests.access import World
from tests.factories.day_plans import AppointmentFactory, DayPlanFactory, LegFactory
from tests.factories.liberations import GateLiberationFactory
from tests.factories.referrals import PlaceFactory, PlacePictureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-12-01T09:00Z", tick=False)]


@pytest.fixture
def world():
    return World()


@pytest.fixture
def plan(world):
    """Out on Thursday 17 December: the chemist, the housing office at eleven, a call, a hostel."""
    plan = DayPlanFactory(case=world.case)
    chemist = PlaceFactory(name="Marlport Pharmacy", address="3 Quay, Marlport", phone="0141 496 0003")
    housing = PlaceFactory(name="Harbour House", address="1 Harbour Street")
    hostel = PlaceFactory(name="Whin Park", address="9 Whin Park", getting_in="Ring the second bell.")
    prison = Prison.objects.get(stays__episode=world.case.episode)
    LegFactory(from_prison=prison, to_place=chemist, note=f"The 38 from {prison.name}.")
    LegFactory(from_prison=None, from_place=chemist, to_place=housing, mode=TravelMode.WALK, minutes=1, cost_pence=0)
    LegFactory(from_prison=None, from_place=housing, to_place=hostel, mode=TravelMode.TAXI, minutes=10, cost_pence=600)
    AppointmentFactory(plan=plan, kind=AppointmentKind.PHARMACY, place=chemist, minutes=12)
    AppointmentFactory(
        plan=plan,
        kind=AppointmentKind.HOUSING,
        title="Housing interview",
        place=housing,
        fixed=True,
        start_time=dt.time(11),
        with_whom="Ms Brown",
        bring="your letter",
    )
    AppointmentFactory(plan=plan, kind=AppointmentKind.BENEFITS, place=None, by_phone=True, phone="0800 328 5644")
    AppointmentFactory(plan=plan, kind=AppointmentKind.BED, place=hostel, travel_by=TravelMode.TAXI)
    return plan


def page(as_user, world, plan, query=""):
    response = as_user(world.community_mentor).get(reverse("liberations:pathway", args=[plan.pk]) + query)
    return response, " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", response.content.decode()).split())


def pdf_text(as_user, world, plan, query=""):
    response = as_user(world.community_mentor).get(reverse("liberations:pathway_pdf", args=[plan.pk]) + query)
    return response, " ".join(PdfReader(io.BytesIO(response.content)).pages[0].extract_text().split())


def test_the_day_is_told_stop_by_stop(as_user, world, plan):
    _, text = page(as_user, world, plan)

    assert "Thursday 17 December 2026" in text
    assert "8:30am to 10:00am At the gate" in text
    assert (
        "1 about 10:25am Marlport Pharmacy Bus or train, about 25 minutes, £2.40. The 38 from the gate. 3 Quay, Marlport."
        " Phone 0141 496 0003" in text
    )
    assert (
        "2 11:00am Housing interview Walk, about a minute. Harbour House, 1 Harbour Street Ask for Ms Brown."
        " Bring your letter." in text
    )
    assert "Jobcentre or benefits (by phone) Phone 0800 328 5644" in text
    assert "Whin Park Taxi, about 10 minutes, £6. 9 Whin Park Ring the second bell." in text


def test_pdf_and_page_say_the_same(as_user, world, plan):
    world.community_mentor.phone = "0141 496 0123"
    world.community_mentor.save()

    _, shown = page(as_user, world, plan)
    response, printed = pdf_text(as_user, world, plan)

    assert response["Content-Disposition"] == 'attachment; filename="first-day.pdf"'
    wanted = (
        "Your first day",
        "Ask for Ms Brown. Bring your letter.",
        "Taxi, about 10 minutes, £6.",
        f"{world.community_mentor.name}, your mentor: 0141 496 0123",
        "You need to talk: Samaritans, phone 116 123, free, day and night",
        "Printed on 1 Dec 2026. It may have changed since.",
    )
    for words in wanted:
        assert words in shown
        assert "".join(words.split()) in "".join(printed.split())


def test_neither_prison_nor_reference_nor_offence_stands_on_it(as_user, world, plan):
    prison = Prison.objects.get(stays__episode=world.case.episode)
    GateLiberationFactory(
        case=world.case, decision=GateDecision.WANTED, mentor=world.mentor, meeting_point=f"outside {prison.name}"
    )

    response, text = page(as_user, world, plan)
    _, printed = pdf_text(as_user, world, plan)
    sheet = response.content.decode().partition('<div class="pathway')[2].partition("</main>")[0]

    assert f"{world.community_mentor.name} meets you: outside the gate." in text
    for telling in (prison.name, "HMP", world.case.reference, "offence", "prison", "custody", "liberation"):
        assert telling.casefold() not in re.sub(r'"/[^"]*"', "", sheet).casefold()
        assert telling.casefold() not in printed.casefold()


def test_staff_are_told_of_words_that_give_it_away(as_user, world, plan):
    PrisonAlias.objects.create(prison=Prison.objects.first(), name="Saughton")
    AppointmentFactory(plan=plan, place=None, place_text="Prison gate shop, Saughton", title="Coat")

    _, text = page(as_user, world, plan)

    assert "It says “Prison”, “Saughton”" in text


def test_where_they_sleep_can_be_left_out(as_user, world, plan):
    PlacePictureFactory(place=plan.appointments.get(kind=AppointmentKind.BED).place)

    response, text = page(as_user, world, plan, "?show=without-bed")
    _, printed = pdf_text(as_user, world, plan, "?show=without-bed")

    assert "Where you sleep tonight" in text
    assert "Whin Park" not in response.content.decode()
    assert "Whin Park" not in printed
    assert "<img" not in response.content.decode()


def test_the_picture_of_a_place_stands_beside_it_once(as_user, world, plan):
    chemist = plan.appointments.get(kind=AppointmentKind.PHARMACY).place
    picture = PlacePictureFactory(place=chemist)
    AppointmentFactory(plan=plan, place=chemist, title="Back to the chemist")

    response, _ = page(as_user, world, plan)

    assert response.content.decode().count(picture.get_absolute_url()) == 1


def test_a_way_nobody_has_written_down_and_a_day_that_cannot_be_done_are_said(as_user, world, plan):
    AppointmentFactory(plan=plan, title="Far away", mandatory=True, fixed=True, start_time=dt.time(9))

    _, text = page(as_user, world, plan)

    assert f"How to get there: ask {world.community_mentor.name}." in text
    assert "in this day. Look at the plan" in text or "cannot be done" in text


def test_what_is_booked_for_another_day_is_told_to_staff(as_user, world, plan):
    _, before = page(as_user, world, plan)
    plan.appointments.update(booked_date=dt.date(2026, 12, 17))
    _, after = page(as_user, world, plan)

    assert "Not booked for this day: Housing interview." in before
    assert "Not booked for this day" not in after


def test_each_reading_leaves_one_row(as_user, world, plan):
    page(as_user, world, plan)
    pdf_text(as_user, world, plan)

    rows = Event.objects.filter(subject_key=plan.pk).values_list("action", "verb", "person_key")
    assert sorted(rows) == [
        ("liberations:pathway", "viewed", world.person.pk),
        ("liberations:pathway_pdf", "exported", world.person.pk),
    ]


@pytest.mark.parametrize("name", ["liberations:pathway", "liberations:pathway_pdf"])
def test_longer_day_asks_the_database_as_often(as_user, world, plan, name):
    client, url = as_user(world.community_mentor), reverse(name, args=[plan.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as before:
        client.get(url)

    for number in range(5, 13):
        AppointmentFactory(plan=plan, kind=AppointmentKind.HOUSING, place=PlaceFactory(), number=number)
    with CaptureQueriesContext(connection) as after:
        client.get(url)

    assert len(after) == len(before)
