"""What the database holds, to tell whether anything has changed."""

from collections.abc import Collection

from django.db import connection

# Reading a page writes its row of the trail and may touch the session; nothing else.
OF_READING = frozenset({"audit_event", "django_session"})


def contents(*, but: Collection[str] = OF_READING) -> dict[str, str]:
    """A digest of every table, those of `but` left out."""
    tables = [name for name in connection.introspection.table_names() if name not in {"django_migrations", *but}]
    parts = [
        f"SELECT '{name}', coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM \"{name}\" t"
        for name in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())
