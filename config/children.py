"""The child processes of one run: their output line by line under their name, and their end."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence

from config.local_servers import addresses, processes

TAIL_LINES = 20


def say(line: str) -> None:
    """Print a line for the person at the terminal, who may have closed it."""
    try:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except OSError:
        # The run must still stop in order when nobody can read about it any more.
        return


class Child:
    """A process with a name; its output is printed under that name and its last lines are kept."""

    def __init__(self, name: str, command: Sequence[str], environment: dict[str, str]) -> None:
        self.name = name
        self.tail: deque[str] = deque(maxlen=TAIL_LINES)
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=addresses.CHECKOUT,
            env=os.environ | environment | {"PYTHONUNBUFFERED": "1"},
            text=True,
            errors="replace",
            # Ctrl-C at the terminal must reach the supervisor only, which then stops them in order.
            start_new_session=True,
            preexec_fn=processes.dying_with_parent(signal.SIGTERM),
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def returncode(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.poll()

    def ask_to_stop(self) -> None:
        """Let it finish what it is doing and end."""
        if self.returncode is None:
            self._process.terminate()

    def kill(self) -> None:
        """End it and its own children at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _read(self) -> None:
        for line in self._process.stdout:
            self.tail.append(line.rstrip("\n"))
            say(f"{self.name:<6} | {self.tail[-1]}")


def stop(children: Sequence[Child], *, seconds: float, hurry: threading.Event) -> None:
    """Ask each child to stop, in this order; kill those still at it after the seconds, or at once when told to hurry."""
    for child in children:
        child.ask_to_stop()
    give_up = time.monotonic() + seconds
    while any(child.returncode is None for child in children) and time.monotonic() < give_up:
        if hurry.wait(0.1):
            break
    for child in children:
        # Also the ones that have ended: a process of theirs may be left.
        child.kill()
