import datetime as dt

import factory
from factory.django import DjangoModelFactory

from liberations.enums.money import MoneyKind, MoneyState
from liberations.models import MoneyGiven
from tests.factories.accounts import UserFactory
from tests.factories.mentoring import CaseFactory


class MoneyGivenFactory(DjangoModelFactory):
    """Asked for; nothing is given yet."""

    class Meta:
        model = MoneyGiven

    case = factory.SubFactory(CaseFactory)
    kind = MoneyKind.FARE
    amount_pence = 1200
    what_for = "The bus to the job centre"
    on_date = dt.date(2026, 11, 20)
    state = MoneyState.ASKED
    asked_by = factory.SubFactory(UserFactory)
    asked_at = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
