"""Logging a visit from My day takes at most two pages and, for a keyboard user, at most twelve key presses beyond the note."""

import datetime as dt

import pytest
from django.utils import timezone

from mentoring.enums.meetings import Channel, MeetingState, Place
from mentoring.models import Meeting
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.plugins.pages import DESK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_KEYS, MOST_PAGES = 12, 2
NOTE = "Wants work."


class Keyboard:
    """Somebody without a mouse: counts the keys they press and the pages they see, My day included."""

    def __init__(self, walker, user):
        self.someone = walker(DESK, script=False)
        self.someone.sign_in(user)
        self.keys, self.pages = 0, [someone_is_at(self.someone)]
        self.someone.page.on("framenavigated", self._turned)

    def press(self, *keys):
        for key in keys:
            self.someone.page.keyboard.press(key)
        self.keys += len(keys)

    def jumps(self, *keys):
        """Press the last of these keys to come to another place, on this page or on another."""
        *before, last = keys
        self.press(*before)
        # Only around the last: a key before it may have moved within the page.
        with self.someone.page.expect_navigation():
            self.press(last)

    def opens(self, *keys):
        """Press the last of these keys to come to another page, on which the browser moves to the first question itself."""
        self.jumps(*keys)
        # It does so a moment after the page has loaded; nobody types within that moment.
        self.someone.page.locator(":focus").wait_for()

    def writes(self, note):
        self.someone.page.keyboard.type(note)

    def saves(self, *keys):
        self.jumps(*keys)
        self.someone.reads("Recorded: held")

    def _turned(self, _frame):
        if self.pages[-1] != someone_is_at(self.someone):
            self.pages.append(someone_is_at(self.someone))


def someone_is_at(someone):
    """The page, wherever on it they are."""
    return someone.page.url.partition("#")[0].partition("?")[0]


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def case(mentor):
    day = timezone.localdate() + dt.timedelta(days=12)
    return CaseFactory(lead=mentor, liberation_date=day, referral__episode__person__given_names="Kieran")


def test_a_booked_visit_is_written_up_and_the_next_one_planned(walker, mentor, case):
    booked = MeetingFactory(case=case, mentor=mentor, on_date=timezone.localdate(), at_time=dt.time(10, 30))
    keyboard = Keyboard(walker, mentor.user)

    # The second link of My day is the visit to write up; there the keyboard stands on "Yes, it was held".
    keyboard.opens("Tab", "Tab", "Enter")
    keyboard.press("Space", "Tab", "Space", "Tab")
    keyboard.writes(NOTE)
    # Past minutes and concerns to "In a week".
    keyboard.saves("Tab", "Tab", "Tab", "ArrowDown", "Enter")

    booked.refresh_from_db()
    assert (booked.state, booked.place, booked.minutes, booked.note) == (
        MeetingState.HELD,
        Place.PRIVATE_ROOM,
        45,
        NOTE,
    )
    assert Meeting.objects.planned().get().at_time == dt.time(10, 30)
    # The third page says that it is saved.
    assert (keyboard.keys <= MOST_KEYS, len(keyboard.pages[:-1]) <= MOST_PAGES) == (True, True)


def test_a_visit_that_was_not_booked_is_logged(walker, mentor, case):
    CaseFactory.create_batch(3, lead=mentor, referral__episode__person__given_names="Anna")
    keyboard = Keyboard(walker, mentor.user)

    # To "Log a visit" by the first link, the first letter of the name, and on.
    keyboard.jumps("Tab", "Enter")
    keyboard.opens("K", "Tab", "Enter")
    keyboard.press("Tab", "Space", "Tab", "Space", "Tab")
    keyboard.writes(NOTE)
    keyboard.saves("Tab", "Enter")

    logged = Meeting.objects.get()
    assert (logged.case, logged.channel, logged.state) == (case, Channel.IN_PRISON, MeetingState.HELD)
    assert (logged.place, logged.minutes, logged.note) == (Place.PRIVATE_ROOM, 45, NOTE)
    assert (keyboard.keys <= MOST_KEYS, len(keyboard.pages[:-1]) <= MOST_PAGES) == (True, True)
