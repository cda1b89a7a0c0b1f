import datetime as dt
import uuid

import pytest

from audit.models import Event
from core.errors import RuleBroken
from people.enums import Decision, HowGiven, Purpose
from people.models import Consent
from people.services.consents import record_consent
from people.wordings import FIRST_VERSION
from tests.factories.accounts import UserFactory
from tests.factories.people import PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-10-05T10:00Z")]


@pytest.fixture
def told():
    return {
        "person": PersonFactory(),
        "purpose": Purpose.TEXTS,
        "decision": Decision.GIVEN,
        "how": HowGiven.SIGNED,
        "decided_date": dt.date(2026, 10, 5),
        "by": UserFactory(),
    }


def test_decision_keeps_the_wording_it_was_given_on(told):
    consent = record_consent(**told)

    assert (consent.wording_version, consent.recorded_by) == (FIRST_VERSION, told["by"])
    assert Event.objects.get().person_key == told["person"].pk


def test_same_decision_by_one_form_is_one_row(told):
    key = uuid.uuid4()

    assert record_consent(new_id=key, **told) == record_consent(new_id=key, **told)
    assert (Consent.objects.count(), Event.objects.count()) == (1, 1)


def test_only_the_newest_of_each_purpose_and_recipient_counts(told):
    sharing = told | {"purpose": Purpose.SHARING}
    record_consent(**told | {"at": dt.datetime(2026, 10, 1, tzinfo=dt.UTC)})
    record_consent(**told | {"decision": Decision.WITHDRAWN})
    kept = record_consent(**sharing | {"recipient_name": "Marl Housing"})
    record_consent(**sharing | {"recipient_name": "Marl Health", "decision": Decision.REFUSED})

    assert list(Consent.objects.in_force()) == [kept]


@pytest.mark.parametrize("decision", [Decision.REFUSED, Decision.WITHDRAWN])
def test_no_said_aloud_holds_without_a_witness(told, decision):
    said = record_consent(**told | {"decision": decision, "how": HowGiven.SPOKEN})

    assert (said.decision, said.witness) == (decision, "")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"decided_date": dt.date(2026, 10, 6)}, "cannot be in the future"),
        ({"how": HowGiven.SPOKEN}, "a yes said aloud needs a witness"),
        ({"purpose": Purpose.SHARING}, "Enter the partner agency"),
    ],
)
def test_decision_that_cannot_stand_is_refused(told, change, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        record_consent(**told | change)

    assert (Consent.objects.count(), Event.objects.count()) == (0, 0)
