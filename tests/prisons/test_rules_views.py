import pytest
import time_machine
from django.urls import reverse

from prisons.services.reference_data import load_reference_data
from tests.factories.accounts import AdministratorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def administrator(client):
    load_reference_data()
    with time_machine.travel("2026-11-22 10:00:00+00:00", tick=False):
        user = AdministratorFactory()
        client.force_login(user)
        yield user


def test_list_says_which_rules_are_in_force(client):
    periods = client.get(reverse("prisons:rule_list")).context["periods"]

    assert [(period.rule, period.holds_today) for period in periods] == [
        ("scotland", True),
        ("scotland-section-8", False),
        ("england-wales", False),
        ("england-wales-policy", True),
    ]
