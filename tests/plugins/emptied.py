"""Empties the tables after a test that commits. Django would empty every table there is and then fill in its own again; here only
the tables with something in them are emptied, and only when nobody is at work on them any more."""

import time
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase

PATIENCE_SECONDS = 60
LOOK_EVERY_SECONDS = 0.01
# Beyond this, cutting files off is quicker than taking out rows; it also takes away what deleted rows leave behind.
LARGE_BYTES = 4_000_000
AT_WORK = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'
"""
FILLED = """
    SELECT name, size, guarded
    FROM (
        SELECT relname AS name, pg_relation_size(oid) AS size,
            EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND NOT tgisinternal) AS guarded
        FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'django_migrations'
    ) AS each
    WHERE size > 0 OR guarded
"""


@pytest.fixture(scope="session", autouse=True)
def _tables_emptied_between_tests() -> Iterator[None]:
    of_django = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda _test: _empty()
    yield
    TransactionTestCase._fixture_teardown = of_django


def _empty() -> None:
    _wait_for_others()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FILLED)
        filled = cursor.fetchall()
        # The trail and the vouchers refuse to be emptied, as they should; of anybody else's statement they do so in tests too.
        guarded = [name for name, _, is_guarded in filled if is_guarded]
        for name in guarded:
            cursor.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
        if sum(size for _, size, _ in filled) > LARGE_BYTES:
            cursor.execute("TRUNCATE " + ", ".join(f'"{name}"' for name, _, _ in filled) + " CASCADE")
        else:
            for name, _, _ in filled:
                cursor.execute(f'DELETE FROM "{name}"')
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in guarded:
            cursor.execute(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')


def _wait_for_others() -> None:
    """What a browser asked for last may still be under way in the server's thread."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    with connection.cursor() as cursor:
        while time.monotonic() < give_up:
            cursor.execute(AT_WORK)
            if cursor.fetchone() == (0,):
                return
            time.sleep(LOOK_EVERY_SECONDS)
