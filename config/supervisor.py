"""One command that runs all of Throughgate on a laptop: the servers, the web pages, the worker and the timetable."""

import errno
import http.client
import io
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connections

from config.children import Child, say, stop
from config.local_servers import addresses, lease, locks, processes

START_SECONDS = 60
STOP_SECONDS = 15
LOOK_EVERY_SECONDS = 0.5
WORKER_THREADS = 4
OTHER_PORTS_TRIED = 50

# Each may be run again without harm. The demo people come once, into an empty database, and only in development.
COMMANDS_AT_EVERY_START = ["load_reference_data"]
COMMANDS_AT_FIRST_START = ["load_demo"]


class CannotRunError(Exception):
    """The run cannot start or go on; the message says what to do."""


class Supervisor:
    """One run of everything, from the free port to the last process stopped."""

    def __init__(self, *, host: str, port: int) -> None:
        self.host = host
        self.port = port
        # Listening at every address of the machine, it is still reached at this one.
        reached_at = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104
        self.address = f"http://{reached_at}:{port}/"
        self._home = addresses.home(addresses.instance())
        self._owner = processes.keeper(self._home)
        self._children: list[Child] = []
        self._hurry = threading.Event()

    def run(self) -> None:
        """Run until Ctrl-C. Raises CannotRunError or LocalServerError when that is not possible."""
        # A closed terminal and a plain kill are a Ctrl-C too.
        for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(name, signal.default_int_handler)
        processes.make_directory(self._home, self._owner)
        self._be_the_only_run()
        refuse_a_busy_port(self.host, self.port)
        try:
            self._run_with_servers()
        except KeyboardInterrupt:
            say("Stopped.")

    def _be_the_only_run(self) -> None:
        note = self._home / "address.txt"
        run = locks.open_lock(self._home / "run.lock")
        if not locks.try_to_take(run, locks.EXCLUSIVE):
            where = note.read_text().strip() if note.exists() else "this checkout"
            raise CannotRunError(f"Throughgate is already running at {where}. Stop it there with Ctrl-C first.")
        # Gone before it is written: root's file may not be ours to write to.
        note.unlink(missing_ok=True)
        note.write_text(self.address)

    def _run_with_servers(self) -> None:
        kinds = lease.wanted()
        if kinds:
            say(f"Starting {' and '.join(lease.titles(kinds))} ...")
        with lease.hold(addresses.instance(), kinds) as leases:
            logins = self._prepare()
            try:
                self._start_children()
                self._wait_for_the_web()
                self._welcome(logins)
                self._watch(leases)
            except KeyboardInterrupt:
                say("Stopping. Press Ctrl-C again to stop at once.")
                raise
            finally:
                for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                    signal.signal(name, lambda *_: self._hurry.set())
                stop(list(reversed(self._children)), seconds=STOP_SECONDS, hurry=self._hurry)

    def _prepare(self) -> str:
        say("Preparing the database and the pages ...")
        call_command("migrate", interactive=False, verbosity=0)
        for command in COMMANDS_AT_EVERY_START:
            call_command(command)
        logins = self._home / "demo-logins.txt"
        if settings.DEVELOPMENT and COMMANDS_AT_FIRST_START and not get_user_model().objects.exists():
            printed = io.StringIO()
            for command in COMMANDS_AT_FIRST_START:
                call_command(command, stdout=printed)
            logins.unlink(missing_ok=True)
            logins.write_text(printed.getvalue())
        connections.close_all()
        call_command("collectstatic", interactive=False, verbosity=0)
        processes.give_tree(Path(settings.STATIC_ROOT), self._owner)
        return logins.read_text() if logins.exists() else ""

    def _start_children(self) -> None:
        timetable = self._home / "beat"
        for state in self._home.glob(f"{timetable.name}*"):
            if not os.access(state, os.W_OK):
                # Left by root. When each job ran last is a convenience, no job leans on it.
                state.unlink()
        environment = {
            "WEB_BIND": f"{self.host}:{self.port}",
            "SITE_URL": os.environ.get("SITE_URL", self.address.rstrip("/")),
            # Root on a laptop is somebody's own container; the advice against it would fill the screen at each start.
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
        }
        python = sys.executable
        celery = [python, "-m", "celery", "--quiet", "-A", "config"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        commands = {
            "worker": [*celery, "worker", "--pool=threads", f"--concurrency={WORKER_THREADS}", "-l", "INFO", *quiet],
            "web": [python, "-m", "gunicorn", "-c", "python:config.gunicorn_settings"],
            "beat": [*celery, "beat", "-l", "INFO", f"--schedule={timetable}", "--pidfile="],
        }
        for name, command in commands.items():
            self._children.append(Child(name, command, environment))

    def _wait_for_the_web(self) -> None:
        give_up = time.monotonic() + START_SECONDS
        while not answers(self.host, self.port):
            self._refuse_a_dead_child()
            if time.monotonic() > give_up:
                raise CannotRunError(f"The pages do not answer at {self.address} after {START_SECONDS} seconds.")
            time.sleep(0.1)

    def _welcome(self, logins: str) -> None:
        say("")
        if logins:
            say(logins.rstrip("\n"))
            say("")
        say(f"Throughgate runs at {self.address}  (Ctrl-C stops it)")

    def _watch(self, leases: list[lease.Lease]) -> None:
        while True:
            time.sleep(LOOK_EVERY_SECONDS)
            self._refuse_a_dead_child()
            for held in leases:
                held.start()

    def _refuse_a_dead_child(self) -> None:
        for child in self._children:
            if child.returncode is not None:
                # Its last words may still be on their way through the pipe.
                time.sleep(LOOK_EVERY_SECONDS)
                last = "\n".join(child.tail)
                raise CannotRunError(f"{child.name} ended by itself ({child.returncode}). Its last lines:\n{last}")


def refuse_a_busy_port(host: str, port: int) -> None:
    """Raise CannotRunError, naming a free port, when another program listens on this one."""
    if is_free(host, port):
        return
    free = next((other for other in range(port + 1, port + OTHER_PORTS_TRIED) if is_free(host, other)), None)
    hint = f"Choose another: bin/run --port {free}" if free else "Choose another with bin/run --port NUMBER"
    raise CannotRunError(f"Port {port} is in use by another program. {hint}")


def is_free(host: str, port: int) -> bool:
    """Whether this machine lets us listen at the port. Raises CannotRunError when the host is not one of its own."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise CannotRunError(f"Cannot listen at {host}: {error.strerror}.") from error
    return True


def answers(host: str, port: int) -> bool:
    """Whether something speaks http there, whatever it says."""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
