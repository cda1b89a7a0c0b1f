"""Locks of the kernel (flock): it drops them when their holder dies, so none is ever stale, as a pid file can be."""

import fcntl
import os
from pathlib import Path

SHARED = fcntl.LOCK_SH
EXCLUSIVE = fcntl.LOCK_EX


def open_lock(path: Path) -> int:
    """Open a lock file, making it when it is missing, and return its descriptor. Closing it gives the lock back."""
    # Read-only is enough for flock, and lets root and the checkout's owner use one another's files.
    return os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)


def take(descriptor: int, how: int) -> None:
    """Take the lock, waiting for it."""
    fcntl.flock(descriptor, how)


def try_to_take(descriptor: int, how: int) -> bool:
    """Take the lock if that is possible at once, and say whether it was."""
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_free(path: Path) -> bool:
    """Whether nobody holds the lock exclusively."""
    descriptor = open_lock(path)
    try:
        return try_to_take(descriptor, SHARED)
    finally:
        os.close(descriptor)
