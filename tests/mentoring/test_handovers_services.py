import datetime as dt

import pytest

from audit.models import Event
from core.errors import RuleBroken
from mentoring.enums.cases import MatchEnd
from mentoring.enums.handovers import HandoverState, WithoutMeeting
from mentoring.enums.meetings import Channel, MeetingState, Place
from mentoring.models import Assignment, Handover
from mentoring.services.assignments import Choice, allocate
from mentoring.services.endings import end_case
from mentoring.services.handovers import (
    call_off_handover,
    complete_handover,
    hand_over_many,
    plan_handover,
    plan_joint_meeting,
    take_back_handover,
)
from mentoring.services.match_ends import end_match
from mentoring.services.meetings import log_meeting, record_meeting
from notifications.enums import Kind
from notifications.models import Message
from people.models import Person
from people.services.connections import declare_connection
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-10-05T10:00Z", tick=False)]
TODAY = dt.date(2026, 10, 5)


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def case(mentor):
    return CaseFactory(referral__programme__team=mentor.user.team, lead=mentor, liberation_date=dt.date(2026, 12, 17))


@pytest.fixture
def next_mentor(mentor):
    return MentorFactory(user__team=mentor.user.team)


@pytest.fixture
def manager(mentor):
    return ManagerFactory(team=mentor.user.team)


@pytest.fixture
def handover(case, next_mentor, manager):
    return plan_handover(case=case, to_mentor=next_mentor, reason=MatchEnd.NEXT_MENTOR, by=manager)


def may_open(mentor, case):
    return Person.objects.visible_to(mentor.user).filter(pk=case.person_id).exists()


def lead_of(case):
    return case.assignments.lead().current().get().mentor


def held(meeting, by):
    return record_meeting(
        meeting=meeting,
        state=MeetingState.HELD,
        place=Place.PRIVATE_ROOM,
        minutes=40,
        read_at_version=meeting.version,
        by=by,
    )


def test_next_mentor_may_prepare_and_both_are_told(handover, case, mentor, next_mentor):
    assert (handover.from_mentor, handover.state) == (mentor, HandoverState.PLANNED)
    assert (may_open(mentor, case), may_open(next_mentor, case)) == (True, True)
    told = Message.objects.filter(kind=Kind.HANDOVER_PLANNED).values_list("recipient", flat=True)
    assert set(told) == {mentor.user_id, next_mentor.user_id}
    assert Event.objects.filter(action="plan_handover").count() == Event.objects.count() == 1


def test_handover_after_a_meeting_together(handover, case, mentor, next_mentor, manager, time_machine):
    meeting = plan_joint_meeting(handover=handover, on_date=TODAY, by=manager)
    meeting.refresh_from_db()
    assert (meeting.mentor, meeting.together_with) == (mentor, next_mentor)
    held(meeting, by=next_mentor.user)

    done = complete_handover(handover=handover, by=manager)

    meeting.refresh_from_db()
    assert (meeting.mentor, meeting.together_with) == (mentor, next_mentor)
    assert (done.state, done.without_meeting) == (HandoverState.DONE, "")
    assert list(Handover.objects.done().met_together()) == [done]
    assert lead_of(case) == next_mentor
    former = Assignment.objects.get(case=case, mentor=mentor)
    assert (former.until_date, former.end_reason, former.ended_by) == (TODAY, MatchEnd.NEXT_MENTOR, manager)
    assert (may_open(mentor, case), may_open(next_mentor, case)) == (True, True)
    time_machine.move_to("2026-10-20T10:00Z")
    assert (may_open(mentor, case), may_open(next_mentor, case)) == (False, True)


def test_without_a_meeting_it_needs_the_reason(handover, case, next_mentor, manager):
    with pytest.raises(RuleBroken, match="joint meeting first"):
        complete_handover(handover=handover, by=manager)

    done = complete_handover(handover=handover, without_meeting=WithoutMeeting.NO_TIME, by=manager)

    assert (done.without_meeting, lead_of(case)) == (WithoutMeeting.NO_TIME, next_mentor)
    assert not Handover.objects.met_together().exists()


def test_a_joint_meeting_still_planned_goes_to_the_next_mentor(handover, next_mentor, manager):
    meeting = plan_joint_meeting(handover=handover, on_date=dt.date(2026, 10, 12), by=manager)

    complete_handover(handover=handover, without_meeting=WithoutMeeting.NO_TIME, by=manager)

    meeting.refresh_from_db()
    assert (meeting.mentor, meeting.together_with) == (next_mentor, None)


