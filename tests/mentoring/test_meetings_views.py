import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from audit.enums import Verb
from audit.models import Event
from mentoring.enums.meetings import Channel, Concern, MeetingState, Place
from mentoring.models import Meeting
from tests.factories.accounts import AdministratorFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)
HELD = {
    "on_date_day": "22",
    "on_date_month": "11",
    "on_date_year": "2026",
    "channel": "in-prison",
    "state": "held",
    "place": "private-room",
    "minutes": "45",
    "one_to_one": "on",
    "concern": "none",
}


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel("2026-11-22 11:00:00+00:00", tick=False):
        yield


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def case(mentor):
    return CaseFactory(liberation_date=dt.date(2026, 12, 4), lead=mentor)


@pytest.fixture
def page(client, mentor):
    client.force_login(mentor.user)
    return client


def url(name, row):
    return reverse(f"mentoring:{name}", args=[row.pk])


def rows():
    return list(Event.objects.exclude(verb__in=[Verb.SIGNED_IN, Verb.REFUSED]).values_list("action", "verb"))


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_log_form_is_filled_in_with_the_usual(page, case):
    response = page.get(url("contact_log", case))

    form = response.context["form"]
    assert (form["on_date"].value(), form["channel"].value(), form["minutes"].value()) == (TODAY, "in-prison", 45)
    assert "Liberation in 12 days, on Friday 4 December 2026. 0 of 3 visits before liberation." in _text(response)
    assert rows() == [("mentoring:contact_log", Verb.VIEWED)]


def test_every_question_stands_on_the_page(page, case, mentor):
    meeting = MeetingFactory(case=case, mentor=mentor, on_date=TODAY)

    for response in (page.get(url("contact_log", case)), page.get(url("contact_record", meeting))):
        asked = set(re.findall(r'name="([a-z_]+)"', response.content.decode())) - {"csrfmiddlewaretoken", "q"}
        days = {f"{name}_{part}" for name in ("on_date", "next_date") for part in ("day", "month", "year")}
        assert set(response.context["form"].fields) - {"on_date", "next_date"} | days <= asked


def test_logging_a_visit_and_planning_the_next(page, case, mentor):
    response = page.post(url("contact_log", case), HELD | {"note": "Spoke of his flat.", "next": "1"})

    assert response.status_code == 302
    assert response.url == case.get_absolute_url()
    held, planned = Meeting.objects.order_by("on_date")
    assert (held.state, held.mentor, held.note) == (MeetingState.HELD, mentor, "Spoke of his flat.")
    assert (planned.state, planned.on_date) == (MeetingState.PLANNED, TODAY + 7 * DAY)
    assert said(response) == [
        "Recorded: held on 22 Nov 2026. The next one is planned for 29 Nov 2026. "
        f'<a href="/contacts/{held.pk}/">Look at it, correct it or undo it</a>'
    ]
    assert rows() == [("log_meeting", Verb.CREATED)]


def test_a_page_sent_twice_makes_one_visit(page, case):
    sent = HELD | {"new_id": str(uuid.uuid4()), "next": "1"}

    for _ in range(2):
        assert page.post(url("contact_log", case), sent).status_code == 302

    assert Meeting.objects.count() == 2
    assert rows() == [("log_meeting", Verb.CREATED)]


def test_a_held_visit_in_the_future_keeps_what_was_typed(page, case):
    response = page.post(url("contact_log", case), HELD | {"on_date_day": "23", "note": "Long note", "topics": "debt"})

    assert response.context["form"].errors == {
        "on_date": ["You cannot record a visit as held for a day that has not come."]
    }
    assert "Long note</textarea>" in response.content.decode()
    assert re.search(r'value="debt"[^>]*checked', response.content.decode())
    assert 'href="#id_on_date_0"' in response.content.decode()
    assert Meeting.objects.count() == 0
    assert rows() == [("mentoring:contact_log", Verb.VIEWED)]


def test_recording_opens_from_the_booking_filled_in(page, case, mentor):
    meeting = MeetingFactory(case=case, mentor=mentor, on_date=TODAY - DAY, channel=Channel.VIDEO, at_time=dt.time(10))

    response = page.get(url("contact_record", meeting))

    form = response.context["form"]
    assert (form["on_date"].value(), form["channel"].value(), form["state"].value()) == (TODAY - DAY, "video", None)
    assert "In a week, Saturday 28 November 2026" in response.content.decode()
    assert "<details><summary>It was on another day" in response.content.decode()
    assert response.content.decode().count("autofocus") == 1
    assert rows() == [("mentoring:contact_record", Verb.VIEWED)]


def test_an_old_booking_counts_the_next_week_from_today(page, case, mentor):
    meeting = MeetingFactory(case=case, mentor=mentor, on_date=TODAY - 10 * DAY)

    assert "In a week, Sunday 29 November 2026" in page.get(url("contact_record", meeting)).content.decode()


def test_recording_and_undoing_keeps_the_text(page, case, mentor):
    meeting = MeetingFactory(case=case, mentor=mentor, on_date=TODAY)

    page.post(url("contact_record", meeting), HELD | {"version": "1", "note": "Wants work."})
    back = page.post(url("contact_undo", meeting))

    meeting.refresh_from_db()
    assert (meeting.state, meeting.note) == (MeetingState.PLANNED, "Wants work.")
    assert back.url == url("contact_record", meeting)
    assert page.get(back.url).context["form"]["note"].value() == "Wants work."


