"""As tests/kinds.py: what addresses of further roles and of days in court are about."""

from django.utils import timezone

from mentoring.enums.courts import CourtState, SummaryState
from tests.factories.courts import CourtDateFactory, CourtSummaryFactory
from tests.factories.mentoring import AssignmentFactory, MentorFactory


def further_role(world):
    beside = MentorFactory(user__team=world.case.programme.team)
    return [AssignmentFactory(case=world.case, mentor=beside, role="support", further_role="employment").pk]


def court(world):
    return [CourtDateFactory(case=world.case).pk]


def court_settled(world):
    settled = {"state": CourtState.PUT_OFF, "outcome_by": world.manager, "outcome_at": timezone.now()}
    return [CourtDateFactory(case=world.case, **settled).pk]


def summary(world, **fields):
    """Written by somebody who is no manager of the world."""
    return [CourtSummaryFactory(court_date__case=world.case, **fields).pk]


def summary_waiting(world):
    return summary(world, state=SummaryState.WAITING)


def summary_approved(world):
    return summary(world, state=SummaryState.APPROVED, approved_by=world.manager, approved_at=timezone.now())
