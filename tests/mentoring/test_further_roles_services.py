import datetime as dt

import pytest
from django.utils import timezone

from core.errors import RuleBroken
from mentoring.enums.cases import FurtherRole
from mentoring.enums.meetings import Channel, MeetingState, Place
from mentoring.models import Case, Meeting
from mentoring.services.assignments import allocate
from mentoring.services.bookings import plan_meeting
from mentoring.services.endings import end_case, reopen_case
from mentoring.services.further_roles import end_further_role, give_further_role
from mentoring.services.meetings import log_meeting
from mentoring.services.promises import make_promise
from mentoring.standards.counting import why_not
from mentoring.standards.reading import case_facts, with_facts
from notifications.enums import Kind
from notifications.models import Message
from people.models import Person
from tests.access import World
from tests.factories.mentoring import MentorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def consultant(world):
    return MentorFactory(user__team=world.team)


def give(world, mentor, **fields):
    fields = {"further_role": FurtherRole.EMPLOYMENT, "by": world.manager} | fields
    return give_further_role(case=world.case, mentor=mentor, **fields)


def opens(user, person):
    return Person.objects.visible_to(user).filter(pk=person.pk).exists()


def test_whoever_works_with_them_too_opens_the_record_while_they_do(world, consultant):
    before = opens(consultant.user, world.person)
    assignment = give(world, consultant)
    during = opens(consultant.user, world.person)
    end_further_role(assignment=assignment, by=world.manager)

    assert (before, during, opens(consultant.user, world.person)) == (False, True, False)
    assert Message.objects.get(recipient=consultant.user).kind == Kind.FURTHER_ROLE


def test_same_role_again_is_one(world, consultant):
    assert give(world, consultant) == give(world, consultant)


def test_refused_to_the_mentor_to_another_team_and_twice(world, consultant):
    give(world, consultant)

    for mentor, fields in (
        (world.mentor, {}),
        (MentorFactory(), {}),
        (consultant, {"further_role": FurtherRole.FAMILY}),
    ):
        with pytest.raises(RuleBroken):
            give(world, mentor, **fields)


def test_contact_of_theirs_is_none_of_the_mentors_meetings(world, consultant):
    give(world, consultant)
    held = {
        "case": world.case,
        "channel": Channel.IN_PRISON,
        "place": Place.PRIVATE_ROOM,
        "state": MeetingState.HELD,
        "on_date": timezone.localdate(),
    }

    theirs = log_meeting(**held, by=consultant.user)
    mentors = log_meeting(**held, by=world.community_mentor)

    counted = Meeting.objects.pre_release().filter(case=world.case)
    case = with_facts(Case.objects.with_liberation().select_related("programme", "referral", "episode")).get()
    facts = case_facts(case, timezone.localdate())
    reasons = {each.key: why_not(each, facts) for each in facts.meetings}
    assert (theirs.further_role, list(counted)) == (FurtherRole.EMPLOYMENT, [mentors])
    assert reasons == {theirs.pk: "not by the mentor: employment consultant", mentors.pk: ""}


def test_visit_of_a_mentor_in_prison_counts(world, consultant):
    give(world, consultant, further_role=FurtherRole.PRISON)

    visit = log_meeting(
        case=world.case,
        channel=Channel.IN_PRISON,
        place=Place.PRIVATE_ROOM,
        state=MeetingState.HELD,
        on_date=timezone.localdate(),
        by=consultant.user,
    )

    assert list(Meeting.objects.pre_release().filter(case=world.case)) == [visit]


def test_what_they_had_planned_and_promised_is_the_mentors_then(world, consultant):
    assignment, soon = give(world, consultant), timezone.localdate() + dt.timedelta(days=3)
    visit = plan_meeting(case=world.case, channel=Channel.IN_PRISON, on_date=soon, by=consultant.user)
    promise = make_promise(case=world.case, words="I ring the employer.", due_date=soon, by=consultant.user)

    end_further_role(assignment=assignment, by=world.manager)

    visit.refresh_from_db()
    promise.refresh_from_db()
    assert (visit.mentor, visit.further_role, promise.mentor) == (world.mentor, "", world.mentor)


def test_who_becomes_the_mentor_has_no_further_role_any_more(world, consultant):
    assignment = give(world, consultant)
    visit = plan_meeting(case=world.case, channel=Channel.IN_PRISON, on_date=timezone.localdate(), by=consultant.user)

    allocate(case=world.case, mentor=consultant, by=world.manager)

    assignment.refresh_from_db()
    visit.refresh_from_db()
    assert (visit.mentor, visit.further_role) == (consultant, "")
    assert assignment.until_date == timezone.localdate()
    assert opens(consultant.user, world.person)


def test_record_closes_also_where_support_had_ended_by_mistake(world, consultant):
    """The days of access after an ending are none once the role was taken up again and ended."""
    give(world, consultant)
    end_case(case=world.case, kind="unplanned", reason="moved-away", on=timezone.localdate(), by=world.manager)
    reopen_case(case=world.case, by=world.manager)

    end_further_role(assignment=give(world, consultant), by=world.manager)

    assert not opens(consultant.user, world.person)


def test_ends_with_the_support(world, consultant):
    assignment = give(world, consultant)

    end_case(case=world.case, kind="unplanned", reason="moved-away", on=timezone.localdate(), by=world.manager)

    assignment.refresh_from_db()
    assert assignment.until_date == timezone.localdate()
