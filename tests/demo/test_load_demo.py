"""What the demonstration shows to whom."""

import datetime as dt
import io

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from demo.load import load_demo
from demo.logins import LOGINS, PASSWORD
from liberations.enums import GateState
from liberations.models import FollowUp, GateLiberation
from mentoring.enums.flags import FlagKind
from mentoring.enums.meetings import MeetingState
from mentoring.models import Case, CustodyAgain, Flag, Meeting, Outcome
from people.models import Person
from prisons.models import ReleaseDate
from prisons.services.reference_data import load_reference_data
from referrals.enums import ReferralState
from referrals.models import Referral

WEDNESDAY = dt.datetime(2026, 11, 25, 14, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def loaded_once(django_db_setup, django_db_blocker):
    """The invented people, told once for this module on a Wednesday afternoon; each test works on a savepoint of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference_data()
        with time_machine.travel(WEDNESDAY, tick=False):
            load_demo()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def on_wednesday(loaded_once, db):
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


def by_name(rows):
    return {row.person.family_name if hasattr(row, "person") else row.case.person.family_name for row in rows}


def gates(**which):
    rows = GateLiberation.objects.filter(**which).select_related("case__person")
    return {gate.case.person.family_name for gate in rows}


def test_flags_are_raised_by_what_happened(on_wednesday):
    flags = Flag.objects.open().select_related("case__person")

    assert {(flag.case.person.family_name, flag.kind) for flag in flags} == {
        ("Rafferty", FlagKind.FOLLOW_UP_OVERDUE),
        ("McPhail", FlagKind.LIBERATION_PASSED),
        ("Gillespie", FlagKind.FEWER_MEETINGS),
        ("Burns", FlagKind.FEWER_MEETINGS),
        ("Iqbal", FlagKind.FEWER_MEETINGS),
        ("Rahman", FlagKind.FEWER_MEETINGS),
    }


def test_gates_are_today_and_tomorrow(on_wednesday):
    today = timezone.localdate()
    current = {"episode__release_dates__is_current": True, "state": GateState.PLANNED}

    assert gates(**current, episode__release_dates__liberation_date=today) == {"Adeyemi"}
    assert gates(**current, episode__release_dates__liberation_date=today + dt.timedelta(days=1)) == {"Lennox"}


def test_48_hours_run_for_the_one_released_yesterday(on_wednesday):
    today = timezone.localdate()
    running = FollowUp.objects.outstanding().filter(days_after=2, due_date__gte=today).select_related("case__person")

    assert [(row.case.person.family_name, row.case.episode.released_date) for row in running] == [
        ("Zieliński", dt.date(2026, 11, 24))
    ]


def test_referrals_wait_at_every_station(on_wednesday):
    waiting = Referral.objects.exclude(state=ReferralState.AGREED).select_related("person")

    assert {(row.person.family_name, row.state) for row in waiting} == {
        ("Mensah", ReferralState.RECEIVED),
        ("Paterson", ReferralState.RECEIVED),
        ("Munro", ReferralState.RECEIVED),
        ("Maxwell", ReferralState.OFFERED),
        ("Maxwell", ReferralState.DECLINED),
        ("Yule", ReferralState.SAID_NO),
        ("Petrie", ReferralState.DECLINED),
    }
    assert by_name(Case.objects.unallocated().select_related("person")) == {"Drummond", "Rahman"}


def test_area_holiday_moves_a_liberation_to_the_thursday(on_wednesday):
    row = ReleaseDate.objects.current().get(episode__person__family_name="Whyte")

    assert (row.sentence_date.strftime("%a"), row.liberation_date.strftime("%a"), row.area_checked) == (
        "Sat",
        "Thu",
        True,
    )


def test_meetings_show_every_outcome_but_refused_and_cancelled_by_us(on_wednesday):
    assert set(Meeting.objects.values_list("state", flat=True).distinct()) == {
        MeetingState.PLANNED,
        MeetingState.HELD,
        MeetingState.NOT_ATTENDED,
        MeetingState.CANCELLED_BY_PRISON,
    }


def test_readings_after_release_and_a_mentor_asked_again_are_there(on_wednesday):
    readings = Outcome.objects.current().filter(case__person__family_name="Lamont")
    again = CustodyAgain.objects.get()

    assert set(readings.values_list("week", flat=True)) == {0, 4, 12, 26}
    assert (again.case.person.family_name, again.offered_to.user.email, again.answer) == (
        "Drummond",
        "callum@throughgate.example",
        "",
    )


def test_teams_do_not_see_each_others_people(on_wednesday):
    seen = {
        name: set(Person.objects.visible_to(User.objects.get(email=f"{name}@throughgate.example")))
        for name in ("morag", "tomasz")
    }

    assert (len(seen["morag"]), len(seen["tomasz"]), seen["morag"] & seen["tomasz"]) == (23, 2, set())


def test_every_login_works(on_wednesday):
    assert all(authenticate(username=login.email, password=PASSWORD) for login in LOGINS)


def test_command_changes_nothing_when_run_again(on_wednesday):
    before = (Person.objects.count(), User.objects.count(), Meeting.objects.count())
    printed = io.StringIO()

    call_command("load_demo", stdout=printed)

    assert (Person.objects.count(), User.objects.count(), Meeting.objects.count()) == before
    assert printed.getvalue().splitlines() == [
        "The demo people are here already; nothing has been changed.",
        f"Sign in with the password {PASSWORD} as",
        *(f"  {login.email:<30} {login.role}" for login in LOGINS),
    ]


def test_command_refuses_production(on_wednesday, settings):
    settings.DEVELOPMENT = False

    with pytest.raises(CommandError, match="development only"):
        call_command("load_demo")
