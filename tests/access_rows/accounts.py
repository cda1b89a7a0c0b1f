"""Rows of the access table (tests/test_access.py) for the URLs of accounts."""

import uuid

from tests import kinds
from tests.access import Row
from tests.access_rows.statuses import ANYONE, CASEWORKERS, CONFIGURE, STAFF, moved, not_here

# fmt: off
ROWS = {
    "accounts:sign_in": Row(
        get="200 200 302 302 302 302 302 302 302 302",
        post="200 200 302 302 302 302 302 302 302 302", moved=0),
    "accounts:sign_out": Row(get=not_here(ANYONE), post=moved(ANYONE)),
    "accounts:signed_out": Row(get=ANYONE, post=not_here(ANYONE)),
    "accounts:account": Row(get=STAFF, post=STAFF),
    "accounts:calendar_make": Row(get=not_here(CASEWORKERS), post=moved(CASEWORKERS), data={"new_id": uuid.uuid4()}),
    "accounts:calendar_stop": Row(get=not_here(CASEWORKERS), post=moved(CASEWORKERS), moved=0),
    "accounts:change_password": Row(get=STAFF, post=STAFF),
    "accounts:password_asked": Row(get=ANYONE, post=not_here(ANYONE)),
    "accounts:password_choose": Row(
        get=ANYONE.replace("200", "410"), post=ANYONE.replace("200", "410"), kind=kinds.member_of_staff),
    "accounts:password_forgotten": Row(get=ANYONE, post=ANYONE),
    "accounts:password_link": Row(get=moved(ANYONE), post=not_here(ANYONE), kind=kinds.password_link),
    "accounts:staff_add": Row(get=CONFIGURE, post=CONFIGURE),
    "accounts:staff_link": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=kinds.member_of_staff),
    "accounts:staff_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "accounts:staff_reactivate": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=kinds.deactivated_staff),
    "accounts:team_add": Row(get=CONFIGURE, post=CONFIGURE),
    "accounts:team_close": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=kinds.empty_team),
    "accounts:team_edit": Row(get=CONFIGURE, post=CONFIGURE, kind=kinds.empty_team),
    "accounts:team_list": Row(get=CONFIGURE, post=not_here(CONFIGURE)),
    "accounts:team_reopen": Row(get=not_here(CONFIGURE), post=moved(CONFIGURE), kind=kinds.closed_team),
    "accounts:away": Row(get=moved(STAFF), post=not_here(STAFF)),
}
