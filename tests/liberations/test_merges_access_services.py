"""Who may open what after two records were taken apart, two plans for one gate, and what is to be settled first."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.enums import Role
from core.errors import RuleBroken
from liberations.enums import GateDecision
from liberations.models import Appointment, GateLiberation
from liberations.services.gates import plan_gate
from liberations.services.merges import unmerge_people
from mentoring.services.absences import call_off_absence, cover_cases, record_absence
from mentoring.services.handovers import plan_handover
from people.enums import AccessReason
from people.models import Person
from people.services.access import end_access
from referrals.enums import ReferralState
from referrals.services.emergency_contacts import end_emergency_contact
from referrals.services.referrals import receive_referral
from tests.factories.accounts import ManagerFactory
from tests.factories.day_plans import AppointmentFactory, DayPlanFactory
from tests.factories.keeping_contact import EmergencyContactFactory
from tests.factories.liberations import GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.people import AccessFactory
from tests.factories.prisons import EpisodeFactory
from tests.factories.referrals import ProgrammeFactory, ReferralFactory
from tests.liberations.test_merges_services import known, merge, present_case, same_custody_twice

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-22T10:00Z", tick=False)]


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def programme(manager):
    return ProgrammeFactory(team=manager.team)


@pytest.fixture
def kieran(manager):
    return known(manager, given_names="Kieran", family_name="Muir")


@pytest.fixture
def other(manager):
    return known(manager, given_names="Kieren", family_name="Muir")


def test_team_to_which_they_were_referred_since_opens_the_record_the_referral_went_back_to(manager, kieran, other):
    episode, boss = EpisodeFactory(person=other), ManagerFactory()
    theirs = ProgrammeFactory(team=boss.team)
    done = merge(kieran, other, manager)
    episode.refresh_from_db()
    referral = {
        "programme": theirs,
        "episode": episode,
        "source": "prison-staff",
        "referred_date": dt.date(2026, 11, 22),
    }
    receive_referral(person=kieran, by=boss, **referral)

    unmerge_people(merge=done, by=manager)

    assert set(Person.objects.visible_to(boss)) == {other}
    assert set(Person.objects.visible_to(manager)) == {kieran, other}


def test_mentor_named_for_the_gate_since_opens_the_record_the_gate_went_back_to(manager, programme, kieran, other):
    case, mentor = present_case(other, programme), MentorFactory(user__team=manager.team)
    done = merge(kieran, other, manager)
    case.refresh_from_db()
    plan_gate(case=case, read_at_version=None, by=manager, decision="wanted", mentor=mentor)

    unmerge_people(merge=done, by=manager)

    assert set(Person.objects.visible_to(mentor.user)) == {other}


def test_access_that_ended_on_the_one_record_does_not_come_back_with_the_other(manager, kieran, other):
    gone = ManagerFactory()
    for person in (kieran, other):
        AccessFactory(person=person, user=None, team=gone.team, role=Role.MANAGER, reason=AccessReason.TEAM)
    done = merge(kieran, other, manager)
    end_access(person=kieran, team=gone.team, role=Role.MANAGER, reason=AccessReason.TEAM, by=manager)

    unmerge_people(merge=done, by=manager)

    assert not Person.objects.visible_to(gone).exists()


def test_two_plans_for_one_gate_are_settled_first(manager, programme, kieran, other):
    ours, theirs = same_custody_twice(kieran, other)
    referral = ReferralFactory(episode=ours, programme=programme, state=ReferralState.AGREED)
    first = CaseFactory(referral=referral, team_access=False)
    referral = ReferralFactory(
        episode=theirs, programme=ProgrammeFactory(team=manager.team), state=ReferralState.AGREED
    )
    GateLiberationFactory(case=first, decision=GateDecision.WANTED, mentor=MentorFactory())
    plan = GateLiberationFactory(
        case=CaseFactory(referral=referral, team_access=False), decision=GateDecision.WANTED, mentor=MentorFactory()
    )

    with pytest.raises(RuleBroken, match="Both records have a plan for the gate"):
        merge(kieran, other, manager)

    GateLiberation.objects.filter(pk=plan.pk).update(decision=GateDecision.UNDECIDED, mentor=None)
    assert merge(kieran, other, manager)


@pytest.mark.parametrize("first", [dt.date(2026, 11, 22), dt.date(2026, 11, 24)])
def test_who_covers_since_opens_the_record_the_case_went_back_to(
    manager, programme, kieran, other, time_machine, first
):
    mentor, cover = (MentorFactory(user__team=manager.team) for _ in range(2))
    case = present_case(other, programme, lead=mentor)
    done = merge(kieran, other, manager)
    absence = record_absence(mentor=mentor, from_date=first, until_date=dt.date(2026, 11, 30), kind="leave", by=manager)
    cover_cases(absence=absence, choices=[(case, cover)], by=manager)

    unmerge_people(merge=done, by=manager)

    time_machine.move_to("2026-11-25T10:00Z")
    assert set(Person.objects.visible_to(cover.user)) == {other}
    call_off_absence(absence=absence, by=manager)
    assert not Person.objects.visible_to(cover.user).exists()


def test_who_takes_a_case_over_since_opens_the_record_it_went_back_to(manager, programme, kieran, other, time_machine):
    mentor, following = (MentorFactory(user__team=manager.team) for _ in range(2))
    case = present_case(other, programme, lead=mentor)
    done = merge(kieran, other, manager)
    plan_handover(case=case, to_mentor=following, reason="next-mentor", by=manager)

    unmerge_people(merge=done, by=manager)

    time_machine.move_to("2026-11-25T10:00Z")
    assert set(Person.objects.visible_to(following.user)) == {other}


def test_two_plans_for_one_day_are_put_together_first(manager, programme, kieran, other):
    ours, theirs = same_custody_twice(kieran, other)
    stops = [AppointmentFactory(plan=plan_of(episode, manager)) for episode in (ours, theirs)]

    with pytest.raises(RuleBroken, match="Both records have a plan for the day of release"):
        merge(kieran, other, manager)

    Appointment.objects.filter(pk=stops[1].pk).update(removed_at=timezone.now(), removed_by=manager)
    assert merge(kieran, other, manager)


def plan_of(episode, manager):
    programme = ProgrammeFactory(team=manager.team)
    referral = ReferralFactory(episode=episode, programme=programme, state=ReferralState.AGREED)
    return DayPlanFactory(case=CaseFactory(referral=referral, team_access=False))


def test_somebody_both_name_to_be_asked_is_settled_first(manager, kieran, other):
    EmergencyContactFactory(person=kieran, name="Mum", phone="0141 496 0101")
    theirs = EmergencyContactFactory(person=other, name="Mum", phone="0141 496 0202")

    with pytest.raises(RuleBroken, match="Both name Mum as somebody we may ask about them"):
        merge(kieran, other, manager)

    end_emergency_contact(contact=theirs, by=manager)
    assert merge(kieran, other, manager)
