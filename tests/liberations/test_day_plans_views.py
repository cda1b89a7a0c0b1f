import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from liberations.enums import AppointmentKind, TravelMode
from liberations.models import Appointment, DayPlan, Leg
from prisons.models import PrisonStay
from tests.answers import answers
from tests.factories.day_plans import AppointmentFactory, DayPlanFactory, LegFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import OpeningTimeFactory, PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
DAY = dt.date(2026, 12, 17)


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
    return DayPlanFactory(case=case, out_from=dt.time(9), out_until=dt.time(9))


@pytest.fixture
def client(mentor, as_user):
    return as_user(mentor.user)


def gate_of(plan):
    return PrisonStay.objects.get(episode=plan.episode).prison


def page(client, case):
    return client.get(reverse("liberations:day_plan", args=[case.pk]))


def shown(response):
    return [(each.stop.called, each.label) for each in response.context["day"].stops]


def test_day_begins_with_when_they_may_come_out(client, case):
    assert "Nothing planned for the day yet" in page(client, case).text
    url = reverse("liberations:day_plan_edit", args=[case.pk])
    form = client.get(url).context["form"]

    response = client.post(
        url, answers(form, out_from="8:30am", out_until="10am", money_in_hand_pence="12.50"), follow=True
    )

    plan = DayPlan.objects.get()
    assert (plan.out_until, plan.money_in_hand_pence, plan.phone_in_hand) == (dt.time(10), 1250, None)
    assert "Where do they go?" in response.text


def test_stop_is_written_down_and_checked(client, case, plan):
    chemist = PlaceFactory(name="Harbour Chemist")
    OpeningTimeFactory(place=chemist, weekday=4, from_time=dt.time(9), until_time=dt.time(12))
    LegFactory(from_prison=gate_of(plan), to_place=chemist)
    url = reverse("liberations:stop_add", args=[plan.pk])
    typed = {"kind": "pharmacy", "place": chemist.pk, "timing": "any", "minutes": "10", "mandatory": "on"}

    response = client.post(url, answers(client.get(url).context["form"], **typed), follow=True)

    assert shown(response) == [("Harbour Chemist", "Reached")]
    assert "25 minutes by bus or train, £2.40" in response.text
    assert "Open 9:00am to 12:00pm." in response.text


def test_time_of_a_fixed_stop_is_asked_for(client, plan):
    url = reverse("liberations:stop_add", args=[plan.pk])
    form = client.get(url).context["form"]

    response = client.post(url, answers(form, kind="justice", place_text="Court", timing="fixed", start_time=""))

    assert response.context["form"].errors == {"start_time": ["Enter the time"]}


def test_stop_changed_meanwhile_shows_both(client, plan):
    stop = AppointmentFactory(plan=plan)
    url = reverse("liberations:stop_edit", args=[stop.pk])
    read = answers(client.get(url).context["form"])
    client.post(url, read | {"minutes": "50"})

    response = client.post(url, read | {"minutes": "70"})

    assert "is now “50”. You wrote “70”" in str(response.context["form"].errors["minutes"])


def test_way_that_nobody_knows_is_written_down_for_everybody(client, case, plan):
    stop = AppointmentFactory(plan=plan)
    assert "Nobody has written down how they get there" in page(client, case).text
    url = reverse("liberations:stop_way", args=[stop.pk])
    form = client.get(url).context["form"]

    response = client.post(url, answers(form, minutes="40", cost_pence="2.80"), follow=True)

    leg = Leg.objects.kept().get()
    assert (leg.from_prison, leg.to_place, leg.minutes, leg.cost_pence) == (gate_of(plan), stop.place, 40, 280)
    assert shown(response) == [(stop.place.name, "Reached")]


def test_way_to_somewhere_in_words_is_for_this_day(client, plan):
    stop = AppointmentFactory(plan=plan, place=None, place_text="Mum’s house")
    url = reverse("liberations:stop_way", args=[stop.pk])
    form = client.get(url).context["form"]

    client.post(url, answers(form, minutes="40"))

    assert "for_everybody" not in form.fields
    assert list(Leg.objects.values_list("plan", "to_text")) == [(plan.pk, "Mum’s house")]


def test_first_stop_of_somebody_who_is_there_already_has_no_way(client, plan):
    place = PlaceFactory()
    AppointmentFactory(plan=plan, place=place)
    stop = AppointmentFactory(plan=plan, place=place)

    response = client.get(reverse("liberations:stop_way", args=[stop.pk]), follow=True)

    assert "There is no way to write down" in response.text


