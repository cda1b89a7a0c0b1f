"""Passing people on, being away, and looking at how a match goes."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from mentoring.enums.absences import AbsenceKind
from mentoring.enums.cases import MatchEnd
from mentoring.enums.match_reviews import MatchOutcome
from mentoring.models import Absence, AbsenceCover, Handover, MatchReview
from people.enums import AccessReason
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.mentoring import AssignmentFactory, CaseFactory, MentorFactory
from tests.factories.people import AccessFactory


class HandoverFactory(DjangoModelFactory):
    """Planned, from the mentor of the case."""

    class Meta:
        model = Handover

    case = factory.SubFactory(CaseFactory)
    from_mentor = factory.SubFactory(MentorFactory)
    to_mentor = factory.SubFactory(MentorFactory)
    reason = MatchEnd.NEXT_MENTOR
    planned_by = factory.SubFactory(ManagerFactory)
    planned_at = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


class AbsenceFactory(DjangoModelFactory):
    """A fortnight away."""

    class Meta:
        model = Absence

    mentor = factory.SubFactory(MentorFactory)
    from_date = dt.date(2026, 11, 30)
    until_date = dt.date(2026, 12, 11)
    kind = AbsenceKind.LEAVE
    recorded_by = factory.SubFactory(ManagerFactory)
    recorded_at = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


class AbsenceCoverFactory(DjangoModelFactory):
    """For all the days of the absence, with the access that goes with it."""

    class Meta:
        model = AbsenceCover

    absence = factory.SubFactory(AbsenceFactory)
    case = factory.SubFactory(CaseFactory)
    mentor = factory.SubFactory(MentorFactory)
    from_date = factory.SelfAttribute("absence.from_date")
    until_date = factory.SelfAttribute("absence.until_date")
    access = factory.SubFactory(
        AccessFactory,
        person=factory.SelfAttribute("..case.person"),
        user=factory.SelfAttribute("..mentor.user"),
        reason=AccessReason.COVER,
    )
    chosen_by = factory.SubFactory(ManagerFactory)
    chosen_at = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


class MatchReviewFactory(DjangoModelFactory):
    class Meta:
        model = MatchReview

    assignment = factory.SubFactory(AssignmentFactory)
    on_date = dt.date(2026, 11, 20)
    outcome = MatchOutcome.KEEP
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
