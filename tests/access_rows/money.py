"""Rows of the access table (tests/test_access.py) for the URLs of money given, in liberations and referrals."""

from tests import kinds, money_kinds
from tests.access import Row
from tests.access_rows.statuses import CASEWORKERS, CONFIGURE, MANAGED, MANAGERS, RECORD, moved, not_here

# fmt: off
ROWS = {
    "liberations:money": Row(get=RECORD, post=not_here(CASEWORKERS), kind=money_kinds.asked, trail=1),
    "liberations:money_add": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "liberations:money_approve": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=money_kinds.asked),
    "liberations:money_export": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "liberations:money_hand_over": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=money_kinds.approved),
    "liberations:money_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "liberations:money_receipt": Row(get=RECORD, post=not_here(CASEWORKERS), kind=money_kinds.given, trail=1),
    "liberations:money_receipt_signed": Row(get=RECORD, post=RECORD, kind=money_kinds.given, trail=1),
    "liberations:money_refuse": Row(get=MANAGED, post=MANAGED, kind=money_kinds.asked, trail=1),
    "liberations:money_take_back": Row(get=RECORD, post=RECORD, kind=money_kinds.given, trail=1),
    "referrals:programme_money": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.programme),
}
# fmt: on
