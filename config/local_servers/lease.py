"""Using the local servers: whoever holds a lease has them up, and the last to give it back has them stopped."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from config.local_servers import addresses, guard, locks, processes
from config.local_servers.errors import LocalServerError
from config.local_servers.servers import KINDS, Server

START_SECONDS = 60
STOP_SECONDS = 20
LOOK_EVERY_SECONDS = 0.05
LOG_TAIL_LINES = 15
LONGEST_LOG_BYTES = 5_000_000

# These never speak to a server, so they need not wait for one.
COMMANDS_WITHOUT_SERVERS = {"help", "version", "--help", "--version", "check", "collectstatic", "up"}


class Lease:
    """The right to use one server. Made by hold()."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._guard: subprocess.Popen | None = None
        processes.make_directory(server.home, server.owner)
        self._users = locks.open_lock(server.users_lock)
        # Waits while a guard is stopping the server for its last users.
        locks.take(self._users, locks.SHARED)

    def is_up(self) -> bool:
        """Whether the server answers and is guarded."""
        return not locks.is_free(self.server.guard_lock) and self.server.answers()

    def start(self) -> None:
        """Start the server, without waiting for it, unless it is guarded already.

        Raises LocalServerError when our own guard has given it up.
        """
        if not locks.is_free(self.server.guard_lock):
            return
        if self._guard and self._guard.poll() is None:
            # It was started a moment ago and has not come to its lock yet.
            return
        if self._guard and self._guard.returncode == guard.GAVE_UP:
            raise self._failure()
        self._guard = self._start_guard()

    def wait(self) -> None:
        """Return when the server answers. Raises LocalServerError when it does not come up."""
        give_up = time.monotonic() + START_SECONDS
        while not self.is_up():
            failed = self._guard is None or self._guard.poll() is not None
            if time.monotonic() > give_up or (failed and locks.is_free(self.server.guard_lock)):
                raise self._failure()
            time.sleep(LOOK_EVERY_SECONDS)

    def give_back(self) -> None:
        """End the lease; when it was the last one and the guard is ours, return after the server has stopped."""
        last = locks.try_to_take(self._users, locks.EXCLUSIVE)
        os.close(self._users)
        if self._guard and last:
            self._guard.wait(STOP_SECONDS)
        elif self._guard:
            # Left at work for the others; it belongs to nobody now.
            self._guard.returncode = 0

    def _start_guard(self) -> subprocess.Popen:
        with self._open_log() as log:
            return subprocess.Popen(
                [sys.executable, "-m", "config.local_servers.guard", self.server.instance, self.server.kind],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=addresses.CHECKOUT,
                start_new_session=True,
            )

    def _failure(self) -> LocalServerError:
        log = self.server.log
        return LocalServerError(f"{self.server.title} does not start:\n{tail(log)}\n(from {log})")

    def _open_log(self):
        path = self.server.log
        too_long = path.exists() and path.stat().st_size > LONGEST_LOG_BYTES
        log = path.open("wb" if too_long else "ab")
        processes.give(path, self.server.owner)
        return log


def wanted() -> list[str]:
    """The kinds of server that the environment does not give: DATABASE_URL and REDIS_URL each switch their own off."""
    return [kind for kind, server in KINDS.items() if server.variable not in os.environ]


def titles(kinds: Iterable[str]) -> list[str]:
    """The servers' names for people."""
    return [KINDS[kind].title for kind in kinds]


@contextmanager
def hold(instance: str, kinds: Iterable[str] | None = None) -> Iterator[list[Lease]]:
    """Keep the instance's servers up for the length of the block. Raises LocalServerError when one does not start."""
    leases: list[Lease] = []
    try:
        for kind in wanted() if kinds is None else kinds:
            leases.append(Lease(KINDS[kind](instance)))
        for lease in leases:
            lease.start()
        for lease in leases:
            lease.wait()
        yield leases
    finally:
        for lease in leases:
            lease.give_back()


@contextmanager
def hold_for_command(arguments: Sequence[str]) -> Iterator[None]:
    """Keep the laptop's servers up while a management command runs, where it can need them.

    Nothing happens outside development: a production that lost its DATABASE_URL must fail, not find an empty database.
    """
    command = arguments[1] if len(arguments) > 1 else "help"
    # The settings come first: they read .env, which may name the servers.
    kinds = wanted() if command not in COMMANDS_WITHOUT_SERVERS and settings.DEVELOPMENT else []
    with hold(addresses.instance(), kinds):
        yield


def tail(path: Path, lines: int = LOG_TAIL_LINES) -> str:
    """The last lines of a log."""
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
