"""Rows of the access table (tests/test_access.py) for the URLs of prisons."""

from tests import kinds, ready_kinds
from tests.access import Row
from tests.access_rows.statuses import CASEWORKERS, CONFIGURE, moved, not_here

# fmt: off
ROWS = {
    "prisons:area": Row(get=CONFIGURE, post=not_here(CONFIGURE), kind=kinds.area),
    "prisons:area_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "prisons:national": Row(get=CONFIGURE, post=not_here(CONFIGURE), kind=kinds.scotland),
    "prisons:prison": Row(get=CASEWORKERS, post=not_here(CASEWORKERS), kind=kinds.prison),
    "prisons:prison_add": Row(get=CONFIGURE, post=CONFIGURE),
    "prisons:prison_close": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.prison),
    "prisons:prison_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.prison),
    "prisons:prison_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "prisons:prison_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=kinds.closed_prison),
    "prisons:rule_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "prisons:visits": Row(get=CONFIGURE, post=not_here(CONFIGURE), kind=kinds.prison),
    "prisons:slot_add": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.prison),
    "prisons:slot_close": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=ready_kinds.visit_slot),
    "prisons:slot_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=ready_kinds.visit_slot),
    "prisons:slot_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=ready_kinds.closed_visit_slot),
    "prisons:room_add": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.prison),
    "prisons:room_close": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=ready_kinds.visit_room),
    "prisons:room_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=ready_kinds.visit_room),
    "prisons:room_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=ready_kinds.closed_visit_room),
}
