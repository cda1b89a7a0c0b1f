"""One person, two cases or two teams: what ends in one does not end in the other."""

import datetime as dt

import pytest
import time_machine

from accounts.enums import Role
from mentoring.enums.cases import EndingKind, EndingReason
from mentoring.services.assignments import allocate
from mentoring.services.endings import end_case, reopen_case
from people.enums import AccessReason
from people.models import Person
from tests.factories.accounts import ManagerFactory, PrisonMentorUserFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory, PromiseFactory
from tests.factories.people import AccessFactory
from tests.factories.referrals import ProgrammeFactory, ReferralFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-10-05T10:00Z")]
TODAY = dt.date(2026, 10, 5)
AFTER_WRITING_UP = "2026-11-20T10:00Z"


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def manager(case):
    return ManagerFactory(team=case.programme.team)


def second_case(case, programme, **fields):
    return CaseFactory(referral__episode=case.episode, referral__programme=programme, **fields)


def second_case_of_the_team(case):
    return second_case(case, ProgrammeFactory(team=case.programme.team), team_access=False)


def triage(case, team):
    AccessFactory(person=case.person, user=None, team=team, role=Role.PRISON_MENTOR, reason=AccessReason.TRIAGE)
    return PrisonMentorUserFactory(team=team)


def may_open(user, case):
    return Person.objects.visible_to(user).filter(pk=case.person_id).exists()


def end(case, by):
    end_case(case=case, kind=EndingKind.UNPLANNED, reason=EndingReason.COMPLETED, on=TODAY, by=by)


@pytest.mark.parametrize(("days", "at_once", "in_three_days"), [(0, False, False), (2, True, False), (28, True, True)])
def test_mentor_may_write_up_after_the_ending_as_long_as_the_programme_says(
    case, manager, time_machine, days, at_once, in_three_days
):
    mentor = MentorFactory(user__team=case.programme.team)
    allocate(case=case, mentor=mentor, by=manager)
    type(case.programme).objects.update(ending_access_days=days)

    end(case, manager)

    assert may_open(mentor.user, case) == at_once
    time_machine.move_to("2026-10-08T10:00Z")
    assert may_open(mentor.user, case) == in_three_days


def test_mentor_of_another_case_keeps_access_when_one_case_ends(case, manager):
    mentor_elsewhere = MentorFactory()
    second_case(case, ProgrammeFactory(team=mentor_elsewhere.user.team), lead=mentor_elsewhere)
    mentor = MentorFactory(user__team=case.programme.team)
    allocate(case=case, mentor=mentor, by=manager)

    end(case, by=manager)

    with time_machine.travel(AFTER_WRITING_UP):
        assert (may_open(mentor.user, case), may_open(mentor_elsewhere.user, case)) == (False, True)


def test_mentor_of_both_cases_keeps_access_when_one_case_ends(case, manager):
    mentor = MentorFactory(user__team=case.programme.team)
    allocate(case=case, mentor=mentor, by=manager)
    allocate(case=second_case_of_the_team(case), mentor=mentor, by=manager)

    end(case, by=manager)

    with time_machine.travel(AFTER_WRITING_UP):
        assert may_open(mentor.user, case)


def test_mentor_of_both_cases_keeps_access_when_one_case_changes_mentor(case, manager):
    mentor, next_mentor = MentorFactory.create_batch(2, user__team=case.programme.team)
    allocate(case=case, mentor=mentor, by=manager)
    allocate(case=second_case_of_the_team(case), mentor=mentor, by=manager)

    allocate(case=case, mentor=next_mentor, by=manager)

    assert may_open(mentor.user, case)


def test_prison_mentors_of_another_team_keep_access_when_a_case_is_allocated(case, manager):
    elsewhere = ProgrammeFactory()
    ReferralFactory(episode=case.episode, programme=elsewhere)
    ours, theirs = triage(case, case.programme.team), triage(case, elsewhere.team)

    allocate(case=case, mentor=MentorFactory(user__team=case.programme.team), by=manager)

    assert (may_open(ours, case), may_open(theirs, case)) == (False, True)


def test_prison_mentors_keep_access_while_another_referral_to_their_team_waits(case, manager):
    ReferralFactory(episode=case.episode, programme=ProgrammeFactory(team=case.programme.team))
    ours = triage(case, case.programme.team)

    allocate(case=case, mentor=MentorFactory(user__team=case.programme.team), by=manager)

    assert may_open(ours, case)


def test_who_is_allocated_after_reopening_takes_over_visits_and_promises(case, manager):
    mentor, following = MentorFactory(user__team=case.programme.team), MentorFactory(user__team=case.programme.team)
    allocate(case=case, mentor=mentor, by=manager)
    visit = MeetingFactory(case=case, mentor=mentor, on_date=TODAY + dt.timedelta(days=3))
    promise = PromiseFactory(case=case, mentor=mentor)
    end(case, by=manager)

    reopen_case(case=case, by=manager)
    allocate(case=case, mentor=following, by=manager)

    visit.refresh_from_db()
    promise.refresh_from_db()
    assert (visit.mentor, promise.mentor) == (following, following)
