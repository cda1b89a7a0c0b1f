"""Forms of referrals, agencies, programmes and what is told to others."""

from referrals.enums import OfferOutcome, ReferralState
from referrals.models import Offer, OnwardMove
from tests import kinds, place_kinds, sharing_kinds
from tests.factories.people import ConsentFactory
from tests.factories.referrals import AgencyFactory, AgencyLinkFactory, ServiceFactory
from tests.forms.sent import DAY, Sent

CONSENT = {"purpose": "texts", "decision": "given", "how": "signed"}


def offered_referral(world):
    return [kinds.referral_of(world, state=ReferralState.OFFERED, offer__on_date=DAY).pk]


def latest_offer(world):
    return {"offer": Offer.objects.get(outcome=OfferOutcome.SAID_NO).pk}


def eligible_referral(world):
    return [kinds.referral_of(world, state=ReferralState.ELIGIBLE).pk]


def onward_agreed(world):
    service = ServiceFactory()
    ConsentFactory(person=world.person, to=service.agency)
    return {"service": service.pk, "what": "Needs a bed.", "on": DAY}


FORMS = {
    "referrals:agency_edit": Sent(kinds.agency, "administrator", lambda world: {"phone": "0141 496 0002"}),
    "referrals:agency_close": Sent(kinds.agency, "administrator"),
    "referrals:agency_reopen": Sent(kinds.closed_agency, "administrator"),
    "referrals:consent_add": Sent(kinds.person, data=lambda world: CONSENT),
    "referrals:place_close": Sent(place_kinds.place, "administrator"),
    "referrals:place_edit": Sent(place_kinds.place, "administrator", lambda world: {"phone": "0141 496 0002"}),
    "referrals:place_opening": Sent(place_kinds.place, "administrator", lambda world: {"monday": "9 to 5"}),
    "referrals:place_reopen": Sent(place_kinds.closed_place, "administrator"),
    "referrals:picture_put_back": Sent(place_kinds.picture_taken_down, "administrator"),
    "referrals:picture_take_down": Sent(place_kinds.picture, "administrator"),
    "referrals:programme_counting": Sent(kinds.programme, "administrator", lambda world: {"phone_meetings_most": "2"}),
    "referrals:programme_papers": Sent(
        kinds.programme, "administrator", lambda world: {"paper_office_line": "Our office: 0800 496 0000"}
    ),
    "referrals:programme_waiting": Sent(kinds.programme, "administrator", lambda world: {"plan_hold_days": "30"}),
    "referrals:programme_edit": Sent(kinds.programme, "administrator", lambda world: {"minimum_meetings": "4"}),
    "referrals:referral_accept": Sent(kinds.waiting_referral),
    "referrals:referral_answer": Sent(offered_referral, data=lambda world: {"outcome": "said-no", "on": DAY}),
    "referrals:referral_decline": Sent(kinds.waiting_referral, data=lambda world: {"reason": "other"}),
    "referrals:referral_offer": Sent(
        eligible_referral, data=lambda world: {"channel": "in-person", "outcome": "not-seen", "on": DAY}
    ),
    "referrals:referral_offer_again": Sent(kinds.refused_referral, data=lambda world: {"new_id": world.team.pk}),
    "referrals:referral_offer_undo": Sent(kinds.refused_referral, data=latest_offer),
    "referrals:referral_answer_undo": Sent(kinds.refused_referral, data=latest_offer),
    "referrals:agreement_add": Sent(
        by="administrator", data=lambda world: {"partner": AgencyFactory().pk, "reference": "A 7", "from_date": DAY}
    ),
    "referrals:agreement_edit": Sent(sharing_kinds.agreement, "administrator", lambda world: {"reference": "A 8"}),
    "referrals:disclosure_add": Sent(
        kinds.person,
        data=lambda world: {
            "basis": "danger",
            "somebody_else": "Police control room",
            "reason": "Said he would not see the morning.",
            "what": "Where he was last seen.",
            "purpose": "A welfare check",
            "on": DAY,
        },
    ),
    "referrals:agency_link_answer": Sent(
        data=lambda world: {
            "secret": AgencyLinkFactory(onward__person=world.person).secret,
            "state": "accepted",
            "new_id": kinds.NEW_KEY,
        },
    ),
    "referrals:directory_check": Sent(kinds.service, data=lambda world: {"version": "1"}),
    "referrals:directory_service": Sent(kinds.service, data=lambda world: {"availability": "full"}),
    "referrals:programme_onward": Sent(kinds.programme, "administrator", lambda world: {"onward_link_days": "3"}),
    "referrals:onward_link": Sent(sharing_kinds.onward),
    "referrals:onward_link_take_back": Sent(sharing_kinds.onward_with_link),
    "referrals:onward_undo": Sent(sharing_kinds.moved_onward, data=lambda world: {"move": OnwardMove.objects.get().pk}),
    "referrals:onward": Sent(sharing_kinds.onward, data=lambda world: {"state": "accepted", "on": DAY}),
    "referrals:onward_add": Sent(kinds.person, data=onward_agreed),
    "referrals:withdrawal_told": Sent(sharing_kinds.withdrawn_disclosure),
    "referrals:referral_reconsider": Sent(kinds.declined_referral),
}
