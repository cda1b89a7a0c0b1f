"""Rows of the access table (tests/test_access.py) for the URLs of further roles and of days in court, in mentoring."""

from tests import kinds, role_kinds
from tests.access import Row
from tests.access_rows.statuses import CASEWORKERS, MANAGED, MANAGERS, RECORD, moved, not_here

# fmt: off
ROWS = {
    "mentoring:court": Row(get=RECORD, post=not_here(CASEWORKERS), kind=role_kinds.court, trail=1),
    "mentoring:court_add": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "mentoring:court_edit": Row(get=RECORD, post=RECORD, kind=role_kinds.court, trail=1),
    "mentoring:court_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "mentoring:court_outcome": Row(get=RECORD, post=RECORD, kind=role_kinds.court, trail=1),
    "mentoring:court_take_back": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=role_kinds.court_settled),
    "mentoring:further_role_add": Row(get=MANAGED, post=MANAGED, kind=kinds.case, trail=1),
    "mentoring:further_role_end": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=role_kinds.further_role),
    "mentoring:summary_approve": Row(get=not_here(MANAGERS), post=moved(MANAGED), kind=role_kinds.summary_waiting, moved=0),
    "mentoring:summary_ask": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=role_kinds.summary),
    "mentoring:summary_hand_in": Row(get=RECORD, post=RECORD, kind=role_kinds.summary_approved, trail=1),
    "mentoring:summary_print": Row(get=RECORD, post=not_here(CASEWORKERS), kind=role_kinds.summary_approved, trail=1),
    "mentoring:summary_send_back": Row(get=MANAGED, post=MANAGED, kind=role_kinds.summary_waiting, trail=1),
    "mentoring:summary_start": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=role_kinds.court),
    "mentoring:summary_take_back": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=role_kinds.summary_waiting),
    "mentoring:summary_write": Row(get=RECORD, post=RECORD, kind=role_kinds.summary, trail=1),
}
# fmt: on
