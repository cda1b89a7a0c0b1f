"""The gate follows the person to another mentor, whichever page that was decided on."""

import datetime as dt

import pytest

from liberations.models import GateLiberation, GateQuestion
from liberations.services.gate_mentors import follow_mentors
from liberations.services.gate_questions import cover_gate
from mentoring.services.allocations import take_back_allocation
from mentoring.services.assignments import allocate
from mentoring.services.match_ends import end_match
from people.enums import AccessReason
from people.models import Access, Person
from tests.factories.accounts import ManagerFactory
from tests.factories.liberations import GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.people import ConnectionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-25T10:00Z")]


@pytest.fixture
def former():
    return MentorFactory(user__name="Amara Okafor")


@pytest.fixture
def case(former):
    return CaseFactory(referral__programme__team=former.user.team, lead=former, liberation_date=dt.date(2026, 11, 26))


@pytest.fixture
def manager(former):
    return ManagerFactory(team=former.user.team)


@pytest.fixture
def gate(case, former):
    return GateLiberationFactory(case=case, decision="wanted", mentor=former, meet_time=dt.time(9))


@pytest.fixture
def other(former):
    return MentorFactory(user__team=former.user.team, user__name="Callum Reid")


def who_goes(gate):
    return GateLiberation.objects.get(pk=gate.pk).mentor


def test_allocated_mentor_goes_to_the_gate_and_is_asked(gate, case, other, manager):
    allocate(case=case, mentor=other, by=manager)

    assert (follow_mentors(), follow_mentors()) == (1, 0)

    assert who_goes(gate) == other
    question = GateQuestion.objects.in_force().get()
    assert (question.mentor, question.answer) == (other, "not-yet")
    # The lead mentor needs no access for the gate alone.
    assert not Access.objects.filter(reason=AccessReason.GATE).exists()


def test_taken_back_the_gate_goes_back(gate, case, former, other, manager):
    made = allocate(case=case, mentor=other, by=manager)
    follow_mentors()
    take_back_allocation(allocation=made.allocation, by=manager)

    assert follow_mentors() == 1
    assert who_goes(gate) == former


def test_match_that_ended_leaves_a_gate_without_a_name(gate, case, manager):
    end_match(case=case, reason="not-the-match", by=manager)

    assert follow_mentors() == 1
    assert who_goes(gate) is None


def test_mentor_who_knows_the_person_is_not_sent(gate, case, other, manager):
    allocate(case=case, mentor=other, by=manager)
    ConnectionFactory(user=other.user, person=case.person)

    assert follow_mentors() == 1
    assert who_goes(gate) is None
    assert not Access.objects.filter(user=other.user, reason=AccessReason.GATE).exists()


def test_somebody_named_for_the_gate_alone_stays(gate, case, former, other, manager):
    third = MentorFactory(user__team=manager.team)
    cover_gate(case=case, mentor=third, read_at_version=gate.version, by=manager)
    allocate(case=case, mentor=other, by=manager)
    gate.refresh_from_db()
    assert follow_mentors() == 0

    # The former mentor, asked to go all the same, may open the record for it.
    cover_gate(case=case, mentor=former, read_at_version=gate.version, by=manager)

    assert (follow_mentors(), who_goes(gate)) == (0, former)
    assert Person.objects.visible_to(former.user).filter(pk=case.person_id).exists()


@pytest.mark.parametrize("over", [{"state": "met"}, {"state": "not-met", "not_met_reason": "with-family"}])
def test_gates_that_are_over_stay_as_they_are(gate, case, other, manager, over):
    moment = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)
    GateLiberation.objects.filter(pk=gate.pk).update(outcome_at=moment, outcome_by=manager, out_at=moment, **over)
    allocate(case=case, mentor=other, by=manager)

    assert follow_mentors() == 0


def test_mentor_as_before_goes_as_before(gate, former):
    assert (follow_mentors(), who_goes(gate)) == (0, former)
