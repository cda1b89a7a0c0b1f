"""Where this checkout's own PostgreSQL and Valkey live: pure functions of its path, so settings need no server up."""

import hashlib
import os
import re
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
ROLE = DATABASE = "throughgate"
POSTGRES_SOCKET = ".s.PGSQL.5432"
VALKEY_SOCKET = "valkey.sock"

# The kernel cuts a socket's path at 104 (macOS) or 108 bytes; these characters need no quoting in any address.
LONGEST_SOCKET_PATH = 100
PLAIN_PATH = re.compile(r"[\w./+@-]+", re.ASCII)


def instance() -> str:
    """The set of servers this process uses: "test" under pytest, otherwise "dev", or what THROUGHGATE_INSTANCE names.

    Instances share nothing. One whose name begins with "test" trades safety for speed. Each of several test processes at once
    has its own.
    """
    process = os.environ.get("PYTEST_XDIST_WORKER", "")
    test = f"test-{process}" if process else "test"
    return os.environ.get("THROUGHGATE_INSTANCE") or (test if "pytest" in sys.modules else "dev")


def home(name: str, *, checkout: Path = CHECKOUT) -> Path:
    """The directory of everything the instance keeps: data, locks, logs."""
    return checkout / ".local" / name


def socket_directory(name: str, *, checkout: Path = CHECKOUT) -> Path:
    """Where the instance's servers listen.

    Inside the checkout, unless its path is too long for a socket or would need quoting in an address; then under /tmp
    (not TMPDIR: two terminals may differ in it, and both must come to the same answer).
    """
    inside = home(name, checkout=checkout) / "run"
    if len(str(inside / POSTGRES_SOCKET)) <= LONGEST_SOCKET_PATH and PLAIN_PATH.fullmatch(str(inside)):
        return inside
    mark = hashlib.sha256(str(checkout).encode(errors="surrogateescape")).hexdigest()[:16]
    return Path("/tmp") / f"throughgate-{mark}-{name}"  # noqa: S108 - the servers refuse a directory that is not their own


def database() -> dict:
    """The entry for DATABASES that reaches the checkout's own PostgreSQL."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": ROLE,
        "HOST": str(socket_directory(instance())),
    }


def broker_url() -> str:
    """The address at which Celery reaches the checkout's own Valkey."""
    return f"redis+socket://{socket_directory(instance())}/{VALKEY_SOCKET}?virtual_host=0"
