import datetime as dt

import pytest

from accounts.enums import Role
from audit.models import Event
from core.errors import RuleBroken
from mentoring.models import Assignment
from mentoring.services.assignments import allocate
from notifications.enums import Kind
from notifications.models import Message
from people.enums import AccessReason
from people.models import Person
from tests.factories.accounts import ManagerFactory, PrisonMentorUserFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.people import AccessFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-10-05T10:00Z")]
TODAY = dt.date(2026, 10, 5)


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def manager(case):
    return ManagerFactory(team=case.programme.team)


@pytest.fixture
def mentor(case):
    return MentorFactory(user__team=case.programme.team)


def may_open(user, case):
    return Person.objects.visible_to(user).filter(pk=case.person_id).exists()


def test_allocated_mentor_may_open_the_record_and_is_told(case, manager, mentor):
    assignment = allocate(case=case, mentor=mentor, match_note="Same town", by=manager)

    assert (assignment.from_date, assignment.match_note) == (TODAY, "Same town")
    assert may_open(mentor.user, case)
    message = Message.objects.get()
    assert (message.recipient, message.kind) == (mentor.user, Kind.ALLOCATED)
    assert Event.objects.get().action == "allocate"


def test_prison_mentors_keep_triage_access_until_allocation(case, manager, mentor):
    triage = PrisonMentorUserFactory(team=case.programme.team)
    AccessFactory(
        person=case.person,
        user=None,
        team=triage.team,
        role=Role.PRISON_MENTOR,
        reason=AccessReason.TRIAGE,
    )
    assert may_open(triage, case)

    allocate(case=case, mentor=mentor, by=manager)

    assert not may_open(triage, case)


def test_new_mentor_takes_over_planned_meetings_and_the_former_one_loses_access(case, manager, mentor):
    former = MentorFactory(user__team=case.programme.team)
    allocate(case=case, mentor=former, on=dt.date(2026, 9, 28), by=manager)
    planned = MeetingFactory(case=case, mentor=former, on_date=dt.date(2026, 10, 12))

    allocate(case=case, mentor=mentor, by=manager)

    planned.refresh_from_db()
    assert planned.mentor == mentor
    assert [(one.mentor, one.until_date) for one in case.assignments.all()] == [(former, TODAY), (mentor, None)]
    assert (may_open(former.user, case), may_open(mentor.user, case)) == (False, True)


def test_same_mentor_again_is_no_change(case, manager, mentor):
    first = allocate(case=case, mentor=mentor, by=manager)

    assert allocate(case=case, mentor=mentor, by=manager) == first
    assert (Assignment.objects.count(), Event.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_allocation_that_cannot_stand_is_refused(case, manager, mentor):
    gone = MentorFactory(user__team=case.programme.team, user__is_active=False)
    ended = CaseFactory(closed_date=TODAY)

    for refused, sentence in (
        ({"case": case, "mentor": MentorFactory()}, "mentor of the programme's team"),
        ({"case": case, "mentor": gone}, "mentor of the programme's team"),
        ({"case": ended, "mentor": mentor}, "This case has ended"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            allocate(by=manager, **refused)
    assert Assignment.objects.count() == 0
