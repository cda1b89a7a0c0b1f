"""Rows of the access table (tests/test_access.py) for the URLs of people."""

from tests import kinds
from tests.access import Row
from tests.access_rows.statuses import (
    ASKERS,
    ASKING,
    CASEWORKERS,
    CONFIGURE,
    MANAGED,
    MANAGERS,
    RECORD,
    moved,
    not_here,
)

# fmt: off
ROWS = {
    "people:alert_list": Row(get=MANAGERS, post=not_here(MANAGERS), trail=1),
    "people:alert_add": Row(get=RECORD, post=RECORD, kind=kinds.person, trail=1),
    "people:alert_review": Row(get=RECORD, post=RECORD, kind=kinds.alert, trail=1),
    "people:alert_seen": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=kinds.alert),
    "people:alert_end": Row(get=not_here(CASEWORKERS), post=moved(RECORD), kind=kinds.alert),
    "people:connection_declare": Row(get=RECORD, post=RECORD, kind=kinds.person, trail=1),
    "people:connection_end": Row(get=MANAGED, post=MANAGED, kind=kinds.connection, trail=1),
    "people:connection_own": Row(get=CASEWORKERS, post=not_here(CASEWORKERS)),
    "people:equality_offer": Row(get=ASKING, post=ASKING, kind=kinds.person, trail=1),
    "people:equality_take_out": Row(get=not_here(ASKERS), post=moved(ASKING), kind=kinds.answered, moved=1),
    "people:edit": Row(get=RECORD, post=RECORD, kind=kinds.person, trail=1),
    "people:identifier_add": Row(get=RECORD, post=RECORD, kind=kinds.person, trail=1),
    "people:search": Row(get=not_here(CASEWORKERS), post=moved(CASEWORKERS), moved=0),
    "people:wording_add": Row(get=CONFIGURE, post=CONFIGURE),
    "people:wording_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
}
