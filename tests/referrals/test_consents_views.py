import datetime as dt
import uuid

import pytest
import time_machine

from audit.enums import Verb
from audit.models import Event
from people.enums import Decision, HowGiven, Purpose
from people.models import Consent
from people.services.consents import record_consent
from tests.factories.accounts import UserFactory
from tests.factories.people import AccessFactory
from tests.factories.referrals import AgencyFactory, ProgrammeFactory, ReferralFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-10-05T10:00Z") as clock:
        yield clock


@pytest.fixture
def worker():
    return UserFactory()


@pytest.fixture
def browser(as_user, worker):
    return as_user(worker)


@pytest.fixture
def person(worker):
    return AccessFactory(user=worker).person


def decision(**changes):
    return {
        "new_id": str(uuid.uuid4()),
        "purpose": "sharing",
        "recipient": "Marl Housing",
        "decision": "given",
        "how": "signed",
        "witness": "",
        "decided_date_day": "5",
        "decided_date_month": "10",
        "decided_date_year": "2026",
        **changes,
    }


def test_decision_is_kept_once(browser, person):
    agency = AgencyFactory(name="Marl Housing")
    typed = decision(recipient=agency.pk)

    for _ in range(2):
        assert browser.post(f"/people/{person.pk}/consents/add/", typed).url == f"/people/{person.pk}/consents/"

    row = Consent.objects.get()
    assert (row.purpose, row.recipient_name, row.decision) == (Purpose.SHARING, "Marl Housing", Decision.GIVEN)
    assert row.recipient_key == agency.pk
    assert Event.objects.get().verb == Verb.CREATED


def test_decision_that_counts_can_be_taken_back_even_when_the_agency_has_closed(browser, person, worker):
    given = record_consent(
        person=person,
        purpose=Purpose.SHARING,
        recipient_name="Marl Housing",
        decision=Decision.GIVEN,
        how=HowGiven.SIGNED,
        decided_date=dt.date(2026, 10, 1),
        by=worker,
    )
    listed = browser.get(f"/people/{person.pk}/consents/")
    assert f"?of={given.pk}" in listed.text

    form = browser.get(f"/people/{person.pk}/consents/add/", {"of": str(given.pk)}).context["form"]
    assert form.initial == {
        "purpose": Purpose.SHARING,
        "recipient": "Marl Housing",
        "decision": Decision.WITHDRAWN,
    }
    browser.post(f"/people/{person.pk}/consents/add/", decision(decision="withdrawn"))

    assert person.consents.in_force().count() == 0
    assert person.consents.count() == 2
    assert "Take back" not in browser.get(f"/people/{person.pk}/consents/").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"recipient": ""}, "Choose the partner agency or prison"),
        ({"how": "spoken"}, "Enter the name of the witness"),
        ({"decided_date_day": "6"}, "cannot be in the future"),
        ({"recipient": "Invented"}, "Choose one of the answers shown"),
    ],
)
def test_decision_that_cannot_stand_is_refused(browser, person, changes, sentence):
    agency = AgencyFactory(name="Marl Housing")

    response = browser.post(f"/people/{person.pk}/consents/add/", decision(**{"recipient": agency.pk} | changes))

    assert sentence in response.text
    assert Consent.objects.count() == 0


def test_key_of_somebody_elses_decision_fills_in_nothing(browser, person, worker):
    other = record_consent(
        person=AccessFactory().person,
        purpose=Purpose.TEXTS,
        decision=Decision.GIVEN,
        how=HowGiven.SIGNED,
        decided_date=dt.date(2026, 10, 1),
        by=worker,
    )

    assert browser.get(f"/people/{person.pk}/consents/add/", {"of": str(other.pk)}).context["form"].initial == {}
    assert browser.get(f"/people/{person.pk}/consents/add/", {"of": "no key"}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "months", "filled"),
    [
        ("?purpose=sharing", 6, dt.date(2027, 4, 5)),
        ("?purpose=sharing", None, None),
        ("?purpose=texts", 6, None),
        ("", 6, None),
    ],
)
def test_last_day_of_sharing_is_filled_in_by_the_programme(browser, person, worker, asked, months, filled):
    programme = ProgrammeFactory(team=worker.team, sharing_consent_months=months)
    ReferralFactory(person=person, programme=programme)

    page = browser.get(f"/people/{person.pk}/consents/add/{asked}")

    assert page.context["form"].get_initial_for_field(page.context["form"].fields["expires_date"], "expires_date") == (
        filled
    )
    assert ("5 Apr 2027 by the programme’s settings" in page.text) is bool(months)


def test_last_day_of_another_teams_programme_is_not_ours(browser, person):
    ReferralFactory(person=person, programme__sharing_consent_months=6)

    assert "by the programme’s settings" not in browser.get(f"/people/{person.pk}/consents/add/").text
