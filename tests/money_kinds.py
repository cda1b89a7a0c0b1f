"""As tests/kinds.py: what addresses of money given are about."""

from django.utils import timezone

from tests.factories.money import MoneyGivenFactory


def asked(world):
    return [MoneyGivenFactory(case=world.case).pk]


def approved(world):
    decided = {"state": "approved", "decided_by": world.manager, "decided_at": timezone.now()}
    return [MoneyGivenFactory(case=world.case, **decided).pk]


def given(world):
    handed = {"state": "given", "given_by": world.manager, "given_at": timezone.now(), "on_date": timezone.localdate()}
    return [MoneyGivenFactory(case=world.case, **handed).pk]
