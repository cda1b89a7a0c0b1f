"""Two roads in a real browser: a refusal that becomes a yes, and a consent taken back while a referral is open."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.enums import Role
from mentoring.models import Case
from people.enums import AccessReason
from people.models import Consent
from referrals.enums import OnwardState, ReferralState
from referrals.models import OnwardReferral, Referral
from tests.factories.accounts import PrisonMentorUserFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.people import AccessFactory
from tests.factories.prisons import ReleaseDateFactory
from tests.factories.referrals import ProgrammeFactory, ReferralFactory, ServiceFactory
from tests.plugins.pages import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_refusal_becomes_a_yes(walker):
    mentor = PrisonMentorUserFactory()
    MentorFactory(user=mentor)
    row = ReferralFactory(programme=ProgrammeFactory(team=mentor.team), state=ReferralState.ELIGIBLE)
    triage = {"team": mentor.team, "role": Role.PRISON_MENTOR, "reason": AccessReason.TRIAGE}
    AccessFactory(person=row.person, user=None, **triage)
    ReleaseDateFactory(episode=row.episode, stated_date=timezone.localdate() + dt.timedelta(days=60))
    someone = walker(DESK)
    someone.sign_in(mentor)

    someone.go(f"/referrals/{row.pk}/")
    someone.press("Offer the service")
    someone.assert_fits_and_accessible()
    someone.tick("In person")
    someone.tick("Said no for now")
    someone.fill("In their words, or why not seen", "Wants to be left alone")
    someone.press("Save the offer")
    someone.reads("Said no for now. The service can be offered again at any time.")
    someone.go("/referrals/?state=said-no")
    someone.assert_fits_and_accessible()
    someone.press_first("Offered again")
    someone.reads("Offered again today, in person.")
    someone.press("They agreed: sign them up")
    someone.reads("You can stop at any time")
    someone.assert_fits_and_accessible()
    someone.tick("Signed on paper")
    someone.press("They agree to take part")
    someone.reads("agreed to take part")

    assert Referral.objects.get().state == ReferralState.AGREED
    assert [offer.outcome for offer in row.offers.all()] == ["said-no", "agreed"]
    assert Case.objects.get().referral == row


def test_consent_taken_back_stops_an_open_referral(walker):
    mentor = MentorFactory()
    case = CaseFactory(lead=mentor, referral__programme__team=mentor.user.team)
    service = ServiceFactory(name="A room of one’s own", agency__name="Marl Housing")
    someone = walker(PHONE)
    someone.sign_in(mentor.user)

    someone.go(f"/people/{case.person_id}/?tab=consents")
    someone.press("Referred on to partner agencies")
    someone.press_first("Refer them on")
    someone.choose("Service", service.name)
    someone.fill("What they are told", "Out in May and needs a door that locks.")
    someone.press("Send the referral")
    someone.reads("Sharing with a partner agency: Marl Housing")
    assert not OnwardReferral.objects.exists()
    someone.assert_fits_and_accessible()
    someone.press("Record their consent")
    someone.tick("Signed on paper")
    someone.press("Save the decision")
    someone.press("Go on with what you were writing")
    someone.reads("Kept as sent, with what they were told.")
    someone.reads("Out in May and needs a door that locks.")

    someone.go(f"/people/{case.person_id}/consents/")
    someone.press_first("Take back")
    someone.tick("Signed on paper")
    someone.press("Save the decision")
    someone.reads("To tell that they took it back")
    someone.assert_fits_and_accessible()
    assert OnwardReferral.objects.get().state == OnwardState.STOPPED
    assert not Consent.objects.in_force().exists()
    someone.press_first("Told")
    someone.reads("Ticked off.")
    assert not case.person.disclosures.to_tell().exists()
