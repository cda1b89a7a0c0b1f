import datetime as dt
import uuid

import pytest

from accounts.enums import Role
from audit.enums import Verb
from audit.models import Event
from core.errors import RuleBroken
from notifications.enums import Kind
from notifications.models import Message
from people.enums import AccessReason
from people.services.consents import ConsentNeeded
from referrals.enums import Basis
from referrals.models import Disclosure
from referrals.services.agreements import add_agreement, edit_agreement
from referrals.services.disclosures import record_disclosure
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.people import AccessFactory, ConsentFactory, PersonFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import (
    AgencyFactory,
    DisclosureFactory,
    SharingAgreementFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-05T10:00Z")]
TODAY = dt.date(2026, 11, 5)
TOLD = {"what": "Needs a bed.", "purpose": "A room", "on": TODAY}


@pytest.fixture
def worker():
    return UserFactory()


@pytest.fixture
def person():
    return PersonFactory()


@pytest.mark.parametrize("make", [AgencyFactory, PrisonFactory])
def test_sharing_by_consent_keeps_whom_what_and_why(person, worker, make):
    recipient, key = make(), uuid.uuid4()
    consent = ConsentFactory(person=person, to=recipient)
    for _ in range(2):
        record_disclosure(person=person, basis="consent", recipient=recipient, new_id=key, by=worker, **TOLD)

    row = Disclosure.objects.get()
    assert (row.recipient, row.consent, row.recipient_name) == (recipient, consent, recipient.name)
    event = Event.objects.get()
    assert (event.verb, event.person_key, event.after["recipient"]) == (Verb.SHARED, person.pk, str(recipient.pk))
    assert not Message.objects.exists()


def test_sharing_without_consent_is_refused_and_nothing_is_kept(person, worker):
    with pytest.raises(ConsentNeeded):
        record_disclosure(person=person, basis="consent", recipient=AgencyFactory(), by=worker, **TOLD)

    assert (Disclosure.objects.count(), Event.objects.count()) == (0, 0)


def test_danger_needs_no_consent_and_the_managers_are_told(person, worker):
    manager, colleague = ManagerFactory(), ManagerFactory()
    for team in (manager.team, colleague.team):
        AccessFactory(person=person, user=None, team=team, role=Role.MANAGER, reason=AccessReason.TEAM)
    ManagerFactory()
    said = {"somebody_else": "Police control room", "reason": "Said he would not see the morning."}

    row = record_disclosure(person=person, basis=Basis.DANGER, decided_by=manager, by=colleague, **said, **TOLD)

    assert (row.recipient_name, row.decided_by, row.consent) == ("Police control room", manager, None)
    notice = Message.objects.get()
    assert (notice.recipient, notice.kind, notice.person_key) == (manager, Kind.TOLD_IN_DANGER, person.pk)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"basis": "danger", "somebody_else": "Police"}, "what made it necessary"),
        ({"basis": "danger", "reason": "Ill"}, "Choose whom it was told to"),
        ({"basis": "consent"}, "Choose whom it was told to"),
        ({"basis": "consent", "on": dt.date(2026, 11, 6)}, "cannot be in the future"),
    ],
)
def test_what_cannot_stand_is_refused(person, worker, said, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        record_disclosure(person=person, by=worker, **TOLD | said)


def test_what_was_told_before_they_took_it_back_and_written_down_after_is_on_the_list(person, worker):
    agency = AgencyFactory()
    ConsentFactory(person=person, to=agency)
    ConsentFactory(
        person=person,
        to=agency,
        decision="withdrawn",
        decided_date=TODAY,
        recorded_at=dt.datetime(2026, 11, 5, 9, tzinfo=dt.UTC),
    )
    yesterday = TOLD | {"on": dt.date(2026, 11, 4)}

    record_disclosure(person=person, basis="consent", recipient=agency, by=worker, **yesterday)

    assert person.disclosures.to_tell().count() == 1


@pytest.mark.parametrize(
    ("dates", "covered"),
    [
        ({}, True),
        ({"until_date": dt.date(2026, 10, 2)}, True),
        ({"until_date": dt.date(2026, 10, 1)}, False),
        ({"from_date": dt.date(2026, 10, 3)}, False),
    ],
)
def test_disclosure_knows_whether_an_agreement_was_in_date(person, dates, covered):
    row = DisclosureFactory(person=person, shared_date=dt.date(2026, 10, 2))
    SharingAgreementFactory(agency=row.agency, **dates)
    SharingAgreementFactory()

    assert Disclosure.objects.with_agreement().get().has_agreement is covered


def test_agreement_is_kept_and_corrected(worker):
    prison, key = PrisonFactory(), uuid.uuid4()
    for _ in range(2):
        made = add_agreement(partner=prison, reference="A 7", from_date=TODAY, new_id=key, by=worker)
    edited = edit_agreement(agreement=made, read_at_version=1, until_date=dt.date(2027, 11, 5), by=worker)

    assert (edited.partner, edited.until_date, edited.version) == (prison, dt.date(2027, 11, 5), 2)
    assert Event.objects.count() == 2
    with pytest.raises(RuleBroken, match="before the first day"):
        edit_agreement(agreement=edited, read_at_version=2, until_date=dt.date(2026, 11, 1), by=worker)
