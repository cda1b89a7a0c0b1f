"""The two servers: how their data is made, how they are started, and how to tell that they answer."""

import re
import shutil
import signal
import socket
import struct
import subprocess
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from config.local_servers import addresses, binaries, processes
from config.local_servers.errors import LocalServerError

ANSWER_SECONDS = 2
# Same provider and locale in docker-compose.yml: an order by text must not differ between a laptop and production.
INITDB_OPTIONS = ["-A", "trust", "-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
# The application's role may create databases (for the tests) but is no superuser, as in production.
FIRST_STATEMENTS = (
    f"CREATE ROLE {addresses.ROLE} LOGIN CREATEDB;\nCREATE DATABASE {addresses.DATABASE} OWNER {addresses.ROLE};\n"
)
# An error's detail and statement can hold a person's data, so neither reaches the log.
QUIET_LOG = ["log_error_verbosity=terse", "log_min_error_statement=panic", "log_checkpoints=off"]
# The test database is made anew for each run; there is nothing to save from a power cut.
NO_SAFETY = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


@dataclass(frozen=True)
class Server(ABC):
    """One server of one instance ("dev" or "test")."""

    instance: str
    kind: ClassVar[str]
    title: ClassVar[str]
    variable: ClassVar[str]
    socket_name: ClassVar[str]
    # Ends without waiting for clients, losing nothing.
    stop_signal: ClassVar[signal.Signals]

    @property
    def home(self) -> Path:
        return addresses.home(self.instance)

    @property
    def for_tests(self) -> bool:
        """Whether the data may be lost with the power."""
        return self.instance.startswith("test")

    @property
    def log(self) -> Path:
        return self.home / f"{self.kind}.log"

    @property
    def users_lock(self) -> Path:
        """Held shared by every process that uses the server."""
        return self.home / f"{self.kind}.users.lock"

    @property
    def guard_lock(self) -> Path:
        """Held by the guard while it lives."""
        return self.home / f"{self.kind}.guard.lock"

    @property
    def listening(self) -> Path:
        return addresses.socket_directory(self.instance) / self.socket_name

    @property
    def owner(self) -> tuple[int, int]:
        return processes.keeper(self.home)

    @abstractmethod
    def prepare(self) -> Path:
        """Make what the server needs and return its data directory. Raises LocalServerError when that fails."""

    @abstractmethod
    def command(self, data: Path) -> list[str | Path]:
        """The command that runs the server in the foreground."""

    def answers(self) -> bool:
        """Whether the server takes requests now."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(ANSWER_SECONDS)
                connection.connect(str(self.listening))
                return self._greet(connection)
        except OSError:
            return False

    def make_socket_directory(self) -> None:
        """Make the directory of the sockets, open to its owner only. Raises LocalServerError when it is not our own."""
        directory = addresses.socket_directory(self.instance)
        processes.make_directory(directory, self.owner, mode=0o700)
        state = directory.lstat()
        if directory.is_symlink() or state.st_uid != self.owner[0] or state.st_mode & 0o077:
            raise LocalServerError(
                f"{directory} is not a private directory of the local servers. Remove it and try again."
            )

    @abstractmethod
    def _greet(self, connection: socket.socket) -> bool:
        """Whether the server, just connected to, answers a first word."""


class Postgres(Server):
    """PostgreSQL, with the role and database of the application."""

    kind = "postgres"
    title = "PostgreSQL"
    variable = "DATABASE_URL"
    socket_name = addresses.POSTGRES_SOCKET
    stop_signal = signal.SIGINT

    def prepare(self) -> Path:
        program = binaries.postgres("postgres")
        version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        # A newer PostgreSQL cannot read an older one's files, so each major version keeps its own.
        major = re.search(r"\d+", version)[0]
        data = self.home / f"postgres-{major}"
        if not data.exists():
            self._make_cluster(data)
        return data

    def _make_cluster(self, data: Path) -> None:
        # Made under another name and renamed when complete: a run killed half-way leaves nothing that looks like data.
        fresh = data.with_name(f"{data.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        processes.make_directory(fresh, self.owner, mode=0o700)
        sync = ["--no-sync"] if self.for_tests else []
        self._run([binaries.postgres("initdb"), "-D", fresh, "-U", "postgres", *INITDB_OPTIONS, *sync])
        self._run([binaries.postgres("postgres"), "--single", "-D", fresh, "postgres"], FIRST_STATEMENTS)
        fresh.rename(data)

    def _run(self, command: list[str | Path], typed: str = "") -> None:
        done = subprocess.run(
            processes.command_as(self.owner, command, death_signal=signal.SIGTERM),
            input=typed,
            capture_output=True,
            text=True,
            cwd=self.home,
            env=processes.server_environment(),
        )
        if done.returncode != 0:
            raise LocalServerError(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")

    def command(self, data: Path) -> list[str | Path]:
        settings = ["listen_addresses=", "port=5432", "unix_socket_permissions=0700", *QUIET_LOG]
        if self.for_tests:
            settings += NO_SAFETY
        options = [word for setting in settings for word in ("-c", setting)]
        return [binaries.postgres("postgres"), "-D", data, "-k", self.listening.parent, *options]

    def _greet(self, connection: socket.socket) -> bool:
        # The first message of protocol 3.0; the answer is "R" when the database takes sessions, "E" while it starts.
        words = b"\0".join([b"user", addresses.ROLE.encode(), b"database", addresses.DATABASE.encode(), b"", b""])
        connection.sendall(struct.pack("!ii", len(words) + 8, 3 << 16) + words)
        answer = connection.recv(1)
        connection.sendall(b"X\0\0\0\4")
        return answer == b"R"


class Valkey(Server):
    """Valkey, the broker of the jobs."""

    kind = "valkey"
    title = "Valkey"
    variable = "REDIS_URL"
    socket_name = addresses.VALKEY_SOCKET
    stop_signal = signal.SIGTERM

    def prepare(self) -> Path:
        data = self.home / "valkey"
        processes.make_directory(data, self.owner, mode=0o700)
        return data

    def command(self, data: Path) -> list[str | Path]:
        options = {
            "port": "0",
            "unixsocket": self.listening,
            "unixsocketperm": "700",
            "dir": data,
            "save": "",
            "appendonly": "no" if self.for_tests else "yes",
            # A queue that silently drops its oldest job is worse than one that says it is full.
            "maxmemory-policy": "noeviction",
            "loglevel": "warning",
        }
        return [binaries.valkey(), *[word for name, value in options.items() for word in (f"--{name}", value)]]

    def _greet(self, connection: socket.socket) -> bool:
        connection.sendall(b"PING\r\n")
        return connection.recv(5) == b"+PONG"


KINDS: dict[str, type[Server]] = {kind.kind: kind for kind in (Postgres, Valkey)}
