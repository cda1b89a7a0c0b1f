import datetime as dt

import factory
from factory.django import DjangoModelFactory

from mentoring.models import CourtDate, CourtSummary
from tests.factories.accounts import UserFactory
from tests.factories.mentoring import CaseFactory


class CourtDateFactory(DjangoModelFactory):
    class Meta:
        model = CourtDate

    case = factory.SubFactory(CaseFactory)
    court = "Kirkmuir Sheriff Court"
    on_date = dt.date(2026, 12, 3)
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)


class CourtSummaryFactory(DjangoModelFactory):
    class Meta:
        model = CourtSummary

    court_date = factory.SubFactory(CourtDateFactory)
    words = "Keeps every appointment."
    written_by = factory.SubFactory(UserFactory)
    written_at = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
