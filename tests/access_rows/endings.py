"""Rows of the access table (tests/test_access.py) for the URLs of endings, outcomes and people back in custody."""

from tests import ending_kinds, kinds
from tests.access import Row
from tests.access_rows.statuses import CASEWORKERS, CONFIGURE, OWN_PAGE, RECORD, moved, not_here

# fmt: off
ROWS = {
    "liberations:custody_again": Row(get=RECORD, post=RECORD, kind=ending_kinds.released_case, trail=1),
    "liberations:custody_again_answer": Row(
        get=OWN_PAGE, post=moved(OWN_PAGE), kind=ending_kinds.asked_again, trail=1, data={"answer": "cannot"}),
    "liberations:custody_again_take_back": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=ending_kinds.back_in_custody),
    "mentoring:case_end": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "mentoring:case_reopen": Row(get=RECORD, post=RECORD, kind=ending_kinds.ended_case, trail=1),
    "mentoring:ending": Row(get=RECORD, post=not_here(CASEWORKERS), kind=ending_kinds.ending, trail=1),
    "mentoring:ending_call_off": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=ending_kinds.conversation),
    "mentoring:ending_letter": Row(get=RECORD, post=not_here(CASEWORKERS), kind=ending_kinds.ending, trail=1),
    "mentoring:ending_talk": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "mentoring:ending_words": Row(get=RECORD, post=RECORD, kind=ending_kinds.ending, trail=1),
    "mentoring:outcome_export": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "mentoring:outcome_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "mentoring:outcomes": Row(get=RECORD, post=not_here(CASEWORKERS), kind=ending_kinds.released_case, trail=1),
    "mentoring:outcomes_record": Row(get=RECORD, post=RECORD, kind=ending_kinds.reading, trail=1),
    "mentoring:small_win_add": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "mentoring:small_win_strike": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=ending_kinds.small_win),
    "referrals:programme_outcomes": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.programme),
}
# fmt: on
