"""What the database holds, to tell whether anything has changed."""

import functools
import json
from collections import defaultdict
from collections.abc import Collection

from django.apps import apps
from django.db import connection

# Of Django, and the trail, which grows with whatever is done.
NOT_OURS = ("sessions", "contenttypes", "auth", "audit")
# Reading a page writes its row of the trail and may touch the session; nothing else.
OF_READING = frozenset({"audit_event", "django_session"})


def contents(*, but: Collection[str] = OF_READING) -> dict[str, str]:
    """A digest of every table, those of `but` left out."""
    digest = "SELECT '{0}', coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM \"{0}\" t"
    return dict(_of_tables(digest, _tables() - {"django_migrations", *but}))


def columns() -> dict[tuple[str, str], list[tuple[str, str]]]:
    """What stands in every column of our models, row by row, by table and column; the trail is left out."""
    keys, found = _keys(), defaultdict(list)
    for table, written in _of_tables("SELECT '{0}', to_jsonb(t) FROM \"{0}\" t", keys):
        row = json.loads(written)
        for column, value in row.items():
            found[table, column].append((str(row[keys[table]]), str(value)))
    return {key: sorted(values) for key, values in found.items()}


def _of_tables(select: str, tables: Collection[str]) -> list[tuple]:
    """The rows of the statement for each table, asked for at once."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(select.format(table) for table in sorted(tables)))
        return cursor.fetchall()


@functools.cache
def _tables() -> frozenset[str]:
    return frozenset(connection.introspection.table_names())


@functools.cache
def _keys() -> dict[str, str]:
    """The column of the key of every table of our models."""
    models = [each._meta for each in apps.get_models(include_auto_created=True)]
    return {each.db_table: each.pk.column for each in models if each.app_label not in NOT_OURS}
