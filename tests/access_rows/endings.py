"""Rows of the access table (tests/test_access.py) for the URLs of endings and outcomes, in mentoring."""

from tests import ending_kinds, kinds
from tests.access import Row
from tests.access_rows.statuses import CASEWORKERS, RECORD, moved, not_here

# fmt: off
ROWS = {
    "mentoring:case_end": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "mentoring:case_reopen": Row(get=RECORD, post=RECORD, kind=ending_kinds.ended_case, trail=1),
    "mentoring:ending": Row(get=RECORD, post=not_here(CASEWORKERS), kind=ending_kinds.ending, trail=1),
    "mentoring:ending_call_off": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=ending_kinds.conversation),
    "mentoring:ending_letter": Row(get=RECORD, post=not_here(CASEWORKERS), kind=ending_kinds.ending, trail=1),
    "mentoring:ending_talk": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "mentoring:ending_words": Row(get=RECORD, post=RECORD, kind=ending_kinds.ending, trail=1),
}
# fmt: on
