import os
import shutil
import time

import psutil
import pytest
from django.db import connection

from config.local_servers import addresses, lease, locks
from config.local_servers.errors import LocalServerError
from config.local_servers.servers import Valkey

# Of this process alone: tests of this file may run in two at once.
OTHER = f"test-lease{os.environ.get('PYTEST_XDIST_WORKER', '')}"
PATIENCE_SECONDS = 120


@pytest.fixture
def valkey():
    """A server of our own to stop and to kill; the tests' own servers stay out of it."""
    shutil.rmtree(addresses.home(OTHER), ignore_errors=True)
    yield Valkey(OTHER)
    shutil.rmtree(addresses.home(OTHER), ignore_errors=True)


def eventually(condition) -> bool:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.05)
    return True


def processes_of(instance: str, word: str) -> list[psutil.Process]:
    """The living processes with the word in their command that belong to the instance."""
    mark = str(addresses.socket_directory(instance)) if word != "guard" else instance
    found = []
    for process in psutil.process_iter():
        try:
            line = " ".join(process.cmdline())
        except psutil.Error:
            continue
        if word in line and mark in line and str(addresses.CHECKOUT) in process.cwd():
            found.append(process)
    return found


@pytest.mark.django_db
def test_database_in_a_test_is_the_checkouts_own():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database(), current_setting('fsync')")

        assert cursor.fetchone() == ("throughgate", "test_throughgate", "off")


@pytest.mark.django_db
def test_role_of_the_application_is_no_superuser():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user")

        assert cursor.fetchone() == (False, True)


@pytest.mark.django_db
def test_text_sorts_by_code_point_as_in_production():
    with connection.cursor() as cursor:
        cursor.execute("SELECT datlocprovider, datlocale FROM pg_database WHERE datname = current_database()")

        assert cursor.fetchone() == ("b", "C.UTF-8")


def test_server_stops_with_its_last_user(valkey):
    with lease.hold(OTHER, ["valkey"]):
        with lease.hold(OTHER, ["valkey"]):
            assert valkey.answers()
        assert valkey.answers()

    assert not valkey.answers()
    assert locks.is_free(valkey.guard_lock)
    assert processes_of(OTHER, "valkey") == []


def test_server_killed_comes_back(valkey):
    with lease.hold(OTHER, ["valkey"]):
        [killed] = processes_of(OTHER, "unixsocket")
        killed.kill()
        killed.wait(PATIENCE_SECONDS)

        assert eventually(valkey.answers)


def test_guard_killed_is_replaced_when_the_user_looks(valkey):
    with lease.hold(OTHER, ["valkey"]) as [held]:
        for guard in processes_of(OTHER, "guard"):
            guard.kill()
        assert eventually(lambda: not held.is_up())

        held.start()

        assert eventually(held.is_up)
    assert not valkey.answers()


def test_server_that_cannot_start_says_why(valkey):
    valkey.home.mkdir(parents=True)
    (valkey.home / "valkey").write_text("in the way of the data")

    with pytest.raises(LocalServerError, match="Valkey does not start"), lease.hold(OTHER, ["valkey"]):
        pass


def test_directory_of_the_sockets_open_to_others_is_refused(valkey):
    addresses.socket_directory(OTHER).mkdir(parents=True)
    addresses.socket_directory(OTHER).chmod(0o755)

    with pytest.raises(LocalServerError, match="not a private directory"):
        valkey.make_socket_directory()


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ([], ["postgres", "valkey"]),
        (["DATABASE_URL"], ["valkey"]),
        (["REDIS_URL"], ["postgres"]),
        (["DATABASE_URL", "REDIS_URL"], []),
    ],
)
def test_server_given_by_the_environment_is_not_started(monkeypatch, given, wanted):
    for variable in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(variable, raising=False)
    for variable in given:
        monkeypatch.setenv(variable, "somewhere")

    assert lease.wanted() == wanted