def test_done_twice_is_done_once(handover, manager):
    complete_handover(handover=handover, without_meeting=WithoutMeeting.NO_TIME, by=manager)
    before = Event.objects.count()

    complete_handover(handover=handover, without_meeting=WithoutMeeting.OTHER, by=manager)

    assert Event.objects.count() == before
    assert Handover.objects.get().without_meeting == WithoutMeeting.NO_TIME


@pytest.mark.parametrize("reason", [MatchEnd.PERSONS_CHOICE, MatchEnd.KNOWS_THEM])
def test_record_closes_at_once_when_it_should(case, mentor, next_mentor, manager, reason):
    handover = plan_handover(case=case, to_mentor=next_mentor, reason=reason, by=manager)

    complete_handover(handover=handover, without_meeting=WithoutMeeting.PERSONS_WISH, by=manager)

    assert (may_open(mentor, case), may_open(next_mentor, case)) == (False, True)


def test_who_came_to_know_the_person_is_passed_on_all_the_same(handover, case, mentor, next_mentor, manager):
    declare_connection(person=case.person, user=mentor.user, how="family", by=mentor.user)

    complete_handover(handover=handover, without_meeting=WithoutMeeting.NOT_POSSIBLE, by=manager)

    assert (may_open(mentor, case), lead_of(case)) == (False, next_mentor)


def test_called_off_the_next_mentor_may_no_longer_open_it(handover, case, mentor, next_mentor, manager):
    meeting = plan_joint_meeting(handover=handover, on_date=dt.date(2026, 10, 12), by=manager)

    for _ in range(2):
        call_off_handover(handover=handover, by=manager)

    meeting.refresh_from_db()
    assert (meeting.mentor, meeting.together_with) == (mentor, None)
    assert (may_open(next_mentor, case), lead_of(case)) == (False, mentor)
    assert Event.objects.filter(action="call_off_handover").count() == 1
    with pytest.raises(RuleBroken, match="called off already"):
        complete_handover(handover=handover, without_meeting=WithoutMeeting.OTHER, by=manager)


def test_somebody_else_allocated_calls_the_handover_off(handover, case, next_mentor, manager):
    third = MentorFactory(user__team=manager.team)

    allocate(case=case, mentor=third, by=manager)

    handover.refresh_from_db()
    assert (handover.state, may_open(next_mentor, case)) == (HandoverState.CALLED_OFF, False)


def test_support_that_ends_calls_the_handover_off(handover, case, manager):
    end_case(case=case, kind="unplanned", reason="completed", on=TODAY, by=manager)

    handover.refresh_from_db()
    assert handover.state == HandoverState.CALLED_OFF
    assert Assignment.objects.get().end_reason == MatchEnd.SUPPORT_ENDED


def test_taken_back_the_former_mentor_is_theirs_again(handover, case, mentor, next_mentor, manager):
    visit = MeetingFactory(case=case, mentor=mentor, on_date=dt.date(2026, 10, 12))
    done = complete_handover(handover=handover, without_meeting=WithoutMeeting.NO_TIME, by=manager)

    for _ in range(2):
        take_back_handover(handover=done, by=manager)

    visit.refresh_from_db()
    assert (lead_of(case), visit.mentor) == (mentor, mentor)
    assert (may_open(mentor, case), may_open(next_mentor, case)) == (True, False)
    assert Event.objects.filter(action="take_back_handover").count() == 1


def test_not_taken_back_once_they_have_met(handover, case, next_mentor, manager, time_machine):
    done = complete_handover(handover=handover, without_meeting=WithoutMeeting.NO_TIME, by=manager)
    time_machine.move_to("2026-10-05T11:00Z")
    log_meeting(case=case, channel=Channel.PHONE, on_date=TODAY, state=MeetingState.HELD, by=next_mentor.user)

    with pytest.raises(RuleBroken, match="planned or recorded a contact"):
        take_back_handover(handover=done, by=manager)


def test_not_taken_back_once_somebody_else_is_their_mentor(handover, case, manager):
    done = complete_handover(handover=handover, without_meeting=WithoutMeeting.NO_TIME, by=manager)
    allocate(case=case, mentor=MentorFactory(user__team=manager.team), by=manager)

    with pytest.raises(RuleBroken, match="another mentor by now"):
        take_back_handover(handover=done, by=manager)


