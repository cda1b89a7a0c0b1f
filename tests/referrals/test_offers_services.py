import datetime as dt
import uuid

import pytest

from audit.models import Event
from core.errors import RuleBroken
from referrals.enums import OfferOutcome, ReferralState
from referrals.models import Offer, Referral
from referrals.services.offers import agree_to_take_part, answer_offer, offer_service
from tests.factories.accounts import PrisonMentorUserFactory
from tests.factories.referrals import ReferralFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-10-05T10:00Z")]
TODAY = dt.date(2026, 10, 5)
IN_A_MONTH = dt.date(2026, 11, 2)


@pytest.fixture
def worker():
    return PrisonMentorUserFactory()


def offered(referral, worker, **said):
    return offer_service(referral=referral, **{"channel": "in-person", "on": TODAY, "by": worker} | said)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("", ReferralState.OFFERED),
        (OfferOutcome.NOT_NOW, ReferralState.NOT_NOW),
        (OfferOutcome.SAID_NO, ReferralState.SAID_NO),
        (OfferOutcome.NOT_SEEN, ReferralState.NOT_REACHED),
        (OfferOutcome.NO_ANSWER, ReferralState.NOT_REACHED),
    ],
)
def test_offer_with_its_outcome_is_one_row_and_says_where_the_referral_stands(worker, outcome, state):
    referral = offered(
        ReferralFactory(state=ReferralState.ELIGIBLE), worker, outcome=outcome, later_date=IN_A_MONTH, note="Tired"
    )

    assert referral.state == state
    offer = Offer.objects.get()
    assert (offer.referral, offer.outcome, offer.offered_by) == (referral, outcome, worker)
    assert offer.later_date == (IN_A_MONTH if outcome == OfferOutcome.NOT_NOW else None)
    assert offer.answered_date == (TODAY if outcome else None)
    assert Event.objects.get().person_key == referral.person_id


@pytest.mark.parametrize("state", [ReferralState.NOT_NOW, ReferralState.SAID_NO, ReferralState.NOT_REACHED])
def test_service_is_offered_again_and_a_no_becomes_a_yes(worker, state):
    referral = offered(ReferralFactory(state=state), worker)
    agree_to_take_part(referral=referral, on=TODAY, by=worker)

    referral.refresh_from_db()
    assert referral.state == ReferralState.AGREED
    assert [offer.outcome for offer in referral.offers.all()][1:] == [OfferOutcome.AGREED]


def test_who_hears_of_it_and_agrees_in_one_talk_has_one_offer(worker):
    referral = agree_to_take_part(referral=ReferralFactory(state=ReferralState.ELIGIBLE), on=TODAY, by=worker)

    assert list(referral.offers.values_list("outcome", flat=True)) == [OfferOutcome.AGREED]


def test_letter_waits_for_its_answer(worker):
    referral = offered(ReferralFactory(state=ReferralState.ELIGIBLE), worker, channel="letter")
    said = {"outcome": OfferOutcome.NOT_NOW, "on": TODAY, "later_date": IN_A_MONTH, "note": "After his trial"}
    for _ in range(2):
        answered = answer_offer(referral=referral, by=worker, **said)

    assert answered.state == ReferralState.NOT_NOW
    assert Offer.objects.get().later_date == IN_A_MONTH
    assert Event.objects.count() == 2


def test_form_sent_twice_is_one_offer(worker):
    referral, key = ReferralFactory(state=ReferralState.ELIGIBLE), uuid.uuid4()
    for _ in range(2):
        offered(referral, worker, new_id=key, outcome=OfferOutcome.SAID_NO)

    assert (Offer.objects.count(), Event.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("state", "said", "sentence"),
    [
        (ReferralState.ELIGIBLE, {"on": dt.date(2026, 10, 6)}, "cannot be in the future"),
        (ReferralState.ELIGIBLE, {"outcome": "not-now"}, "Enter when to offer it again"),
        (ReferralState.ELIGIBLE, {"outcome": "not-now", "later_date": TODAY}, "Enter when to offer it again"),
        (ReferralState.ELIGIBLE, {"outcome": "agreed"}, "sign them up"),
        (ReferralState.OFFERED, {}, "now at “Offered”"),
        (ReferralState.DECLINED, {}, "now at “Not for this service”"),
        (ReferralState.AGREED, {}, "now at “Agreed to take part”"),
    ],
)
def test_offer_that_makes_no_sense_is_refused(worker, state, said, sentence):
    reason = {"decline_reason": "other"} if state == ReferralState.DECLINED else {}
    referral = ReferralFactory(state=state, **reason)
    before = Offer.objects.count()

    with pytest.raises(RuleBroken, match=sentence):
        offered(referral, worker, **said)

    assert Offer.objects.count() == before


def test_answer_before_the_offer_is_refused(worker):
    referral = ReferralFactory(state=ReferralState.OFFERED, offer__on_date=TODAY)

    with pytest.raises(RuleBroken, match="before the day of the offer"):
        answer_offer(referral=referral, outcome="said-no", on=dt.date(2026, 10, 4), by=worker)


def test_not_now_waits_for_its_day():
    soon = ReferralFactory(state=ReferralState.NOT_NOW, offer__later_date=IN_A_MONTH)
    other = ReferralFactory()
    rows = Referral.objects.with_latest_offer()

    assert set(rows.due(dt.date(2026, 11, 1))) == {other}
    assert set(rows.due(IN_A_MONTH)) == {other, soon}
