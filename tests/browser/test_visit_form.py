import datetime as dt

import pytest
from django.utils import timezone

from mentoring.enums.meetings import MeetingState, Place
from mentoring.models import Meeting
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.plugins.pages import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def booked(mentor):
    today = timezone.localdate()
    case = CaseFactory(lead=mentor, liberation_date=today + dt.timedelta(days=12))
    return MeetingFactory(case=case, mentor=mentor, on_date=today, at_time=dt.time(10, 30))


def paths(meeting):
    return [
        "/",
        "/contacts/log/",
        f"/contacts/{meeting.pk}/",
        f"/contacts/{meeting.pk}/record/",
        f"/contacts/{meeting.pk}/move/",
        f"/cases/{meeting.case_id}/contacts/log/",
        f"/cases/{meeting.case_id}/contacts/plan/",
    ]


def test_a_visit_is_recorded_on_a_phone_without_script_in_two_pages(walker, mentor, booked):
    someone = walker(PHONE, script=False)
    someone.sign_in(mentor.user)

    someone.press_first("Say how it went")
    someone.tick("Yes, it was held")
    someone.tick("Private room", within="Where?")
    someone.page.get_by_label("Note").fill("Wants to see his sister.")
    someone.page.get_by_text("In a week").click()
    someone.press("Save visit")

    someone.reads("Recorded: held")
    booked.refresh_from_db()
    assert (booked.state, booked.place, booked.minutes) == (MeetingState.HELD, Place.PRIVATE_ROOM, 45)
    assert Meeting.objects.planned().get().at_time == dt.time(10, 30)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_contacts_are_accessible_and_fit(walker, size, mentor, booked):
    someone = walker(size)
    someone.sign_in(mentor.user)

    for path in paths(booked):
        someone.go(path)
        someone.assert_fits_and_accessible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_form_with_everything_open_and_wrong_is_accessible_and_fits(walker, size, mentor, booked):
    someone = walker(size)
    someone.sign_in(mentor.user)
    someone.go(f"/cases/{booked.case_id}/contacts/log/")

    for answer in ("Yes, it was held", "Someone may be in danger", "On another date"):
        someone.tick(answer)
    someone.page.get_by_text("What you worked on").click()
    someone.assert_fits_and_accessible()
    someone.press("Save visit")

    assert someone.page.title().startswith("Error: ")
    someone.assert_fits_and_accessible()


def test_questions_follow_how_they_met(walker, mentor, booked):
    someone = walker(DESK, script=False)
    someone.sign_in(mentor.user)
    someone.go(f"/cases/{booked.case_id}/contacts/log/")
    shown = {}

    someone.tick("Yes, it was held")
    for how in ("In prison", "Phone call", "Text message", "Video call"):
        someone.tick(how)
        names = ("place", "minutes", "two_way")
        shown[how] = [name for name in names if someone.page.locator(f"[name={name}]").first.is_visible()]

    assert shown == {
        "In prison": ["place", "minutes"],
        "Phone call": ["minutes"],
        "Text message": ["two_way"],
        "Video call": ["minutes", "two_way"],
    }
