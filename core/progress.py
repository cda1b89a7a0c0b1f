"""How far a long transaction has come, for others to see before it commits: it stands in the name of the database connection.

Nothing is written, so nothing is left behind by a process that dies: PostgreSQL forgets it with the transaction.
"""

import dataclasses
import uuid

from django.db import connection

# PostgreSQL cuts the name of a connection after 63 bytes: these, a key and two figures fit.
NAME = "doing"


@dataclasses.dataclass(frozen=True)
class Progress:
    """`done` of `steps` are behind it."""

    done: int
    steps: int


def say_progress(key: uuid.UUID, *, done: int, steps: int) -> None:
    """Say how far the work on `key` has come. Within a transaction only; it is taken back when that ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('application_name', %s, true)", [f"{NAME} {key} {done}/{steps}"])


def progress_of(key: uuid.UUID) -> Progress | None:
    """How far somebody's work on `key` has come; None while nobody works on it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT split_part(application_name, ' ', 3) FROM pg_stat_activity "
            "WHERE datname = current_database() AND starts_with(application_name, %s)",
            [f"{NAME} {key} "],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    done, _, steps = row[0].partition("/")
    return Progress(int(done), int(steps))
