import datetime as dt
import re

import pytest

from people.enums import Decision
from people.models import Consent
from referrals.models import Disclosure, OnwardReferral
from tests.factories.accounts import UserFactory
from tests.factories.people import AccessFactory, ConsentFactory
from tests.factories.referrals import DisclosureFactory, OnwardReferralFactory, ServiceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-05T10:00Z", tick=False)]
WORDS = "Needs a bed. He said: “a door that locks”."


@pytest.fixture
def worker():
    return UserFactory()


@pytest.fixture
def browser(as_user, worker):
    return as_user(worker)


@pytest.fixture
def person(worker):
    return AccessFactory(user=worker).person


def day(name, number):
    return {f"{name}_day": str(number), f"{name}_month": "11", f"{name}_year": "2026"}


def hidden(response, name):
    return re.search(rf'name="{name}" value="([^"]*)"', response.text)[1]


def agreed(came_from, **said):
    return {
        "decision": "given",
        "how": "signed",
        "purpose": "sharing",
        "came_from": came_from,
        **day("decided_date", 5),
    } | said


@pytest.fixture
def refused(browser, person):
    """The page that says that a consent is missing."""
    service = ServiceFactory()
    typed = {"service": str(service.pk), "what": WORDS, **day("on", 5)}
    response = browser.post(f"/people/{person.pk}/onward/add/", typed)
    response.service = service
    return response


def test_missing_consent_is_recorded_and_what_was_typed_is_sent(browser, person, refused):
    agency = refused.service.agency
    assert f"Sharing with a partner agency: {agency.name}" in refused.text
    assert not OnwardReferral.objects.exists()

    address = f"/people/{person.pk}/consents/add/?purpose=sharing&recipient={agency.pk}"
    asked = browser.post(address, {"came_from": hidden(refused, "came_from"), "ask": "1"})
    assert asked.context["form"].initial["recipient"] == str(agency.pk)
    saved = browser.post(address, agreed(hidden(asked, "came_from"), recipient=agency.pk))
    assert saved.context["came_from"].path == f"/people/{person.pk}/onward/add/"
    sent = browser.post(saved.context["came_from"].path, dict(saved.context["came_from"].typed))

    row = OnwardReferral.objects.get()
    assert sent.url == row.get_absolute_url()
    assert (row.disclosure.what, row.consent) == (WORDS, Consent.objects.get())


def test_who_says_no_sends_nothing(browser, person, refused):
    said = agreed(hidden(refused, "came_from"), recipient=refused.service.agency_id, decision="refused")

    response = browser.post(f"/people/{person.pk}/consents/add/", said)

    assert response.url == f"/people/{person.pk}/consents/"
    assert not OnwardReferral.objects.exists()


def test_form_of_somebody_else_does_not_come_back(as_user, person, refused):
    other = UserFactory()
    AccessFactory(user=other, person=person)

    response = as_user(other).post(
        f"/people/{person.pk}/consents/add/", agreed(hidden(refused, "came_from"), recipient=refused.service.agency_id)
    )

    assert response.url == f"/people/{person.pk}/consents/"


def test_withdrawal_is_told_and_ticked_off(browser, person):
    sent = OnwardReferralFactory(person=person)
    agency = sent.service.agency

    taken_back = agreed("", recipient=agency.pk, decision=Decision.WITHDRAWN)
    page = browser.post(f"/people/{person.pk}/consents/add/", taken_back, follow=True)

    sent.refresh_from_db()
    assert sent.state == "stopped"
    assert "To tell that they took it back" in page.text
    browser.post(f"/shared/{sent.disclosure_id}/told/")
    assert "To tell that they took it back" not in browser.get(f"/people/{person.pk}/consents/").text
    assert "Told on 5 Nov 2026" in browser.get(f"/people/{person.pk}/shared/").text


def test_what_became_of_it_is_noted(browser, person):
    sent = OnwardReferralFactory(person=person)

    browser.post(f"/onward/{sent.pk}/", {"state": "accepted", "note": "Room 4", **day("on", 4)})

    sent.refresh_from_db()
    assert (sent.state, sent.state_note, sent.state_date) == ("accepted", "Room 4", dt.date(2026, 11, 4))
    assert "Room 4" in browser.get(f"/people/{person.pk}/onward/").text


def test_danger_is_kept_without_asking(browser, person, worker):
    typed = {"basis": "danger", "somebody_else": "Ward 3", "reason": "Overdose", "decided_by": worker.pk}

    browser.post(
        f"/people/{person.pk}/shared/add/",
        {**typed, "what": "What he took.", "purpose": "To treat him", **day("on", 5)},
    )

    row = Disclosure.objects.get()
    assert (row.basis, row.somebody_else, row.decided_by) == ("danger", "Ward 3", worker)
    assert "Decided by" in browser.get(f"/people/{person.pk}/shared/").text


def test_disclosure_without_consent_offers_to_record_it(browser, person):
    agency = DisclosureFactory(person=person).agency
    ConsentFactory(person=person, to=agency, decision="withdrawn", recorded_at=dt.datetime(2026, 10, 9, tzinfo=dt.UTC))
    typed = {"basis": "consent", "recipient": str(agency.pk), "what": "More.", "purpose": "A room", **day("on", 5)}

    response = browser.post(f"/people/{person.pk}/shared/add/", typed)

    assert "Record their consent" in response.text
    assert Disclosure.objects.count() == 1
