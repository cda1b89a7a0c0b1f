"""At the gate, in a real browser, on a phone with one bar: met although the line drops; not met, because they were moved."""

import datetime as dt

import pytest
from django.utils import timezone

from audit.models import Event
from liberations.enums import GateState, NotMetReason
from liberations.models import GateLiberation, GateQuestion
from notifications.enums import Kind
from notifications.models import Message
from tests.factories.accounts import ManagerFactory
from tests.factories.liberations import GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import ProgrammeFactory
from tests.plugins.pages import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Far below what "one bar" gives as a rule: 20 kB a second, and nearly half a second each way.
ONE_BAR = {"bytes_a_second": 20_000, "delay_ms": 400}


class Gate:
    """Somebody leaves HMP Northgate this morning, and their mentor stands there."""

    def __init__(self):
        self.today = timezone.localdate()
        self.manager = ManagerFactory()
        self.mentor = MentorFactory(user__team=self.manager.team, user__name="Amara Okafor")
        self.case = CaseFactory(
            referral__programme=ProgrammeFactory(team=self.manager.team),
            referral__episode__person__given_names="Lewis",
            referral__episode__person__family_name="Martin",
            liberation_date=self.today,
            lead=self.mentor,
        )
        self.gate = GateLiberationFactory(
            case=self.case,
            decision="wanted",
            mentor=self.mentor,
            meet_time=dt.time(8, 30),
            meeting_point="The low wall",
        )


@pytest.fixture
def gate():
    return Gate()


def test_met_at_the_gate_in_two_presses_although_the_line_drops(walker, gate):
    someone = walker(PHONE)
    someone.sign_in(gate.mentor.user)
    someone.slow_line(**ONE_BAR)
    someone.go("/")
    someone.press_first("Gate card")
    someone.reads("The low wall")
    someone.assert_fits_and_accessible()

    someone.slow_line(**ONE_BAR, cut=True)
    first_press = timezone.now()
    out = someone.page.get_by_role("button", name="They are out, we have met")
    out.click()
    someone.reads("Not sent: there is no connection. Nothing is lost.")
    someone.assert_fits_and_accessible()
    second_press = timezone.now()

    someone.slow_line(**ONE_BAR)
    rows = Event.objects.count()
    with someone.page.expect_navigation():
        out.dblclick()
    someone.reads("Met at the gate. The first 48 hours have begun.")
    someone.reads("Do they have a bed tonight?")

    met = GateLiberation.objects.get()
    assert met.state == GateState.MET
    assert first_press - dt.timedelta(seconds=1) <= met.out_at <= second_press
    # Pressed three times: met once, then the page about the bed.
    assert Event.objects.count() - rows == 2


def test_not_met_because_they_were_moved(walker, gate):
    elsewhere = PrisonFactory(name="HMP Southgate")
    someone = walker(PHONE)
    someone.sign_in(gate.mentor.user)
    someone.go(f"/cases/{gate.case.pk}/gate/")
    someone.page.get_by_text("Not here", exact=True).click()
    someone.tick("Moved to another prison", within="What happened?")
    someone.assert_fits_and_accessible()
    someone.press("Save and tell the manager")
    someone.reads("Saved. Your manager has been told.")
    gate.gate.refresh_from_db()
    assert (gate.gate.state, gate.gate.not_met_reason) == (GateState.NOT_MET, NotMetReason.MOVED)
    assert Message.objects.filter(recipient=gate.manager, kind=Kind.GATE_NOT_MET).count() == 1

    the_move_is_recorded(someone, elsewhere)
    the_new_day_is_recorded(someone, gate)
    the_manager_sees_what_follows(walker(DESK), gate)


def the_move_is_recorded(someone, elsewhere):
    someone.assert_fits_and_accessible()
    someone.press("Record the move")
    someone.choose("Prison they are in now", elsewhere.name)
    someone.press("Save the move")
    someone.reads("HMP Southgate")


def the_new_day_is_recorded(someone, gate):
    someone.go(f"/cases/{gate.case.pk}/gate/")
    someone.press("Record what they say")
    someone.tick("Liberation day stated by the prison", within="What kind of date is it?")
    someone.day("Liberation day the prison gave", gate.today + dt.timedelta(days=2))
    someone.tick("Phone call with the prison", within="Who told us?")
    someone.press("Save release date")
    someone.reads("Lewis Martin")

    gate.gate.refresh_from_db()
    assert (gate.gate.state, gate.gate.mentor, gate.gate.meeting_point) == (GateState.PLANNED, gate.mentor, "")
    asked = GateQuestion.objects.about_coming_gates().get()
    assert (asked.mentor, asked.liberation_date) == (gate.mentor, gate.today + dt.timedelta(days=2))


def the_manager_sees_what_follows(someone, gate):
    someone.sign_in(gate.manager)
    someone.go("/notices/")
    someone.reads("Someone was not met at the gate")
    day = gate.today + dt.timedelta(days=2)
    someone.go(f"/gates/day/?day_day={day.day}&day_month={day.month}&day_year={day.year}")
    someone.reads("Lewis Martin")
    someone.reads("HMP Southgate")
    someone.reads("Not answered")
    someone.assert_fits_and_accessible()