def test_two_tabs_see_both_texts(page, case, mentor):
    meeting = MeetingFactory(case=case, mentor=mentor, on_date=TODAY)
    page.post(url("contact_record", meeting), HELD | {"version": "1", "note": "First text"})

    response = page.post(url("contact_record", meeting), HELD | {"version": "1", "note": "Second text"})

    form = response.context["form"]
    assert form.errors["note"] == ["“Note” is now “First text”. You wrote “Second text”"]
    assert "Second text</textarea>" in response.content.decode()
    assert set(form.errors) == {"__all__", "note"}
    assert "autofocus" not in response.content.decode()
    meeting.refresh_from_db()
    assert meeting.note == "First text"

    page.post(url("contact_record", meeting), HELD | {"version": "2", "note": "First text. Second text"})
    meeting.refresh_from_db()
    assert meeting.note == "First text. Second text"


def test_a_recorded_visit_is_corrected(page, case, mentor):
    meeting = MeetingFactory(case=case, mentor=mentor, on_date=TODAY, held=True)

    opened = page.get(url("contact_record", meeting))
    page.post(url("contact_record", meeting), HELD | {"version": "1", "state": "refused"})

    assert "Correct a visit" in opened.content.decode()
    assert opened.context["form"]["state"].value() == "held"
    meeting.refresh_from_db()
    assert (meeting.state, meeting.place, meeting.minutes) == (MeetingState.REFUSED, "", None)


def test_planning_a_visit(page, case, mentor):
    opened = page.get(url("contact_plan", case), {"day": "2026-11-29"})
    response = page.post(
        url("contact_plan", case),
        {"channel": "in-prison", "on_date_day": "29 Nov 2026", "at_time": "10.30", "is_agency_visit": "on"},
    )

    assert opened.context["form"]["on_date"].value() == TODAY + 7 * DAY
    meeting = Meeting.objects.get()
    assert (meeting.on_date, meeting.at_time, meeting.is_agency_visit) == (TODAY + 7 * DAY, dt.time(10, 30), True)
    assert said(response) == ["Visit planned for 29 Nov 2026."]


def test_planning_in_the_past_is_refused_at_the_date(page, case):
    response = page.post(url("contact_plan", case), {"channel": "phone", "on_date_day": "21 Nov 2026"})

    assert response.context["form"].errors == {
        "on_date": ["That day has passed. To write up a visit that has happened, log it."]
    }


def test_moving_a_visit(page, case, mentor):
    meeting = MeetingFactory(case=case, mentor=mentor, on_date=TODAY)
    moved = {"version": "1", "on_date_day": "24 Nov 2026", "at_time": "2pm", "asked_by": "us"}

    response = page.post(url("contact_move", meeting), moved)
    clash = page.post(url("contact_move", meeting), moved | {"on_date_day": "25 Nov 2026"})

    meeting.refresh_from_db()
    assert (meeting.on_date, meeting.at_time) == (TODAY + 2 * DAY, dt.time(14))
    assert said(response) == ["Visit moved to 24 Nov 2026."]
    assert clash.context["form"].errors["on_date"] == ["“New date” is now 24 Nov 2026. You wrote 25 Nov 2026"]


@pytest.mark.parametrize(("back", "target"), [("day", "/"), ("", None), ("https://elsewhere.example", None)])
def test_tried_is_one_press(page, case, back, target):
    sent = {"new_id": str(uuid.uuid4()), "back": back}

    answers = [page.post(url("contact_tried", case), sent) for _ in range(2)]

    meeting = Meeting.objects.get()
    assert (meeting.channel, meeting.state, meeting.on_date) == (Channel.PHONE, MeetingState.NOT_ATTENDED, TODAY)
    assert (meeting.at_time, meeting.two_way) == (dt.time(11), False)
    assert [answer.url for answer in answers] == [target or case.get_absolute_url()] * 2


def test_tried_for_a_case_that_ended_says_why_not(page, case):
    case.closed_date = TODAY - DAY
    case.save()

    response = page.post(url("contact_tried", case))

    assert said(response) == ["Support had ended by then. Reopen the case to record anything after its last day."]
    assert Meeting.objects.count() == 0


def test_reading_a_contact(page, case, mentor):
    meeting = MeetingFactory(
        case=case, mentor=mentor, held=True, note="One\nTwo", topics=["debt"], concern=Concern.MANAGER, concern_text="X"
    )

    text = _text(page.get(url("contact", meeting)))

    for shown in ("Held", "Private room", "45", "Debt", "One Two", "Something my manager should know", "Undo"):
        assert shown in text
    assert rows() == [("mentoring:contact", Verb.VIEWED)]


def test_choosing_shows_ones_own_open_people_by_name(page, case, mentor):
    CaseFactory()
    closed = CaseFactory(lead=mentor)
    closed.closed_date = TODAY
    closed.save()
    first = CaseFactory(lead=mentor, referral__episode__person__family_name="Aa")

    response = page.get(reverse("mentoring:contact_choose"))

    assert list(response.context["page"]) == [first, case]
    event = Event.objects.get(action="mentoring:contact_choose")
    assert event.shown == [first.person_id, case.person_id]


NAMES = ["contact_plan", "contact_log", "contact_tried", "contact", "contact_record", "contact_move", "contact_undo"]


@pytest.mark.parametrize("name", NAMES)
def test_strangers_find_nothing_and_administrators_are_refused(client, case, mentor, name):
    meeting = MeetingFactory(case=case, mentor=mentor, on_date=TODAY)
    address = url(name, case if name in NAMES[:3] else meeting)
    method = "post" if name in ("contact_tried", "contact_undo") else "get"

    client.force_login(MentorFactory().user)
    assert getattr(client, method)(address).status_code == 404
    client.force_login(AdministratorFactory())
    assert getattr(client, method)(address).status_code == 403
    assert Meeting.objects.get().version == 1


def test_a_place_is_kept_for_prison_only(page, case):
    page.post(url("contact_log", case), HELD | {"channel": "phone", "place": Place.CELL_DOOR})

    assert Meeting.objects.get().place == ""


def _text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
