"""Rows of the access table (tests/test_access.py) for the URLs of audit."""

from tests.access import Row
from tests.access_rows.statuses import TRAIL, not_here

# fmt: off
ROWS = {
    "audit:trail": Row(get=TRAIL, post=not_here(TRAIL), trail=1),
}
