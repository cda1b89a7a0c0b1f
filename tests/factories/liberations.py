import datetime as dt

import factory
from factory.django import DjangoModelFactory

from liberations.models import FollowUp, GateLiberation
from tests.factories.mentoring import CaseFactory


class GateLiberationFactory(DjangoModelFactory):
    class Meta:
        model = GateLiberation

    case = factory.SubFactory(CaseFactory)
    episode = factory.SelfAttribute("case.episode")


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = FollowUp

    case = factory.SubFactory(CaseFactory)
    episode = factory.SelfAttribute("case.episode")
    days_after = 2
    window_from_date = dt.date(2026, 12, 17)
    due_date = dt.date(2026, 12, 19)