def test_handover_that_cannot_stand_is_refused(case, mentor, next_mentor, manager):
    gone = MentorFactory(user__team=manager.team, user__is_active=False)
    for refused, sentence in (
        ({"case": case, "to_mentor": mentor}, "is their mentor already"),
        ({"case": case, "to_mentor": gone}, "mentor of the programme's team"),
        ({"case": case, "to_mentor": MentorFactory()}, "mentor of the programme's team"),
        ({"case": CaseFactory(), "to_mentor": next_mentor}, "Nobody is their mentor"),
        ({"case": CaseFactory(closed_date=TODAY, lead=mentor), "to_mentor": next_mentor}, "has ended"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            plan_handover(reason=MatchEnd.WORKLOAD, by=manager, **refused)
    plan_handover(case=case, to_mentor=next_mentor, reason=MatchEnd.WORKLOAD, by=manager)
    with pytest.raises(RuleBroken, match="planned already"):
        plan_handover(case=case, to_mentor=next_mentor, reason=MatchEnd.WORKLOAD, by=manager)


def test_many_are_passed_on_together(case, mentor, next_mentor, manager):
    other = CaseFactory(referral__programme=case.programme, lead=mentor)
    third = MentorFactory(user__team=manager.team)
    planned = plan_handover(case=other, to_mentor=third, reason=MatchEnd.NEXT_MENTOR, by=manager)

    allocation = hand_over_many(
        mentor=mentor,
        choices=[Choice(case, next_mentor, seen_lead=mentor.pk), Choice(other, third, seen_lead=mentor.pk)],
        reason=MatchEnd.LEAVES,
        by=manager,
    )

    assert (lead_of(case), lead_of(other)) == (next_mentor, third)
    done = allocation.handovers.done()
    assert {each.without_meeting for each in done} == {WithoutMeeting.MENTOR_GONE}
    assert set(done.values_list("case", flat=True)) == {case.pk, other.pk}
    assert planned in done
    assert Event.objects.filter(action="hand_over_many").count() == 1


def test_many_are_passed_on_all_or_not_at_all(case, mentor, next_mentor, manager):
    other = CaseFactory(referral__programme=case.programme, lead=next_mentor)

    with pytest.raises(RuleBroken, match="has another mentor than"):
        hand_over_many(
            mentor=mentor,
            choices=[Choice(each, next_mentor, seen_lead=mentor.pk) for each in (case, other)],
            reason=MatchEnd.LEAVES,
            by=manager,
        )

    assert (lead_of(case), Handover.objects.count()) == (mentor, 0)


def test_the_persons_choice_is_enough_to_end_a_match(case, mentor, manager):
    visit = MeetingFactory(case=case, mentor=mentor, on_date=dt.date(2026, 10, 12))

    ended = end_match(case=case, reason=MatchEnd.PERSONS_CHOICE, by=manager)

    visit.refresh_from_db()
    assert (ended.until_date, ended.end_reason) == (TODAY, MatchEnd.PERSONS_CHOICE)
    assert (may_open(mentor, case), visit.mentor) == (False, None)
    assert type(case).objects.unallocated().get() == case
    assert end_match(case=case, reason=MatchEnd.PERSONS_CHOICE, by=manager) == ended
    assert Event.objects.count() == 1
    with pytest.raises(RuleBroken, match="Nobody is their mentor"):
        end_match(case=case, reason=MatchEnd.WORKLOAD, by=manager)


def test_another_reason_is_said_in_words(case, manager):
    with pytest.raises(RuleBroken, match="few words"):
        end_match(case=case, reason=MatchEnd.OTHER, by=manager)
    assert end_match(case=case, reason=MatchEnd.OTHER, note="New job", by=manager).end_note == "New job"


@pytest.mark.parametrize(("days", "open_on_the_8th"), [(0, False), (2, False), (30, True)])
def test_record_stays_open_as_long_as_the_programme_says(
    handover, case, mentor, manager, time_machine, days, open_on_the_8th
):
    type(case.programme).objects.update(handover_access_days=days)

    complete_handover(handover=handover, without_meeting=WithoutMeeting.MENTOR_GONE, by=manager)

    assert may_open(mentor, case) == (days > 0)
    time_machine.move_to("2026-10-08T10:00Z")
    assert may_open(mentor, case) == open_on_the_8th
