"""Back in custody: a new time in custody under the same person, the mentor they had asked first, and taking it back."""

import datetime as dt

import pytest

from core.errors import RuleBroken
from liberations.keeping_contact.sweeps import plan_follow_ups
from liberations.models import FollowUp
from liberations.services.custody_again import answer_return, return_to_custody, take_back_return
from mentoring.models import Case, Outcome
from mentoring.services.assignments import allocate
from mentoring.services.endings import end_case
from notifications.enums import Kind
from notifications.models import Message
from people.models import Person
from prisons.models import CustodialEpisode
from prisons.services.release_dates import record_release_date
from referrals.models import Referral
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory, PlanFactory
from tests.factories.prisons import EpisodeFactory, PrisonFactory, PrisonStayFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-20T10:00Z", tick=False)]
OUT, BACK, TODAY = dt.date(2026, 10, 1), dt.date(2026, 11, 18), dt.date(2026, 11, 20)


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def mentor(manager):
    return MentorFactory(user__team=manager.team)


@pytest.fixture
def case(manager, mentor):
    """Open, with a mentor, of somebody who came out seven weeks ago."""
    released = EpisodeFactory(released_date=OUT, released_how="gate", prison=False)
    case = CaseFactory(referral__episode=released, referral__programme__team=manager.team)
    allocate(case=case, mentor=mentor, by=manager)
    return case


@pytest.fixture
def prison():
    return PrisonFactory()


def back(case, prison, by, **said):
    again = return_to_custody(case=case, by=by, **{"prison": prison, "on_date": BACK} | said)
    case.refresh_from_db()
    return again


def test_open_support_goes_on_in_the_new_time_in_custody(case, mentor, manager, prison):
    plan = PlanFactory(case=case)
    former = case.episode

    again = back(case, prison, manager)

    plan.refresh_from_db()
    assert (case.episode, again.former_episode, again.goes_on, again.offered_to) == (again.episode, former, True, None)
    assert case.episode.stays.get().prison == prison
    assert case.assignments.lead().current().get().mentor == mentor
    assert (plan.review_cause, plan.is_current) == ("returned", True)


def test_follow_up_stops_and_contacts_outside_are_called_off(case, mentor, manager, prison):
    plan_follow_ups()
    outside = MeetingFactory(case=case, mentor=mentor, channel="community", on_date=dt.date(2026, 11, 25))
    assert FollowUp.objects.outstanding().filter(case=case).exists()

    back(case, prison, manager)
    plan_follow_ups()

    outside.refresh_from_db()
    assert outside.state == "cancelled-by-us"
    assert not FollowUp.objects.outstanding().filter(case=case).exists()


def test_reading_of_the_release_before_says_that_they_came_back(case, manager, prison):
    former = case.episode

    back(case, prison, manager)

    said = Outcome.objects.get()
    assert (said.episode, said.week, said.topic, said.answer, said.source) == (
        former,
        12,
        "custody",
        "returned",
        "record",
    )


def test_mentor_is_told_and_whoever_wrote_it_down_is_not(case, mentor, manager, prison):
    back(case, prison, manager)

    assert [each.recipient for each in Message.objects.filter(kind=Kind.BACK_IN_CUSTODY)] == [mentor.user]


def ended(case, by, on):
    end_case(case=case, kind="unplanned", reason="no-contact", on=on, by=by)
    return case


def test_support_that_ended_lately_goes_on_with_the_mentor_asked_first(case, mentor, manager, prison):
    again = back(ended(case, manager, dt.date(2026, 10, 30)), prison, manager)

    asked = Message.objects.get(kind=Kind.RETURN_OFFERED)
    assert (case.closed_date, again.reopened, again.offered_to) == (None, True, mentor)
    assert (asked.recipient, asked.person_key) == (mentor.user, None)
    assert list(Case.objects.unallocated()) == [case]


def test_yes_makes_them_the_mentor_again(case, mentor, manager, prison):
    again = back(ended(case, manager, dt.date(2026, 10, 30)), prison, manager)

    answer_return(again=again, answer="yes", by=mentor.user)
    answer_return(again=again, answer="yes", by=mentor.user)

    assert case.assignments.lead().current().get().mentor == mentor
    assert Person.objects.visible_to(mentor.user).filter(pk=case.person_id).exists()


def test_no_leaves_it_to_the_manager(case, mentor, manager, prison):
    again = back(ended(case, manager, dt.date(2026, 10, 30)), prison, manager)

    answer_return(again=again, answer="cannot", by=mentor.user)

    assert list(Case.objects.unallocated()) == [case]


def test_yes_comes_too_late_once_somebody_else_is_the_mentor(case, mentor, manager, prison):
    again = back(ended(case, manager, dt.date(2026, 10, 30)), prison, manager)
    allocate(case=case, mentor=MentorFactory(user__team=manager.team), by=manager)

    with pytest.raises(RuleBroken, match="has become their mentor meanwhile"):
        answer_return(again=again, answer="yes", by=mentor.user)


def test_mentor_who_takes_nobody_new_is_not_asked(case, mentor, manager, prison):
    ended(case, manager, dt.date(2026, 10, 30))
    mentor.available = False
    mentor.save()

    assert back(case, prison, manager).offered_to is None


def test_support_that_ended_long_ago_is_offered_anew(case, manager, prison):
    case.programme.return_keeps_days = 5
    case.programme.save()

    again = back(ended(case, manager, dt.date(2026, 10, 30)), prison, manager, source="self")

    referral = Referral.objects.latest("received_at")
    assert (again.goes_on, case.closed_date) == (False, dt.date(2026, 10, 30))
    assert (referral.episode, referral.source, referral.state) == (again.episode, "self", "received")


def test_time_in_custody_that_a_list_told_us_of_is_not_begun_twice(case, manager, prison):
    told = EpisodeFactory(person=case.person, admitted_date=BACK, prison=False)
    PrisonStayFactory(episode=told, prison=prison, from_date=BACK)

    with pytest.raises(RuleBroken, match="in another one"):
        back(case, PrisonFactory(), manager)

    again = back(case, prison, manager)

    assert (again.episode, again.began_episode, CustodialEpisode.objects.filter(person=case.person).count()) == (
        told,
        False,
        2,
    )


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"on_date": dt.date(2026, 9, 30)}, "before they were released"),
        ({"on_date": TODAY + dt.timedelta(days=1)}, "in the future"),
    ],
)
def test_return_that_cannot_be_is_refused(case, manager, prison, said, refusal):
    with pytest.raises(RuleBroken, match=refusal):
        back(case, prison, manager, **said)


def test_somebody_inside_does_not_come_back(case, manager, prison):
    back(case, prison, manager)

    with pytest.raises(RuleBroken, match="as being in custody"):
        back(case, prison, manager)


def test_return_is_taken_back(case, manager, prison):
    former = case.episode

    take_back_return(again=back(case, prison, manager), by=manager)

    case.refresh_from_db()
    assert (case.episode, CustodialEpisode.objects.filter(person=case.person).get()) == (former, former)


def test_return_stands_once_a_date_is_known(case, manager, prison):
    again = back(case, prison, manager)
    record_release_date(
        episode=case.episode, kind="prison-stated", source="phone", stated_date=dt.date(2026, 12, 4), by=manager
    )

    with pytest.raises(RuleBroken, match="It stands"):
        take_back_return(again=again, by=manager)
