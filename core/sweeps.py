"""The frame of every set-based job: over everything by the clock, or over a few rows inside the service that changed them.

The only raw SQL of the product stands in modules called `sweeps`, and every value in it is bound.
"""

import contextlib
from collections.abc import Iterator

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper


@contextlib.contextmanager
def sweeping(name: str, *, everything: bool) -> Iterator[CursorWrapper]:
    """A cursor in one transaction; inside another transaction it is part of that one.

    With `everything`, runs of the same `name` wait for each other, and the run gives way to people: a lock that somebody
    else keeps for half a second ends it (OperationalError), before PostgreSQL looks for a deadlock and might end the
    page of a person instead. The next run does what this one left.
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        if everything:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
            cursor.execute("SET LOCAL lock_timeout = '500ms'")
            # A worker of threads cannot stop a task that runs too long; the database can.
            cursor.execute("SET LOCAL statement_timeout = '200s'")
        yield cursor
