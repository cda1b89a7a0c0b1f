"""A day in prison, in a real browser: the visits booked, the sheet printed and taken in, and all of it written up afterwards."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from mentoring.enums.meetings import CancelReason, MeetingState, Place
from mentoring.models import Meeting, PrisonClearance
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.people import IdentifierFactory
from tests.factories.prisons import PrisonFactory, VisitSlotFactory
from tests.plugins.pages import DESK, PHONE

pytestmark = pytest.mark.browser
WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def clock():
    # Midday: far from both midnights, whatever the clock of the machine says.
    with time_machine.travel(dt.datetime.now(dt.UTC).replace(hour=12, minute=0)) as traveller:
        yield traveller


@pytest.fixture
def prison():
    """Visited on tomorrow's day of the week."""
    weekday = (timezone.localdate() + dt.timedelta(days=1)).isoweekday()
    prison = PrisonFactory(name="HMP Northgate", visiting_weekdays=[weekday])
    VisitSlotFactory(prison=prison, weekday=weekday, from_time=dt.time(9, 30), until_time=dt.time(12), places=6)
    return prison


@pytest.fixture
def mentor(prison):
    mentor = MentorFactory(user__name="Amara Osei")
    PrisonClearance.objects.create(mentor=mentor, prison=prison, from_date=timezone.localdate() - WEEK)
    return mentor


def somebody(mentor, prison, name):
    case = CaseFactory(
        lead=mentor,
        liberation_date=timezone.localdate() + 5 * WEEK,
        referral__episode__person__given_names=name,
        referral__episode__person__family_name="Bright",
        referral__episode__prison=prison,
    )
    IdentifierFactory(person=case.person)
    case.episode.stays.update(hall="C Hall")
    return case


def test_day_sheet_printed_and_results_entered(walker, clock, mentor, prison):
    day = timezone.localdate() + dt.timedelta(days=1)
    kieran, anna, tam = (somebody(mentor, prison, name) for name in ("Kieran", "Anna", "Tam"))

    mentor_books_the_visits(signed_in(walker, mentor), kieran)
    assert sorted(kieran.meetings.values_list("on_date", flat=True))[0] == day
    for case, hour in ((anna, 10), (tam, 11)):
        MeetingFactory(case=case, mentor=mentor, prison=prison, on_date=day, at_time=dt.time(hour, 30))

    mentor_prints_the_sheet(signed_in(walker, mentor), prison, day)
    clock.move_to(dt.datetime.combine(day, dt.time(15), tzinfo=timezone.get_current_timezone()))
    mentor_writes_up_the_day_without_script(signed_in(walker, mentor, PHONE, script=False), (kieran, anna, tam), day)

    assert states(day) == [MeetingState.HELD, MeetingState.CANCELLED_BY_PRISON, MeetingState.REFUSED]
    held, cancelled = Meeting.objects.get(case=kieran, on_date=day), Meeting.objects.get(case=anna, on_date=day)
    assert (held.place, held.minutes, held.note) == (Place.PRIVATE_ROOM, 45, "Wants to see his sister.")
    assert (cancelled.cancel_reason, cancelled.note) == (CancelReason.REGIME, "Lockdown in C Hall.")


def signed_in(walker, mentor, size=DESK, **more):
    someone = walker(size, **more)
    someone.sign_in(mentor.user)
    return someone


def mentor_books_the_visits(someone, case):
    someone.go(f"/people/{case.person_id}/")
    someone.press("Visits before liberation")
    someone.reads("HMP Northgate takes agencies’ visits on")
    someone.assert_fits_and_accessible()
    someone.press("Book these visits")
    someone.reads("3 visits booked")


def mentor_prints_the_sheet(someone, prison, day):
    someone.go("/")
    someone.press("Days in prison")
    someone.press_first("Print the sheet for")
    someone.reads("Kieran Bright")
    someone.assert_fits_and_accessible()
    someone.page.emulate_media(media="print")
    expect(someone.page.get_by_role("cell", name="C Hall").first).to_be_visible()
    expect(someone.page.get_by_text(prison.name).first).to_be_hidden()
    assert prison.name not in someone.page.title()
    assert someone.page.pdf().startswith(b"%PDF")


def mentor_writes_up_the_day_without_script(someone, cases, day):
    kieran, anna, tam = (row(someone, case, day) for case in cases)
    someone.go("/")
    someone.press("Days in prison")
    someone.press_first("Write up")
    someone.assert_fits_and_accessible()

    kieran().get_by_label("Yes, it was held").check()
    kieran().get_by_label("Private room").check()
    kieran().get_by_label("Note").fill("Wants to see his sister.")
    anna().get_by_label("Note").fill("Lockdown in C Hall.")
    someone.follow(kieran().get_by_role("button"))

    # What was begun for Anna is still there.
    anna().get_by_text("Cancelled by the prison").click()
    anna().get_by_label("Regime or safety").check()
    tam().get_by_label("The person refused").check()
    someone.assert_fits_and_accessible()
    someone.press("Save all that are filled in")
    someone.reads("The day is written up.")


def row(someone, case, day):
    key = Meeting.objects.get(case=case, on_date=day).pk
    return lambda: someone.page.locator(f"#row-{key}")


def states(day):
    return list(Meeting.objects.filter(on_date=day).order_by("at_time").values_list("state", flat=True))
