"""A moved day asks for the appointments booked for the old one, a transfer for the ways from the new gate; both settle themselves."""

import datetime as dt

import pytest
import time_machine

from liberations.enums import ReplanItemKind
from liberations.models import ReplanItem
from liberations.replanning.words import action, sentence
from liberations.services.appointments import rebook_appointment, take_out_appointment
from liberations.services.day_plans import look_over_day_plan
from liberations.services.release_dates import move_release_date
from liberations.services.transfers import transfer_person
from prisons.enums import DateKind, DateSource
from tests.factories.day_plans import AppointmentFactory, DayPlanFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.prisons import PrisonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
DAY, EARLIER = dt.date(2026, 12, 17), dt.date(2026, 12, 10)
OF_THE_DAY = (ReplanItemKind.APPOINTMENTS_TO_MOVE, ReplanItemKind.DAY_STARTS_ELSEWHERE)


@pytest.fixture
def november():
    with time_machine.travel(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def plan(mentor):
    made = DayPlanFactory(case=CaseFactory(liberation_date=DAY, lead=mentor))
    AppointmentFactory(plan=made)
    AppointmentFactory(plan=made, fixed=True, start_time=dt.time(11), booked_date=DAY)
    return made


def bring_forward(plan, by):
    told = {"kind": DateKind.PRISON_STATED, "source": DateSource.PHONE, "stated_date": EARLIER}
    move_release_date(episode=plan.episode, by=by, **told)


def items():
    return ReplanItem.objects.filter(kind__in=OF_THE_DAY)


def test_moved_day_asks_to_book_again_until_it_is_booked(plan, mentor):
    bring_forward(plan, mentor.user)

    (item,) = items().open().select_related("replan__case")
    assert (item.kind, item.number) == (ReplanItemKind.APPOINTMENTS_TO_MOVE, 1)
    assert sentence(item) == (
        "1 appointment of the day of release was booked for another day. Ask for Thu 10 Dec 2026, and look whether the day "
        "can still be done."
    )
    assert action(item).url == plan.get_absolute_url()
    rebook_appointment(appointment=plan.appointments.get(fixed=True), by=mentor.user)
    assert not items().open().exists()


def test_appointment_taken_out_needs_no_other_day(plan, mentor):
    bring_forward(plan, mentor.user)

    take_out_appointment(appointment=plan.appointments.get(fixed=True), by=mentor.user)

    assert not items().open().exists()


def test_day_without_appointments_at_fixed_times_asks_nothing(plan, mentor):
    plan.appointments.filter(fixed=True).delete()

    bring_forward(plan, mentor.user)

    assert not items().exists()


def test_transfer_asks_to_look_at_the_ways_until_somebody_has(plan, mentor):
    other = PrisonFactory()
    transfer_person(episode=plan.episode, prison=other, on=dt.date(2026, 11, 20), by=mentor.user)

    (item,) = items().open().select_related("replan__to_prison")
    assert (item.kind, other.name in sentence(item)) == (ReplanItemKind.DAY_STARTS_ELSEWHERE, True)
    look_over_day_plan(plan=plan, by=mentor.user)
    assert not items().open().exists()
