"""Rows of the access table (tests/test_access.py) for the URLs of keeping in touch after release."""

from tests import contact_kinds, kinds
from tests.access import Row
from tests.access_rows.statuses import CASEWORKERS, CONFIGURE, RECORD, moved, not_here

# fmt: off
ROWS = {
    "liberations:first_hours": Row(get=RECORD, post=not_here(CASEWORKERS), kind=contact_kinds.out, trail=1),
    "liberations:first_hours_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "liberations:first_step": Row(get=RECORD, post=RECORD, kind=contact_kinds.first_step, trail=1),
    "liberations:first_step_undo": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=contact_kinds.said_first_step),
    "liberations:lost_again": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=contact_kinds.lost_and_seen),
    "liberations:lost_contact": Row(get=RECORD, post=not_here(CASEWORKERS), kind=contact_kinds.lost_case, trail=1),
    "liberations:lost_end": Row(get=RECORD, post=RECORD, kind=contact_kinds.lost, trail=1),
    "liberations:lost_export": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "liberations:lost_go_on": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=contact_kinds.lost_on_hold),
    "liberations:lost_hold": Row(get=RECORD, post=RECORD, kind=contact_kinds.lost, trail=1),
    "liberations:lost_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "liberations:lost_step": Row(get=RECORD, post=RECORD, kind=contact_kinds.lost_step, trail=1),
    "liberations:lost_step_undo": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=contact_kinds.said_step),
    "liberations:message_off": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=contact_kinds.message_by_hand),
    "liberations:message_sent": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=contact_kinds.message_by_hand),
    "liberations:messages": Row(get=RECORD, post=RECORD, kind=contact_kinds.texted, trail=1),
    "liberations:messages_stop": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=contact_kinds.texted),
    "liberations:text_add": Row(get=CONFIGURE, post=CONFIGURE),
    "liberations:text_close": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=contact_kinds.text),
    "liberations:text_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=contact_kinds.text),
    "liberations:text_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "liberations:text_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=contact_kinds.closed_text),
    "liberations:worried": Row(get=RECORD, post=RECORD, kind=contact_kinds.out, trail=1),
    "referrals:emergency_add": Row(get=RECORD, post=RECORD, kind=kinds.person, trail=1),
    "referrals:emergency_end": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=contact_kinds.emergency_contact),
    "referrals:programme_contacting": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.programme),
}
