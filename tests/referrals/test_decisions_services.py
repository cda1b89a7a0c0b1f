import datetime as dt
import uuid

import pytest

from audit.models import Event
from core.errors import RuleBroken
from people.enums import Decision, Purpose
from people.models import Consent
from people.services.consents import ConsentNeeded, need_consent
from referrals.enums import OnwardState
from referrals.services.decisions import record_decision
from referrals.services.disclosures import record_told
from tests.factories.accounts import UserFactory
from tests.factories.people import ConsentFactory, PersonFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import AgencyFactory, DisclosureFactory, OnwardReferralFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-05T10:00Z")]
TODAY = dt.date(2026, 11, 5)


@pytest.fixture
def worker():
    return UserFactory()


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def decide(person, worker):
    def decide(decision, purpose=Purpose.SHARING, **said):
        given = {"how": "signed", "decided_date": TODAY, "by": worker}
        return record_decision(person=person, purpose=purpose, decision=decision, **given | said)

    return decide


def test_withdrawal_stops_what_is_on_its_way_and_lists_whom_to_tell(person, worker, decide):
    sent, other = OnwardReferralFactory(person=person), OnwardReferralFactory(person=person)
    somebody_else = OnwardReferralFactory(person=PersonFactory(), service=sent.service)

    withdrawal = decide(Decision.WITHDRAWN, recipient=sent.service.agency)

    for row in (sent, other, somebody_else):
        row.refresh_from_db()
    assert [row.state for row in (sent, other, somebody_else)] == ["stopped", "sent", "sent"]
    assert [row.withdrawal for row in person.disclosures.to_tell()] == [withdrawal]
    assert Event.objects.get().after["stopped"] == 1

    assert record_told(disclosure=sent.disclosure, by=worker) == 1
    assert record_told(disclosure=sent.disclosure, by=worker) == 0
    assert not person.disclosures.to_tell().exists()


def test_who_agrees_again_before_anybody_was_told_need_not_be_told(person, decide):
    agency = DisclosureFactory(person=person).agency
    decide(Decision.WITHDRAWN, recipient=agency)
    decide(Decision.GIVEN, recipient=agency)

    assert not person.disclosures.to_tell().exists()


def test_no_to_somebody_known_by_name_alone_touches_nobody_else(person, decide):
    DisclosureFactory(person=person)

    decide(Decision.WITHDRAWN, recipient="A church that closed")

    assert not person.disclosures.to_tell().exists()


def test_yes_to_somebody_known_by_name_alone_tells_nobody_else_less(person, decide):
    agency = DisclosureFactory(person=person).agency
    decide(Decision.GIVEN, recipient="A church that closed")

    decide(Decision.WITHDRAWN, recipient=agency)

    assert person.disclosures.to_tell().count() == 1


def test_withdrawal_holds_for_an_agency_that_has_changed_its_name(person, decide):
    agency = DisclosureFactory(person=person).agency
    agency.name = "Another Name"
    agency.save()
    decide(Decision.WITHDRAWN, recipient=agency)

    assert list(person.consents.in_force()) == []


def test_who_no_longer_takes_part_takes_everything_back(person, decide):
    sent = OnwardReferralFactory(person=person)
    ConsentFactory(person=person, purpose=Purpose.TEXTS, recipient_name="")
    decide(Decision.GIVEN, Purpose.TAKING_PART)

    decide(Decision.WITHDRAWN, Purpose.TAKING_PART)

    sent.refresh_from_db()
    assert sent.state == OnwardState.STOPPED
    assert list(person.consents.in_force()) == []
    assert person.disclosures.to_tell().count() == 1


def test_form_sent_twice_is_one_decision(person, decide):
    agency, key = AgencyFactory(), uuid.uuid4()
    for _ in range(2):
        decide(Decision.GIVEN, recipient=agency, new_id=key)

    assert (Consent.objects.count(), Event.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("rows", "on", "ran_out"),
    [
        ([], TODAY, False),
        ([{"decision": "refused"}], TODAY, False),
        ([{}, {"decision": "withdrawn"}], TODAY, False),
        ([{"expires_date": dt.date(2026, 11, 4)}], TODAY, True),
        ([{}], dt.date(2026, 9, 30), False),
    ],
    ids=["never asked", "said no", "taken back", "ran out", "before it was given"],
)
def test_missing_consent_is_named(person, rows, on, ran_out):
    agency = AgencyFactory()
    for minute, row in enumerate(rows):
        at = dt.datetime(2026, 10, 1, 9, minute, tzinfo=dt.UTC)
        ConsentFactory(person=person, to=agency, recorded_at=at, **row)
    ConsentFactory(person=person, to=AgencyFactory())
    ConsentFactory(to=agency)

    with pytest.raises(ConsentNeeded) as refusal:
        need_consent(person=person, purpose=Purpose.SHARING, recipient=agency, on=on)

    needed = refusal.value
    assert (needed.purpose, needed.recipient, needed.ran_out) == (Purpose.SHARING, agency, ran_out)
    assert ("has run out" if ran_out else "is missing") in str(needed)


@pytest.mark.parametrize("last_day", [None, TODAY])
def test_consent_in_force_is_given_back(person, last_day):
    prison = PrisonFactory()
    given = ConsentFactory(person=person, to=prison, expires_date=last_day)

    assert need_consent(person=person, purpose=Purpose.SHARING, recipient=prison) == given
    assert list(Consent.objects.in_force()) == [given]
    assert list(Consent.objects.in_force(on=dt.date(2027, 1, 1))) == ([given] if last_day is None else [])


def test_yes_that_ends_before_it_begins_is_refused(decide):
    with pytest.raises(RuleBroken, match="before the day they agreed"):
        decide(Decision.GIVEN, recipient=AgencyFactory(), expires_date=dt.date(2026, 11, 4))
