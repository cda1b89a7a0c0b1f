"""The test database is made from one that is migrated already, while no migration has changed since: a part of the tests then starts
in seconds. Only on the tests' own server; a server given from outside gets no database but the test's."""

import hashlib
import os
from collections.abc import Iterator

import pytest
from django.db import connection

from config.local_servers import addresses

PREFIX = "migrated_"


def _name() -> str:
    """Of the database that every migration there is now made."""
    mark = hashlib.sha256()
    for path in sorted(addresses.CHECKOUT.glob("*/migrations/*.py")):
        mark.update(path.name.encode() + path.read_bytes())
    return PREFIX + mark.hexdigest()[:16]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(local_servers: None, django_db_blocker) -> None:
    """Where pytest-django looks before it makes the test database: by then its server must be up."""
    if "DATABASE_URL" not in os.environ and _name() in _names(django_db_blocker):
        connection.settings_dict["TEST"]["TEMPLATE"] = _name()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Keep what was migrated just now for the next run; at the end nobody holds on to the test database, which is dropped."""
    if "DATABASE_URL" not in os.environ and not connection.settings_dict["TEST"].get("TEMPLATE"):
        _keep(django_db_blocker)
    yield
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        # A server of the browser tests keeps its connections as long as its threads.
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
            [connection.settings_dict["NAME"]],
        )


def _keep(django_db_blocker) -> None:
    """Instead of what was kept before."""
    migrated = connection.settings_dict["NAME"]
    old = _names(django_db_blocker)
    with django_db_blocker.unblock():
        connection.close()
        with connection._nodb_cursor() as cursor:
            for name in old:
                cursor.execute(f'DROP DATABASE "{name}"')
            cursor.execute(f'CREATE DATABASE "{_name()}" TEMPLATE "{migrated}"')


def _names(blocker) -> list[str]:
    """The databases that were kept."""
    with blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        return [name for (name,) in cursor.fetchall()]
