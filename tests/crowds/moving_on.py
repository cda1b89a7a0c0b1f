"""More people who are passed on, and more looks at how matches go."""

import datetime as dt

from mentoring.models import Absence, Allocation
from tests.crowds.world import DAY, NOON, TODAY, case_of_team, rows
from tests.factories.mentoring import MeetingFactory, MentorFactory
from tests.factories.moving_on import AbsenceCoverFactory, AbsenceFactory, HandoverFactory, MatchReviewFactory


@rows
def handovers(world, n):
    """One planned from a mentor of the team to the mentor in prison, with a meeting together."""
    former = MentorFactory.build(user__team=world.team)
    case, *others = case_of_team(world, n, dt.date(2027, 4, 1 + n % 28), former)
    yield from (case, *others)
    together = MeetingFactory.build(case=case, mentor=former, on_date=TODAY + DAY)
    yield together
    people = {"from_mentor": former, "to_mentor": world.prison_mentor.mentor, "planned_by": world.manager}
    yield HandoverFactory.build(case=case, joint_meeting=together, **people)


@rows
def matches(world, n):
    """Somebody who has met their mentor, and nobody has asked how it goes."""
    mentor = MentorFactory.build(user__team=world.team)
    case, *others = case_of_team(world, n, dt.date(2027, 5, 1 + n % 28), mentor)
    yield from (case, *others)
    yield MeetingFactory.build(case=case, mentor=mentor, on_date=TODAY - DAY, held=True)


@rows
def reviews(world, n):
    """One more look at the match of the person on record."""
    assignment = world.case.assignments.get()
    yield MatchReviewFactory.build(assignment=assignment, recorded_by=world.community_mentor, in_their_words="Good.")


@rows
def absences(world, n):
    """A mentor of the team is away."""
    yield AbsenceFactory.build(mentor=MentorFactory.build(user__team=world.team), recorded_by=world.manager)


@rows
def people_of_who_is_away(world, n):
    """One more person of a mentor who is away in spring, and somebody who covers."""
    away = Absence.objects.get(pk=absence(world))
    case, *others = case_of_team(world, n, dt.date(2027, 6, 1 + n % 28), away.mentor)
    yield from (case, *others)
    yield AbsenceCoverFactory.build(absence=away, case=case, mentor=world.mentor, chosen_by=world.manager)


def absence(world):
    """The key of the absence that `people_of_who_is_away` is about."""
    in_spring = {"from_date": dt.date(2027, 4, 5), "until_date": dt.date(2027, 4, 16)}
    found = Absence.objects.filter(mentor__user__team=world.team, **in_spring).first()
    return (found or AbsenceFactory(mentor__user__team=world.team, **in_spring, recorded_by=world.manager)).pk


def who_is_away(world):
    return Absence.objects.get(pk=absence(world)).mentor_id


@rows
def passed_on(world, n):
    """One more person of the decision."""
    former = MentorFactory.build(user__team=world.team)
    case, *others = case_of_team(world, n, dt.date(2027, 7, 1 + n % 28), former)
    yield from (case, *others)
    people = {"from_mentor": former, "to_mentor": world.prison_mentor.mentor, "planned_by": world.manager}
    done = {"state": "done", "settled_by": world.manager, "settled_at": NOON, "without_meeting": "mentor-gone"}
    yield HandoverFactory.build(case=case, allocation_id=decision(world), **people, **done)


def decision(world):
    """The key of the decision that `passed_on` is about."""
    found = Allocation.objects.filter(team=world.team, made_at=NOON).first()
    return (found or Allocation.objects.create(team=world.team, made_by=world.manager, made_at=NOON)).pk
