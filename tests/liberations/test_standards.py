"""What the gate says to the minimum standards."""

import datetime as dt

import pytest

from liberations.enums import GateDecision
from liberations.standards import case_facts, with_facts
from mentoring.models import Case
from tests.factories.liberations import GateLiberationFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 2)


@pytest.mark.parametrize(
    ("decision", "declined"),
    [(GateDecision.DECLINED, True), (GateDecision.WANTED, False), (GateDecision.UNDECIDED, False)],
)
def test_no_to_the_gate_is_read_with_the_case(decision, declined):
    gate = GateLiberationFactory(decision=decision)
    cases = Case.objects.with_liberation().select_related("programme", "referral", "episode")

    assert case_facts(with_facts(cases).get(pk=gate.case_id), TODAY).gate_declined is declined