def test_suggestion_is_followed_by_one_press_and_helps(client, case, plan):
    housing = AppointmentFactory(
        plan=plan, kind=AppointmentKind.HOUSING, fixed=True, start_time=dt.time(9, 20), booked_date=DAY, mandatory=True
    )
    LegFactory(from_prison=gate_of(plan), to_place=housing.place)
    before = page(client, case)
    assert (before.context["day"].verdict, shown(before)[0][1]) == ("Cannot be done like this", "Too late")
    code, words = before.context["day"].suggestions[0]
    assert words == f"Ask for 9:45am at {housing.place.name}. Then it is reached."

    after = client.post(reverse("liberations:day_plan_suggestion", args=[case.pk]), {"code": code}, follow=True)

    assert shown(after) == [(housing.place.name, "Reached")]
    again = client.post(reverse("liberations:day_plan_suggestion", args=[case.pk]), {"code": code}, follow=True)
    assert "The plan has changed since" in again.text


@pytest.mark.parametrize(
    ("code", "holds"),
    [
        ("phone:{}", {"by_phone": True}),
        ("another-day:{}", {"removed_at__isnull": False}),
        ("car", {"plan__mode": TravelMode.MENTOR_CAR}),
    ],
)
def test_other_suggestions_change_what_they_say(client, case, plan, code, holds):
    office = AppointmentFactory(plan=plan, kind=AppointmentKind.BENEFITS, minutes=90)
    bed = AppointmentFactory(
        plan=plan, kind=AppointmentKind.HEALTH, fixed=True, start_time=dt.time(10), booked_date=DAY, mandatory=True
    )
    for mode, minutes in ((TravelMode.PUBLIC, 55), (TravelMode.MENTOR_CAR, 5)):
        LegFactory(from_prison=gate_of(plan), to_place=office.place, mode=mode, minutes=minutes)
        LegFactory(from_prison=gate_of(plan), to_place=bed.place, mode=mode, minutes=max(5, minutes - 15))
        LegFactory(from_prison=None, from_place=office.place, to_place=bed.place, mode=mode, minutes=minutes)
    if code == "car":
        Appointment.objects.filter(pk=office.pk).update(minutes=30)
    if code == "phone:{}":
        Appointment.objects.filter(pk=office.pk).update(minutes=5)
    offered = [each for each, _ in page(client, case).context["day"].suggestions]
    wanted = code.format(office.pk)
    assert wanted in offered

    client.post(reverse("liberations:day_plan_suggestion", args=[case.pk]), {"code": wanted})

    assert Appointment.objects.filter(pk=office.pk, **holds).exists()


def test_appointment_of_the_old_day_is_booked_for_the_new_one(client, case, plan):
    stop = AppointmentFactory(
        plan=plan, fixed=True, start_time=dt.time(11), booked_date=dt.date(2026, 12, 24), mandatory=True
    )
    assert "which is not the liberation day any more" in page(client, case).text

    response = client.post(reverse("liberations:stop_booked", args=[stop.pk]), follow=True)

    assert "which is not the liberation day any more" not in response.text


def test_moved_to_another_prison_asks_to_look_at_the_way(client, case, plan):
    plan.looked_over_prison = PrisonFactory()
    plan.save(update_fields=["looked_over_prison"])
    AppointmentFactory(plan=plan)
    assert "They have been moved to" in page(client, case).text

    response = client.post(reverse("liberations:day_plan_look_over", args=[case.pk]), follow=True)

    assert "They have been moved to" not in response.text


def test_order_is_not_changed_by_what_no_button_sends(client, plan):
    stop = AppointmentFactory(plan=plan)

    for to in ("", "-1", "x", "1e9", "²", "100"):
        response = client.post(reverse("liberations:stop_shift", args=[stop.pk]), {"to": to}, follow=True)
        assert "Press one of the buttons" in response.text


def test_way_of_the_library_begins_at_one_place(client):
    url = reverse("liberations:leg_add")
    form = client.get(url).context["form"]
    place = PlaceFactory()

    both = client.post(
        url, answers(form, from_prison=PrisonFactory().pk, from_place=place.pk, to_place=place.pk, minutes="5")
    )
    none = client.post(url, answers(form, minutes="5"))

    assert both.context["form"].errors == {"from_place": ["Choose a gate or a place, not both"]}
    assert none.context["form"].errors == {
        "from_prison": ["Choose where the way begins"],
        "to_place": ["Choose where the way ends"],
    }


def test_record_shows_the_day_and_leads_to_it(client, case, plan):
    AppointmentFactory(plan=plan)

    response = client.get(case.person.get_absolute_url(), {"tab": "release"})

    assert "Plan for the day" in response.text
    assert plan.get_absolute_url() in response.text


def test_ended_case_shows_its_day_and_changes_nothing(client, case, plan):
    AppointmentFactory(plan=plan)
    case.closed_date = dt.date(2026, 11, 20)
    case.save(update_fields=["closed_date"])

    response = page(client, case)

    assert shown(response)
    assert "Take out" not in response.text
