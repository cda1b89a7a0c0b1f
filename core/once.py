"""A form sent twice makes one row: it brings the key of the row it makes. And who must not pass each other waits in line."""

import uuid
from typing import TypeVar

from django.db import connection, models

from core.errors import RuleBroken

Row = TypeVar("Row", bound=models.Model)


def already_made(model: type[Row], key: uuid.UUID | None, **made_as) -> Row | None:
    """The row with this key if this form has made it before. Until the transaction ends, others asking for it wait here.

    Call it first in a service that creates; without a key there is nothing to ask. The key comes from a browser and may
    be anybody's: a row that does not match `made_as` (its parent, its author) is refused, not returned.
    """
    if key is None:
        return None
    one_at_a_time(key)
    row = model._base_manager.filter(pk=key).first()
    if row is not None and any(getattr(row, name) != value for name, value in made_as.items()):
        raise RuleBroken("Open this page again: it has been used for something else.")
    return row


def wait_in_line(name: str, *, shared: bool = False) -> None:
    """Until this transaction ends nobody else gets past the same `name`; those who pass it `shared` hold up only those who do not."""
    lock = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(hashtext(%s))", [name])


def one_at_a_time(key: uuid.UUID) -> None:
    """Until the transaction ends, others asking for this key wait here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key.int % 2**63])
