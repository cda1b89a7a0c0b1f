import datetime as dt

import factory
from factory.django import DjangoModelFactory

from mentoring.enums.cases import EndingKind, EndingReason, HowTalked
from mentoring.models import Ending, EndingConversation, Outcome, SmallWin
from tests.factories.accounts import UserFactory
from tests.factories.mentoring import CaseFactory


class EndingConversationFactory(DjangoModelFactory):
    class Meta:
        model = EndingConversation

    case = factory.SubFactory(CaseFactory)
    on_date = dt.date(2026, 10, 5)
    how = HowTalked.IN_PERSON
    planned_date = dt.date(2026, 11, 9)
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = dt.datetime(2026, 10, 5, 12, tzinfo=dt.UTC)


class EndingFactory(DjangoModelFactory):
    """Only the row: closing the case is the service's."""

    class Meta:
        model = Ending

    case = factory.SubFactory(CaseFactory)
    ended_date = dt.date(2026, 11, 16)
    kind = EndingKind.UNPLANNED
    reason = EndingReason.MOVED_AWAY
    ended_by = factory.SubFactory(UserFactory)
    ended_at = dt.datetime(2026, 11, 16, 12, tzinfo=dt.UTC)


class OutcomeFactory(DjangoModelFactory):
    class Meta:
        model = Outcome

    case = factory.SubFactory(CaseFactory)
    episode = factory.SelfAttribute("case.episode")
    week = 0
    topic = "accommodation"
    answer = "own-home"
    source = "person"
    on_date = dt.date(2026, 11, 2)
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)


class SmallWinFactory(DjangoModelFactory):
    class Meta:
        model = SmallWin

    case = factory.SubFactory(CaseFactory)
    on_date = dt.date(2026, 11, 2)
    words = "Cooked for his gran."
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
