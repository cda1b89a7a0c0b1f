"""An offer, or its answer, recorded by mistake is taken back; what is built on it is not."""

import datetime as dt
import uuid

import pytest

from audit.models import Event
from core.errors import RuleBroken
from referrals.enums import OfferOutcome, ReferralState
from referrals.models import Offer
from referrals.services.offers import agree_to_take_part, answer_offer, offer_service, undo_answer, undo_offer
from tests.factories.accounts import PrisonMentorUserFactory
from tests.factories.people import AccessFactory
from tests.factories.referrals import ReferralFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-10-05T10:00Z")]
TODAY = dt.date(2026, 10, 5)
IN_A_MONTH = dt.date(2026, 11, 2)


@pytest.fixture
def worker():
    return PrisonMentorUserFactory()


@pytest.fixture
def referral():
    return ReferralFactory(state=ReferralState.ELIGIBLE)


@pytest.fixture
def offered(referral, worker):
    def offer(at="2026-10-05T10:00+00:00", **said):
        key, moment = uuid.uuid4(), dt.datetime.fromisoformat(at)
        said = {"channel": "letter", "on": TODAY, "by": worker, "new_id": key, "at": moment} | said
        offer_service(referral=referral, **said)
        return key

    return offer


@pytest.mark.parametrize("outcome", ["", OfferOutcome.NOT_NOW, OfferOutcome.SAID_NO, OfferOutcome.NOT_SEEN])
def test_offer_taken_back_leaves_the_referral_as_it_was_and_the_trail_knows_it(referral, worker, offered, outcome):
    key = offered(outcome=outcome, later_date=IN_A_MONTH, note="Tired")

    for _ in range(2):
        referral = undo_offer(referral=referral, offer_key=key, by=worker)

    assert (referral.state, Offer.objects.count()) == (ReferralState.ELIGIBLE, 0)
    (event,) = Event.objects.filter(action="undo_offer")
    assert (event.subject_key, event.person_key, event.after) == (
        referral.pk,
        referral.person_id,
        {"state": "eligible"},
    )
    assert (event.before["channel"], event.before["outcome"], event.before["note"]) == ("letter", outcome, "Tired")


def test_second_offer_taken_back_brings_the_first_answer_back(referral, worker, offered):
    first = offered(outcome=OfferOutcome.NOT_NOW, later_date=IN_A_MONTH)
    second = offered(at="2026-10-05T10:30+00:00")

    with pytest.raises(RuleBroken, match="latest offer first"):
        undo_offer(referral=referral, offer_key=first, by=worker)
    undo_offer(referral=referral, offer_key=second, by=worker)

    referral.refresh_from_db()
    assert (referral.state, referral.offers.get().pk) == (ReferralState.NOT_NOW, first)


def test_answer_taken_back_waits_for_another(referral, worker, offered):
    key = offered()
    answer_offer(referral=referral, outcome=OfferOutcome.SAID_NO, on=TODAY, note="Not today", by=worker)

    for _ in range(2):
        undo_answer(referral=referral, offer_key=key, by=worker)

    offer = Offer.objects.get()
    referral.refresh_from_db()
    assert (referral.state, offer.outcome, offer.answered_date) == (ReferralState.OFFERED, "", None)
    assert Event.objects.get(action="undo_answer").before["note"] == "Not today"
    answer_offer(referral=referral, outcome=OfferOutcome.NOT_SEEN, on=TODAY, by=worker)


@pytest.mark.parametrize("undo", [undo_offer, undo_answer])
def test_yes_is_never_taken_back(referral, worker, offered, undo):
    key = offered()
    referral.refresh_from_db()
    agree_to_take_part(referral=referral, on=TODAY, by=worker)

    with pytest.raises(RuleBroken, match="a case was opened"):
        undo(referral=referral, offer_key=key, by=worker)


@pytest.mark.parametrize("undo", [undo_offer, undo_answer])
def test_answer_after_which_they_were_referred_again_stays(referral, worker, offered, undo):
    key = offered(outcome=OfferOutcome.SAID_NO)
    ReferralFactory(person=referral.person, programme=referral.programme, episode=referral.episode)

    with pytest.raises(RuleBroken, match="referred again since"):
        undo(referral=referral, offer_key=key, by=worker)
    with pytest.raises(RuleBroken, match="referred again since"):
        offered(at="2026-10-05T11:00+00:00")

    assert Offer.objects.get().outcome == OfferOutcome.SAID_NO


@pytest.mark.parametrize(
    ("what", "said", "state"),
    [
        ("offer", "Offer taken back.", ReferralState.ELIGIBLE),
        ("answer", "Answer taken back.", ReferralState.OFFERED),
    ],
)
def test_page_offers_to_take_back_the_latest(as_user, referral, worker, offered, what, said, state):
    AccessFactory(person=referral.person, user=worker)
    key = offered(outcome=OfferOutcome.NOT_SEEN)
    browser = as_user(worker)
    page = browser.get(referral.get_absolute_url())
    address = f"{referral.get_absolute_url()}{what}/undo/"
    assert address in page.text

    response = browser.post(address, {"offer": str(key)}, follow=True)

    referral.refresh_from_db()
    assert said in response.text
    assert referral.state == state


def test_page_without_the_key_asks_to_open_it_again(as_user, referral, worker, offered):
    AccessFactory(person=referral.person, user=worker)
    offered()

    response = as_user(worker).post(f"{referral.get_absolute_url()}offer/undo/", {"offer": "x"}, follow=True)

    assert "Open this page again" in response.text
    assert Offer.objects.count() == 1
