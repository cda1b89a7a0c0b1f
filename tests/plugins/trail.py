"""Lets the tests that commit be cleaned up after: the trail's own guard refuses to have its table emptied, as it should."""

from collections.abc import Iterator

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations

DISABLE = "ALTER TABLE audit_event DISABLE TRIGGER trail_is_never_emptied"
ENABLE = "ALTER TABLE audit_event ENABLE TRIGGER trail_is_never_emptied"


@pytest.fixture(scope="session", autouse=True)
def _trail_emptied_between_tests() -> Iterator[None]:
    # Only what Django runs after a committing test; a TRUNCATE of anybody else is refused in tests too.
    flush = DatabaseOperations.sql_flush

    def flush_with_the_trail(self, *args, **kwargs) -> list[str]:
        return [DISABLE, *flush(self, *args, **kwargs), ENABLE]

    DatabaseOperations.sql_flush = flush_with_the_trail
    yield
    DatabaseOperations.sql_flush = flush
