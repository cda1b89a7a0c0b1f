"""Rows of the access table (tests/test_access.py) for stories told once, places held for us, and needs without a service."""

from tests import held_kinds, kinds, story_kinds
from tests.access import Row
from tests.access_rows.statuses import CASEWORKERS, CONFIGURE, MANAGERS, RECORD, moved, not_here

# fmt: off
ROWS = {
    "referrals:story_list": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.person, trail=1),
    "referrals:story_start": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=kinds.person),
    "referrals:story": Row(get=RECORD, post=not_here(CASEWORKERS), kind=story_kinds.agreed, trail=1),
    "referrals:story_print": Row(get=RECORD, post=not_here(CASEWORKERS), kind=story_kinds.agreed, trail=1),
    "referrals:story_agree": Row(get=RECORD, post=RECORD, kind=story_kinds.draft, trail=1),
    "referrals:story_give": Row(get=RECORD, post=RECORD, kind=story_kinds.agreed, trail=1),
    "referrals:story_stop": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=story_kinds.agreed),
    "referrals:story_resume": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=story_kinds.stopped),
    "referrals:story_rewrite": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=story_kinds.agreed),
    "referrals:onward_story": Row(get=RECORD, post=RECORD, kind=story_kinds.onward_with_story, trail=1),
    "referrals:programme_linking": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.programme),
    "mentoring:place_board": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "mentoring:place_export": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "mentoring:held_place": Row(get=RECORD, post=not_here(CASEWORKERS), kind=held_kinds.place, trail=1),
    "mentoring:place_offer": Row(get=RECORD, post=RECORD, kind=kinds.case, trail=1),
    "mentoring:stay": Row(get=RECORD, post=RECORD, kind=held_kinds.stay, trail=1),
    "mentoring:stay_undo": Row(
        get=not_here(CASEWORKERS), post=moved(RECORD), kind=held_kinds.stay, data={"step": "2"}),
    "mentoring:place_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "mentoring:place_add": Row(get=CONFIGURE, post=CONFIGURE),
    "mentoring:place_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=held_kinds.place),
    "mentoring:place_close": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=held_kinds.place),
    "mentoring:place_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=held_kinds.closed_place),
    "mentoring:case_services": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.case, trail=1),
    "mentoring:gap_add": Row(get=RECORD, post=RECORD, kind=held_kinds.need, trail=1),
    "mentoring:gap_take_back": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=held_kinds.gap),
    "desk:unmet_counts": Row(get=MANAGERS, post=not_here(MANAGERS), trail=1),
    "desk:unmet_export": Row(get=MANAGERS, post=not_here(MANAGERS), trail=1),
    "desk:unmet_people": Row(get=MANAGERS, post=not_here(MANAGERS), trail=1),
    "mentoring:story_write": Row(get=RECORD, post=RECORD, kind=story_kinds.draft, trail=1),
}
