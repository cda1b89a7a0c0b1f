"""Rows of the access table (tests/test_access.py) for the URLs of desk."""

from tests import kinds
from tests.access import Row
from tests.access_rows.statuses import ANYONE, CASEWORKERS, CONFIGURE, MANAGERS, RECORD, not_here

# fmt: off
ROWS = {
    "desk:person": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.person, trail=1),
    "desk:caseload": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "desk:caseload_export": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "desk:equality_counts": Row(get=MANAGERS, post=not_here(MANAGERS), trail=1),
    "desk:equality_export": Row(get=MANAGERS, post=not_here(MANAGERS), trail=1),
    "desk:case_standards": Row(get=RECORD, post=not_here(CASEWORKERS), kind=kinds.case, trail=1),
    "desk:home": Row(
        get="in in 200 200 200 200 200 200 302 302", post=not_here(CASEWORKERS).replace("403", "405"), trail=1),
    "desk:connections": Row(get=MANAGERS, post=not_here(MANAGERS), trail=1),
    "desk:month": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), kind=kinds.month, trail=1),
    "desk:people": Row(get=CASEWORKERS, post=not_here(CASEWORKERS)),
    "desk:administration": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "desk:ready_list": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "desk:ready_export": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), trail=1),
    "desk:health": Row(get=ANYONE, post=not_here(ANYONE)),
    "desk:jobs": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
}
