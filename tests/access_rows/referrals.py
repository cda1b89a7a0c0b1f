"""Rows of the access table (tests/test_access.py) for the URLs of referrals."""

from tests import kinds, place_kinds, sharing_kinds
from tests.access import Row
from tests.access_rows.statuses import (
    ANYONE,
    CASEWORKERS,
    CONFIGURE,
    MANAGERS,
    RECORD,
    STAFF,
    TAKING_IN,
    TRIAGE,
    moved,
    not_here,
)

# fmt: off
ROWS = {
    "referrals:counts_export": Row(get=MANAGERS, post=not_here(MANAGERS), trail=1),
    "referrals:referral_counts": Row(get=MANAGERS, post=not_here(MANAGERS)),
    "referrals:consent_add": Row(get=RECORD, post=RECORD, kind=kinds.person, trail=1),
    "referrals:consent_list": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.person, trail=1),
    "referrals:disclosure_list": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.person, trail=1),
    "referrals:disclosure_add": Row(get=RECORD, post=RECORD, kind=kinds.person, trail=1),
    # For partner agencies, who have no account. Without a secret nothing opens, and signing in opens no more.
    "referrals:agency_link": Row(get=ANYONE, post=not_here(ANYONE), query="?key=" + "x" * 43),
    "referrals:agency_link_answer": Row(get=not_here(ANYONE), post=ANYONE.replace("200", "404")),
    "referrals:agency_link_read": Row(get=not_here(ANYONE), post=ANYONE.replace("200", "404")),
    "referrals:agency_link_thanks": Row(get=ANYONE, post=not_here(ANYONE)),
    "referrals:onward_link": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=sharing_kinds.onward),
    "referrals:onward_link_take_back": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=sharing_kinds.onward_with_link),
    "referrals:onward_undo": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=sharing_kinds.onward, moved=0),
    "referrals:onward": Row(get=RECORD, post=RECORD, kind=sharing_kinds.onward, trail=1),
    "referrals:onward_add": Row(get=RECORD, post=RECORD, kind=kinds.person, trail=1),
    "referrals:onward_list": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.person, trail=1),
    "referrals:withdrawal_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "referrals:withdrawal_told": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=sharing_kinds.withdrawn_disclosure),
    "referrals:referral": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.waiting_referral, trail=1),
    "referrals:referral_accept": Row(get=not_here(TAKING_IN), post=moved(TRIAGE), kind=kinds.waiting_referral),
    "referrals:referral_add": Row(get=TAKING_IN, post=TAKING_IN),
    "referrals:referral_answer": Row(get=TRIAGE, post=TRIAGE, kind=kinds.waiting_referral, trail=1),
    "referrals:referral_decline": Row(get=TRIAGE, post=TRIAGE, kind=kinds.waiting_referral, trail=1),
    "referrals:referral_list": Row(get=TAKING_IN, post=not_here(TAKING_IN), trail=1),
    "referrals:referral_offer": Row(get=TRIAGE, post=TRIAGE, kind=kinds.waiting_referral, trail=1),
    "referrals:referral_offer_again": Row(
        get=not_here(TAKING_IN), post=moved(TRIAGE), kind=kinds.refused_referral, data={"new_id": kinds.NEW_KEY}),
    "referrals:referral_offer_undo": Row(
        get=not_here(TAKING_IN), post=moved(TRIAGE), kind=kinds.refused_offer, data={"offer": kinds.NEW_KEY}),
    "referrals:referral_answer_undo": Row(
        get=not_here(TAKING_IN), post=moved(TRIAGE), kind=kinds.refused_offer, data={"offer": kinds.NEW_KEY}),
    "referrals:referral_reconsider": Row(get=not_here(TAKING_IN), post=moved(TRIAGE), kind=kinds.declined_referral),
    "referrals:agreement_add": Row(get=CONFIGURE, post=CONFIGURE),
    "referrals:agreement_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=sharing_kinds.agreement),
    "referrals:agreement_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "referrals:agency": Row(get=CONFIGURE, post=not_here(CONFIGURE), kind=kinds.agency),
    "referrals:agency_add": Row(get=CONFIGURE, post=CONFIGURE),
    "referrals:agency_close": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.agency),
    "referrals:agency_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.agency),
    "referrals:agency_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "referrals:agency_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=kinds.closed_agency),
    "referrals:place": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), kind=place_kinds.place),
    "referrals:place_add": Row(get=CONFIGURE, post=CONFIGURE),
    "referrals:place_close": Row(get=CONFIGURE, post=CONFIGURE, kind=place_kinds.place),
    "referrals:place_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=place_kinds.place),
    "referrals:place_kept": Row(get=CONFIGURE, post=not_here(CONFIGURE), kind=place_kinds.place),
    "referrals:place_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "referrals:place_opening": Row(get=CONFIGURE, post=CONFIGURE, kind=place_kinds.place),
    "referrals:place_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=place_kinds.closed_place),
    "referrals:picture": Row(get=STAFF, post=not_here(STAFF), kind=place_kinds.picture),
    "referrals:picture_put_back": Row(
        get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=place_kinds.picture_taken_down),
    "referrals:picture_put_up": Row(get=CONFIGURE, post=CONFIGURE, kind=place_kinds.place),
    "referrals:picture_take_down": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=place_kinds.picture),
    "referrals:programme_add": Row(get=CONFIGURE, post=CONFIGURE),
    "referrals:programme_counting": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.programme),
    "referrals:programme_papers": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.programme),
    "referrals:programme_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.programme),
    "referrals:programme_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "referrals:service_add": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.agency),
    "referrals:service_close": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.service),
    "referrals:service_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.service),
    "referrals:service_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=kinds.closed_service),
}
