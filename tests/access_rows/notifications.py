"""Rows of the access table (tests/test_access.py) for the URLs of notifications."""

from tests import kinds
from tests.access import Row
from tests.access_rows.statuses import STAFF, moved, not_here

# fmt: off
ROWS = {
    "notifications:list": Row(get=STAFF, post=not_here(STAFF), trail=1),
    "notifications:open": Row(
        get=not_here(STAFF),
        post="in   in   404  404  302  404  404  404  404  404", kind=kinds.notice_of_mentor, moved=0),
    "notifications:read_all": Row(get=not_here(STAFF), post=moved(STAFF), moved=0),
}
