import datetime as dt
import uuid

import pytest
import time_machine

from accounts.enums import Role
from audit.enums import Verb
from audit.models import Event
from mentoring.models import Case
from people.enums import AccessReason, AlertKind, Purpose
from people.models import Consent
from people.services.alerts import add_alert
from referrals.enums import OFFERED_AGAIN, ReferralState
from tests.factories.accounts import PrisonMentorUserFactory
from tests.factories.people import AccessFactory
from tests.factories.prisons import ReleaseDateFactory
from tests.factories.referrals import AgencyFactory, ProgrammeFactory, ReferralFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-10-05T10:00Z", tick=False):
        yield


@pytest.fixture
def mentor():
    return PrisonMentorUserFactory()


@pytest.fixture
def browser(as_user, mentor):
    return as_user(mentor)


@pytest.fixture
def make(mentor):
    def make(state):
        row = ReferralFactory(programme=ProgrammeFactory(team=mentor.team), state=state)
        access = {"team": mentor.team, "role": Role.PRISON_MENTOR, "reason": AccessReason.TRIAGE}
        AccessFactory(person=row.person, user=None, **access)
        ReleaseDateFactory(episode=row.episode)
        return row

    return make


@pytest.fixture
def referral(make):
    return make(ReferralState.OFFERED)


def agreement(**changes):
    return {
        "new_id": str(uuid.uuid4()),
        "how": "spoken",
        "witness": "Hall officer Reid",
        "agreed_date_day": "5",
        "agreed_date_month": "10",
        "agreed_date_year": "2026",
        **changes,
    }


def test_words_to_read_aloud_stand_beside_the_form(browser, referral):
    response = browser.get(f"/referrals/{referral.pk}/sign-up/")

    assert "You can stop at any time" in response.text
    assert Event.objects.get().person_key == referral.person_id


def test_agreement_opens_the_case_and_says_what_happens_next(browser, referral, mentor):
    housing = AgencyFactory(name="Marl Housing")
    AgencyFactory(name="Closed Agency", closed_date=dt.date(2026, 1, 1))

    response = browser.post(f"/referrals/{referral.pk}/sign-up/", agreement(share_with=[str(housing.pk)], texts="on"))

    case = Case.objects.get()
    assert response.url == f"/cases/{case.pk}/signed-up/"
    assert (case.referral, case.opened_date) == (referral, dt.date(2026, 10, 5))
    given = Consent.objects.values_list("purpose", "recipient_name", "witness")
    assert set(given) == {
        (Purpose.TAKING_PART, "", "Hall officer Reid"),
        (Purpose.SHARING, "Marl Housing", "Hall officer Reid"),
        (Purpose.TEXTS, "", "Hall officer Reid"),
    }
    assert Event.objects.get().action == "sign_up"
    page = browser.get(response.url)
    assert case.reference in page.text
    assert "A manager finds a mentor." in page.text


def test_closed_agency_is_not_offered_for_sharing(browser, referral):
    AgencyFactory(name="Closed Agency", closed_date=dt.date(2026, 1, 1))

    assert "Closed Agency" not in browser.get(f"/referrals/{referral.pk}/sign-up/").text


def test_after_the_agreement_what_comes_next_is_one_press_away(browser, referral):
    page = browser.post(f"/referrals/{referral.pk}/sign-up/", agreement(), follow=True).text

    case = Case.objects.get()
    person = f"/people/{case.person_id}/"
    for path in (f"/cases/{case.pk}/preferences/", f"/cases/{case.pk}/needs/", f"{person}?tab=plan"):
        assert f'href="{path}"' in page


def test_same_agreement_sent_twice_opens_one_case(browser, referral):
    typed = agreement()

    answers = [browser.post(f"/referrals/{referral.pk}/sign-up/", typed).url for _ in range(2)]

    assert answers[0] == answers[1]
    assert (Case.objects.count(), Consent.objects.count()) == (1, 1)


@pytest.mark.parametrize("state", sorted(OFFERED_AGAIN | {ReferralState.ELIGIBLE}))
def test_someone_who_agrees_on_the_spot_needs_no_separate_offer(browser, make, state):
    referral = make(state)

    browser.post(f"/referrals/{referral.pk}/sign-up/", agreement())

    referral.refresh_from_db()
    offer = referral.offers.newest_first()[0]
    assert (referral.state, offer.outcome, offer.on_date) == (ReferralState.AGREED, "agreed", dt.date(2026, 10, 5))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"witness": ""}, "Enter the name of the witness"),
        ({"agreed_date_day": "6"}, "cannot be in the future"),
        ({"how": ""}, "Choose an answer to “How did they agree?”"),
    ],
)
def test_agreement_that_cannot_stand_opens_nothing(browser, referral, typed, sentence):
    response = browser.post(f"/referrals/{referral.pk}/sign-up/", agreement(**typed))

    assert sentence in response.text
    assert (Case.objects.count(), Consent.objects.count()) == (0, 0)
    assert Event.objects.get().verb == Verb.VIEWED


def test_undecided_referral_cannot_be_signed_up(browser, referral):
    referral.state = ReferralState.RECEIVED
    referral.save()

    response = browser.post(f"/referrals/{referral.pk}/sign-up/", agreement())

    assert "This referral is now at “Waiting for a decision”" in response.text


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (ReferralState.RECEIVED, "Decide first whether this service is for them."),
        (ReferralState.AGREED, "They have already agreed to take part."),
    ],
)
def test_person_who_is_not_to_be_asked_now_is_not_asked(browser, referral, state, sentence):
    referral.state = state
    referral.save()

    response = browser.get(f"/referrals/{referral.pk}/sign-up/", follow=True)

    assert response.redirect_chain == [(f"/referrals/{referral.pk}/", 302)]
    assert sentence in response.text


def test_alerts_stand_above_the_words_to_read_aloud(browser, referral, mentor):
    add_alert(
        person=referral.person,
        kind=AlertKind.RISK_TO_STAFF,
        text="Meet in twos.",
        source="Hall officer",
        review_date=dt.date(2027, 1, 5),
        told_person=True,
        by=mentor,
    )

    assert "Meet in twos." in browser.get(f"/referrals/{referral.pk}/sign-up/").text
    assert "Meet in twos." in browser.get(f"/referrals/{referral.pk}/").text


def test_sign_up_of_a_stranger_is_not_found(browser):
    assert browser.get(f"/referrals/{ReferralFactory().pk}/sign-up/").status_code == 404
