"""Rows of the access table (tests/test_access.py) for packs and vouchers."""

from tests import kinds, pack_kinds
from tests.access import Row
from tests.access_rows.statuses import CASEWORKERS, CONFIGURE, MANAGED, MANAGERS, RECORD, moved, not_here

# fmt: off
ROWS = {
    "liberations:count_add": Row(get=MANAGERS, post=MANAGERS),
    "liberations:delivery_add": Row(get=MANAGERS, post=MANAGERS),
    "liberations:delivery_strike": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=pack_kinds.delivery),
    "liberations:pack": Row(get=RECORD, post=RECORD, kind=pack_kinds.case_with_pack, trail=1),
    "liberations:pack_card": Row(get=RECORD, post=not_here(CASEWORKERS), kind=pack_kinds.pack, trail=1),
    "liberations:pack_confirm": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=pack_kinds.given_pack),
    "liberations:pack_contents": Row(get=RECORD, post=not_here(CASEWORKERS), kind=pack_kinds.pack, trail=1),
    "liberations:pack_fetch_back": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=pack_kinds.pack_with_prison),
    "liberations:pack_hand_over": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=pack_kinds.prepared_pack),
    "liberations:pack_leave": Row(get=RECORD, post=RECORD, kind=pack_kinds.prepared_pack, trail=1),
    "liberations:pack_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "liberations:pack_start": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=kinds.case),
    "liberations:pack_swap": Row(get=RECORD, post=RECORD, kind=pack_kinds.pack_item, trail=1),
    "liberations:pack_take_apart": Row(get=RECORD, post=RECORD, kind=pack_kinds.prepared_pack, trail=1),
    # Shown at an older version than the button of nobody carries: nothing is taken back.
    "liberations:pack_undo": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=pack_kinds.prepared_pack, moved=0),
    "liberations:pack_template": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.programme),
    "liberations:pack_template_for": Row(
        get=CONFIGURE, post=CONFIGURE, kind=pack_kinds.programme_and_prison),
    "liberations:pack_template_remove": Row(
        get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=pack_kinds.pack_template),
    "liberations:pack_templates": Row(get=CONFIGURE, post=not_here(CONFIGURE), kind=kinds.programme),
    "liberations:stock": Row(get=CASEWORKERS, post=not_here(CASEWORKERS)),
    "liberations:stock_count": Row(
        get=RECORD, post=not_here(CASEWORKERS), kind=pack_kinds.count),
    # Only the second person answers; the others are told so.
    "liberations:stock_count_answer": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=pack_kinds.count_of_others, moved=0),
    "liberations:voucher": Row(
        get=RECORD, post=not_here(CASEWORKERS), kind=pack_kinds.voucher),
    "liberations:voucher_export": Row(get=MANAGERS, post=not_here(MANAGERS), trail=1),
    "liberations:voucher_found": Row(get=MANAGED, post=MANAGED, kind=pack_kinds.lost_voucher),
    "liberations:voucher_kind_add": Row(get=CONFIGURE, post=CONFIGURE),
    "liberations:voucher_kind_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=pack_kinds.voucher_kind),
    "liberations:voucher_kind_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "liberations:voucher_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS)),
    "liberations:voucher_lost": Row(get=MANAGED, post=MANAGED, kind=pack_kinds.voucher),
    "liberations:voucher_return": Row(get=MANAGED, post=MANAGED, kind=pack_kinds.voucher_of_case),
}
