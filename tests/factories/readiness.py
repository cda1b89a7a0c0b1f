import datetime as dt

import factory
from factory.django import DjangoModelFactory

from mentoring.enums.readiness import ItemOwner, ItemState, Lodging
from mentoring.models import FirstNight, ReadinessItem, ReadinessKind
from tests.factories.accounts import UserFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.referrals import ProgrammeFactory


class ReadinessKindFactory(DjangoModelFactory):
    """Due four weeks before liberation, seen to by the mentor."""

    class Meta:
        model = ReadinessKind

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"item-{n}")
    name = factory.Sequence(lambda n: f"Item {n}")
    lead_days = 28
    owner = ItemOwner.MENTOR
    position = factory.Sequence(lambda n: n % 30_000)


class ReadinessItemFactory(DjangoModelFactory):
    """To do; without the steps that led to it."""

    class Meta:
        model = ReadinessItem

    case = factory.SubFactory(CaseFactory)
    kind = factory.SubFactory(ReadinessKindFactory, programme=factory.SelfAttribute("..case.programme"))
    state = ItemState.TO_DO


class FirstNightFactory(DjangoModelFactory):
    """Nowhere to stay yet."""

    class Meta:
        model = FirstNight

    case = factory.SubFactory(CaseFactory)
    number = 1
    lodging = Lodging.NOWHERE
    recorded_at = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
    recorded_by = factory.SubFactory(UserFactory)
