import datetime as dt

import pytest
from django.utils import timezone

from accounts.enums import Role
from audit.models import Event
from core.errors import RuleBroken
from mentoring.models import Allocation, Assignment, Case
from mentoring.services.allocations import take_back_allocation
from mentoring.services.assignments import Choice, allocate, allocate_many
from mentoring.services.endings import end_case
from mentoring.services.meetings import plan_meeting
from notifications.enums import Kind
from notifications.models import Message
from people.enums import AccessReason
from people.models import Person
from tests.factories.accounts import ManagerFactory, PrisonMentorUserFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory, PromiseFactory
from tests.factories.moving_on import HandoverFactory, MatchReviewFactory
from tests.factories.people import AccessFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-10-05T10:00Z")]
TODAY = dt.date(2026, 10, 5)


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def manager(programme):
    return ManagerFactory(team=programme.team)


@pytest.fixture
def case(programme):
    return CaseFactory(referral__programme=programme)


@pytest.fixture
def other(programme):
    return CaseFactory(referral__programme=programme)


@pytest.fixture
def mentor(programme):
    return MentorFactory(user__team=programme.team)


@pytest.fixture
def former(programme):
    return MentorFactory(user__team=programme.team)


def may_open(user, case):
    return Person.objects.visible_to(user).filter(pk=case.person_id).exists()


def leads(*cases):
    return [getattr(each.assignments.lead().current().first(), "mentor", None) for each in cases]


def test_many_are_allocated_in_one_decision_with_one_trail_row(case, other, manager, mentor, former):
    allocate(case=other, mentor=former, by=manager)
    before = Event.objects.count()

    made = allocate_many(
        choices=[Choice(case, mentor, "Same town"), Choice(other, mentor, "Back from leave", seen_lead=former.pk)],
        team=manager.team,
        by=manager,
    )

    assert leads(case, other) == [mentor, mentor]
    assert set(made.assignments.values_list("match_note", flat=True)) == {"Same town", "Back from leave"}
    assert Event.objects.count() == before + 1
    event = Event.objects.get(action="allocate_many")
    assert {case.person_id, other.person_id} <= set(event.shown)


def test_sent_twice_is_one_decision(case, manager, mentor):
    key = Allocation._meta.pk.get_default()
    sent = {"choices": [Choice(case, mentor)], "team": manager.team, "by": manager, "new_id": key}

    assert allocate_many(**sent) == allocate_many(**sent)
    assert (Allocation.objects.count(), Assignment.objects.count(), Event.objects.count()) == (1, 1, 1)


def test_nothing_is_saved_when_one_has_changed_since(case, other, manager, mentor, former, programme):
    ended = CaseFactory(referral__programme=programme, closed_date=TODAY)
    allocate(case=other, mentor=former, by=manager)

    with pytest.raises(RuleBroken) as refusal:
        allocate_many(
            choices=[Choice(case, mentor), Choice(other, mentor), Choice(ended, mentor)], team=manager.team, by=manager
        )

    assert f"{other.reference} has another mentor than when you opened this page" in str(refusal.value)
    assert f"{ended.reference} has ended" in str(refusal.value)
    assert case.reference not in str(refusal.value)
    assert leads(case, other) == [None, former]


def test_nobody_chosen_is_refused(manager):
    with pytest.raises(RuleBroken, match="Choose a mentor for at least one person"):
        allocate_many(choices=[], team=manager.team, by=manager)


def test_taken_back_is_as_if_it_had_never_been(case, other, manager, mentor, former):
    triage = PrisonMentorUserFactory(team=manager.team)
    AccessFactory(person=case.person, user=None, team=triage.team, role=Role.PRISON_MENTOR, reason=AccessReason.TRIAGE)
    allocate(case=other, mentor=former, on=dt.date(2026, 9, 28), by=manager)
    visit, own = (MeetingFactory(case=other, mentor=who, on_date=TODAY) for who in (former, mentor))
    made = allocate_many(
        choices=[Choice(case, mentor), Choice(other, mentor, seen_lead=former.pk)], team=manager.team, by=manager
    )
    assert (may_open(mentor.user, case), may_open(triage, case), may_open(former.user, other)) == (True, False, False)

    take_back_allocation(allocation=made, by=manager)
    take_back_allocation(allocation=made, by=manager)

    assert leads(case, other) == [None, former]
    assert [may_open(mentor.user, each) for each in (case, other)] == [False, False]
    assert (may_open(triage, case), may_open(former.user, other)) == (True, True)
    visit.refresh_from_db()
    own.refresh_from_db()
    assert (visit.mentor, own.mentor) == (former, mentor)
    assert Case.objects.unallocated().get() == case
    assert Assignment.objects.in_earnest().get().mentor == former
    waiting = Message.objects.filter(withdrawn_at=None).values_list("recipient", "kind")
    assert list(waiting) == [(former.user_id, Kind.ALLOCATED)]
    allocate(case=case, mentor=mentor, by=manager)
    assert leads(case) == [mentor]


def test_who_had_read_the_notice_is_told_otherwise(case, manager, mentor):
    assignment = allocate(case=case, mentor=mentor, by=manager)
    Message.objects.update(read_at=assignment.allocated_at)

    take_back_allocation(allocation=assignment.allocation, by=manager)

    assert Message.objects.unread().get().kind == Kind.ALLOCATION_TAKEN_BACK


def end(case, manager):
    end_case(case=case, kind="unplanned", reason="completed", on=TODAY, by=manager)


def another_mentor(case, manager):
    allocate(case=case, mentor=MentorFactory(user__team=manager.team), by=manager)


def contact(case, manager):
    user = leads(case)[0].user
    plan_meeting(case=case, channel="phone", on_date=TODAY, by=user)


def review(case, manager):
    MatchReviewFactory(assignment=case.assignments.lead().current().get())


def handover(case, manager):
    HandoverFactory(case=case, from_mentor=leads(case)[0], to_mentor=MentorFactory(user__team=manager.team))


def promise(case, manager):
    PromiseFactory(case=case, mentor=leads(case)[0], made_at=timezone.now())


@pytest.mark.parametrize(
    ("meanwhile", "sentence"),
    [
        (end, "has ended"),
        (another_mentor, "has another mentor by now"),
        (contact, "has planned or recorded a contact"),
        (promise, "has promised something"),
        (review, "said how it goes between"),
        (handover, "A handover of"),
    ],
)
def test_what_was_built_on_is_not_taken_back(case, manager, mentor, meanwhile, sentence, time_machine):
    made = allocate(case=case, mentor=mentor, by=manager).allocation
    time_machine.shift(60)
    meanwhile(case, manager)

    with pytest.raises(RuleBroken) as refusal:
        take_back_allocation(allocation=made, by=manager)
    assert sentence in str(refusal.value)
    assert case.reference in str(refusal.value)
    assert Allocation.objects.filter(taken_back_at=None).exists()


def test_nobody_goes_back_to_a_mentor_who_has_left(case, manager, mentor, former):
    allocate(case=case, mentor=former, by=manager)
    made = allocate(case=case, mentor=mentor, by=manager).allocation
    former.user.is_active = False
    former.user.save()

    with pytest.raises(RuleBroken, match="no longer works in the team"):
        take_back_allocation(allocation=made, by=manager)
    assert leads(case) == [mentor]
