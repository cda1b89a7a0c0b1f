import datetime as dt
import uuid

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from mentoring.enums.meetings import MeetingState
from mentoring.models import Meeting, MeetingMove, PrisonClearance
from prisons.models import VisitSlot
from tests.answers import answers
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)
TUESDAYS = [dt.date(2026, 11, 24), dt.date(2026, 12, 1), dt.date(2026, 12, 8)]


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel("2026-11-22 11:00:00+00:00", tick=False):
        yield


@pytest.fixture
def mentor():
    return MentorFactory(user__name="Amara Osei")


@pytest.fixture
def case(mentor):
    """In a prison visited on Tuesday mornings, to which the mentor is cleared."""
    case = CaseFactory(liberation_date=dt.date(2026, 12, 17), lead=mentor)
    prison = case.episode.stays.get().prison
    prison.name, prison.visiting_weekdays = "HMP Marlhouse", [2]
    prison.save()
    VisitSlot.objects.create(prison=prison, weekday=2, from_time=dt.time(9, 30), until_time=dt.time(11), places=2)
    PrisonClearance.objects.create(mentor=mentor, prison=prison, from_date=dt.date(2026, 1, 5))
    return case


@pytest.fixture
def page(client, mentor):
    client.force_login(mentor.user)
    return client


@pytest.fixture
def booked(case, mentor):
    return MeetingFactory(case=case, mentor=mentor, on_date=TODAY + 2 * DAY, at_time=dt.time(10))


def url(name, row):
    return reverse(f"mentoring:{name}", args=[row.pk])


def text(response):
    return " ".join(response.content.decode().split())


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_visits_are_proposed_with_days_times_and_reasons(page, case):
    response = page.get(url("visits_book", case))

    form = response.context["form"]
    assert [form[f"day_{number}"].value() for number in (1, 2, 3)] == TUESDAYS
    assert form["time_1"].value() == "9:30am"
    assert "Book by Monday 30 November 2026. After that all 3 can no longer be made" in text(response)
    assert "HMP Marlhouse takes agencies’ visits on Tuesdays." in text(response)


def test_proposed_visits_are_booked_in_one_go(page, case):
    sent = answers(page.get(url("visits_book", case)).context["form"])

    response = page.post(url("visits_book", case), sent)

    assert response.url == case.get_absolute_url()
    assert list(Meeting.objects.planned().order_by("on_date").values_list("on_date", "at_time")) == [
        (day, dt.time(9, 30)) for day in TUESDAYS
    ]
    assert said(response) == ["3 visits booked: 24 Nov 2026, 1 Dec 2026, 8 Dec 2026."]


def test_one_is_left_out_and_a_day_on_which_nobody_visits_is_pointed_out(page, case):
    form = page.get(url("visits_book", case)).context["form"]

    response = page.post(url("visits_book", case), answers(form, day_1=None, day_2=dt.date(2026, 12, 2)))

    assert sorted(Meeting.objects.values_list("on_date", flat=True)) == [dt.date(2026, 12, 2), dt.date(2026, 12, 8)]
    assert said(response) == [
        "2 visits booked: 2 Dec 2026, 8 Dec 2026.",
        "Wednesday 2 December 2026 is no visiting day of the prison on record. Check it with the prison.",
    ]


def test_what_is_refused_stands_beside_its_visit_and_nothing_typed_is_lost(page, case):
    form = page.get(url("visits_book", case)).context["form"]

    response = page.post(url("visits_book", case), answers(form, day_1=None, day_3=TUESDAYS[1], time_3="2:00pm"))

    shown = response.context["form"]
    assert shown.errors == {"day_3": ["Two visits on one day count as one. Choose another day."]}
    assert (shown["time_3"].value(), Meeting.objects.count()) == ("2:00pm", 0)


def test_nothing_filled_in_is_asked_for(page, case):
    response = page.post(url("visits_book", case), {"rows": "1", "new_id": uuid.uuid4()})

    assert response.context["form"].non_field_errors() == ["Choose at least one day to book."]


@pytest.mark.parametrize(("rows", "shown"), [("", 3), ("0", 1), ("99", 12), ("²", 3), ("-1", 3)])
def test_number_of_rows_is_kept_within_reason(page, case, rows, shown):
    assert len(page.post(url("visits_book", case), {"rows": rows}).context["form"].numbers) == shown


def test_says_when_too_few_can_be_made_and_why(page, case, mentor):
    PrisonClearance.objects.update(until_date=dt.date(2026, 12, 1))

    shown = text(page.get(url("visits_book", case)))

    assert "Only 2 of the 3 visits still needed can be made before liberation." in shown
    assert "2 visiting days cannot be used: Amara Osei is not cleared to go in." in shown


def test_visits_held_and_planned_are_not_proposed_again(page, case, mentor, booked):
    for days in (7, 14):
        MeetingFactory(case=case, mentor=mentor, held=True, on_date=TODAY - days * DAY)

    shown = text(page.get(url("visits_book", case)))

    assert "3 visits are held or planned" in shown
    assert "Planned already: Tuesday 24 November 2026." in shown
    assert "Book these visits" not in shown


@pytest.mark.parametrize("known", ["day", "prison", "out"])
def test_says_what_is_missing_for_a_proposal(page, case, known):
    if known == "day":
        case.episode.release_dates.all().delete()
    elif known == "prison":
        case.episode.stays.all().delete()
    else:
        case.episode.released_date = TODAY
        case.episode.save()

    shown = text(page.get(url("visits_book", case)))

    expected = {"day": "No liberation day yet", "prison": "Prison not known", "out": "Already out"}
    assert expected[known] in shown


def test_somebody_else_in_the_slot_moves_the_time(page, case, mentor):
    prison = case.episode.stays.get().prison
    MeetingFactory(mentor=mentor, on_date=TUESDAYS[0], at_time=dt.time(9, 30), prison=prison)

    assert page.get(url("visits_book", case)).context["form"]["time_1"].value() == "10:15am"


def test_a_move_asks_who_wanted_it_and_shows_it(page, case, booked):
    form = page.get(url("contact_move", booked)).context["form"]

    refused = page.post(url("contact_move", booked), answers(form, on_date=TUESDAYS[1]))
    page.post(
        url("contact_move", booked),
        answers(form, on_date=TUESDAYS[1], asked_by="prison", reason="No officer that day"),
    )

    assert list(refused.context["form"].errors) == ["asked_by"]
    assert MeetingMove.objects.get().reason == "No officer that day"
    shown = text(page.get(url("contact", booked)))
    assert "From Tuesday 24 November 2026, 10:00am to 1 Dec 2026" in shown
    assert "Asked for by: the prison. No officer that day" in shown


def test_a_visit_is_cancelled_with_who_and_why(page, case, booked):
    form = page.get(url("contact_cancel", booked)).context["form"]

    refused = page.post(url("contact_cancel", booked), answers(form, state="cancelled-by-prison"))
    page.post(url("contact_cancel", booked), answers(form, state="cancelled-by-prison", cancel_reason="no-room"))

    assert list(refused.context["form"].errors) == ["cancel_reason"]
    booked.refresh_from_db()
    assert (booked.state, booked.cancel_reason) == (MeetingState.CANCELLED_BY_PRISON, "no-room")


def test_a_cancellation_of_what_was_written_up_meanwhile_shows_both(page, case, mentor, booked):
    form = page.get(url("contact_cancel", booked)).context["form"]
    page.post(url("contact_cancel", booked), answers(form, state="cancelled-by-us"))

    response = page.post(url("contact_cancel", booked), answers(form, state="cancelled-by-person"))

    assert "Someone else changed this" in text(response)
