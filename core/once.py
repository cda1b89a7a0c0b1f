"""A form sent twice makes one row: it brings the key of the row it makes."""

import uuid
from typing import TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


def already_made(model: type[Row], key: uuid.UUID | None) -> Row | None:
    """The row with this key if it exists. Until the transaction ends, others asking for the same key wait here.

    Call it first in a service that creates; without a key there is nothing to ask.
    """
    if key is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key.int % 2**63])
    return model._base_manager.filter(pk=key).first()
