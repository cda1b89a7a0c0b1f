import datetime as dt

import pytest

from accounts.enums import Role
from audit.models import Event
from people.enums import AccessReason
from people.models import Person
from people.services.consents import record_consent
from referrals.counting import Cut, counts
from referrals.enums import DeclineReason, OfferOutcome, ReferralState
from referrals.models import Referral
from referrals.services.refusals import Purged, purge_refusals
from tests.factories.accounts import ManagerFactory
from tests.factories.people import AccessFactory, IdentifierFactory
from tests.factories.referrals import DisclosureFactory, ProgrammeFactory, ReferralFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-22T10:00Z", tick=False)]
A_YEAR_AGO, NOT_YET = dt.date(2025, 11, 22), dt.date(2025, 11, 23)


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def programme(manager):
    return ProgrammeFactory(team=manager.team, refusal_kept_months=12)


@pytest.fixture
def refused(programme):
    def refused(day=A_YEAR_AGO, **fields):
        said = {"offer__on_date": day, "offer__note": "Not for me", "source_note": "His sister, 0141 496 0000"}
        row = ReferralFactory(**{"programme": programme, "state": ReferralState.SAID_NO, **said, **fields})
        manager = {"team": programme.team, "role": Role.MANAGER, "reason": AccessReason.TEAM}
        AccessFactory(person=row.person, user=None, **manager)
        IdentifierFactory(person=row.person)
        return row

    return refused


def names_of(referral):
    person = Person.objects.get(pk=referral.person_id)
    return person.full_name, person.birth_date, person.identifiers.count()


def test_after_its_time_nothing_says_who_refused_and_they_stay_counted(refused, manager):
    row = refused()
    cut = Cut(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    before = counts(manager, cut)

    assert purge_refusals(by=None) == Purged(referrals=1, people=1)
    assert purge_refusals(by=None) == Purged()

    assert names_of(row) == ("Details Removed", None, 0)
    row.refresh_from_db()
    assert (row.state, row.source_note, row.offers.get().note) == (ReferralState.SAID_NO, "", "")
    assert not Referral.objects.visible_to(manager).exists()
    assert (counts(manager, cut).received, before.received) == (1, 1)
    assert Event.objects.get().after == {"referrals": 1, "people": 1}


def test_declined_goes_by_the_day_of_the_decision(refused, manager):
    at = dt.datetime(2025, 11, 1, 9, tzinfo=dt.UTC)
    decided = {"decided_at": at, "decided_by": manager, "decline_reason": DeclineReason.SEX}
    refused(state=ReferralState.DECLINED, offer=None, decline_note="Told the officer", **decided)

    assert purge_refusals(by=None).people == 1


@pytest.mark.parametrize("kept", ["too young", "waits", "agreed once", "shared", "said yes to texts", "longer setting"])
def test_who_is_still_needed_stays(refused, programme, manager, kept):
    row = refused(day=NOT_YET if kept == "too young" else A_YEAR_AGO)
    if kept in ("waits", "agreed once"):
        state = ReferralState.RECEIVED if kept == "waits" else ReferralState.AGREED
        ReferralFactory(person=row.person, episode=row.episode, state=state)
    elif kept == "shared":
        DisclosureFactory(person=row.person)
    elif kept == "longer setting":
        programme.refusal_kept_months = 13
        programme.save()
    elif kept == "said yes to texts":
        said = {"purpose": "texts", "decision": "given", "how": "signed", "decided_date": A_YEAR_AGO}
        record_consent(person=row.person, by=manager, **said)

    assert purge_refusals(by=None).people == 0
    assert names_of(row)[0] == row.person.full_name


def test_not_now_is_no_refusal(refused):
    refused(state=ReferralState.NOT_NOW, offer__outcome=OfferOutcome.NOT_NOW)

    assert purge_refusals(by=None) == Purged()
