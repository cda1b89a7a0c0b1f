"""The processes of a laptop run: as whom, with which environment, and never outliving their parent."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

from config.local_servers import addresses
from config.local_servers.errors import LocalServerError

PR_SET_PDEATHSIG = 1


def keeper(directory: Path) -> tuple[int, int]:
    """The user and group that own the servers' files and run the servers.

    That is whoever runs this, except root: PostgreSQL refuses to run as root, so the owner of the directory is taken
    (as after an earlier start), else the owner of the checkout, else "nobody". One checkout can so be used by root and
    by its owner in turn.
    """
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    for path in (directory, addresses.CHECKOUT):
        if path.exists() and path.stat().st_uid != 0:
            return path.stat().st_uid, path.stat().st_gid
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def make_directory(path: Path, owner: tuple[int, int], *, mode: int = 0o755) -> None:
    """Make the directory and its parents, each new one for the owner."""
    if path.is_dir():
        return
    if not path.parent.is_dir():
        make_directory(path.parent, owner)
    path.mkdir(mode=mode, exist_ok=True)
    give(path, owner)


def give(path: Path, owner: tuple[int, int]) -> None:
    """Hand a file just made by root to its owner."""
    if os.geteuid() == 0:
        os.chown(path, *owner)


def command_as(owner: tuple[int, int], command: Sequence[str | Path], *, death_signal: signal.Signals) -> list[str]:
    """The command, prefixed so that root runs it as the owner.

    The one capability left lets the owner reach a checkout under a closed home directory without any chmod.
    Raises LocalServerError when root has no setpriv.
    """
    words = [str(word) for word in command]
    if os.geteuid() != 0:
        return words
    if not shutil.which("setpriv"):
        raise LocalServerError(
            "As root, the local servers need the program setpriv (package util-linux). "
            "Install it, run as an ordinary user, or set DATABASE_URL and REDIS_URL."
        )
    return [
        "setpriv",
        f"--reuid={owner[0]}",
        f"--regid={owner[1]}",
        "--clear-groups",
        "--securebits=+no_setuid_fixup",
        "--inh-caps=-all,+dac_override",
        "--ambient-caps=-all,+dac_override",
        # A change of user clears the signal set before it.
        f"--pdeathsig={death_signal.name.removeprefix('SIG')}",
        "--",
        *words,
    ]


def dying_with_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    """A preexec_fn after which the kernel signals the child when its parent is gone; None where no kernel does."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def ask_the_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask_the_kernel


def server_environment() -> dict[str, str]:
    """The environment of a server: nothing of the caller's PostgreSQL settings, language or time zone."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def end(process: subprocess.Popen, first: signal.Signals, *, seconds: float) -> None:
    """Ask the process to end with the first signal, and kill it when it has not done so in time."""
    if process.poll() is None:
        process.send_signal(first)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def end_leftovers(directory: Path, *, seconds: float = 10) -> None:
    """End the servers that an earlier, killed run left at work in the data directory.

    Both servers make their data directory their working directory, which tells them from every other process.
    """
    found = []
    for process in psutil.process_iter():
        try:
            if process.cwd() == str(directory) and process.status() != psutil.STATUS_ZOMBIE:
                process.send_signal(signal.SIGINT)
                found.append(process)
        except (psutil.Error, OSError):
            continue
    _, alive = psutil.wait_procs(found, timeout=seconds)
    for process in alive:
        process.kill()
    psutil.wait_procs(alive, timeout=seconds)


def give_tree(path: Path, owner: tuple[int, int]) -> None:
    """Hand a directory just made by root, and all in it, to its owner."""
    if os.geteuid() == 0:
        for found in (path, *path.rglob("*")):
            os.chown(found, *owner)
