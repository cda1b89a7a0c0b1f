"""The tests' own PostgreSQL and Valkey: started for the run when the first test needs them, stopped after the last."""

import os
from collections.abc import Iterator

import pytest

from config.local_servers import addresses, lease, locks, processes


@pytest.fixture(scope="session")
def local_servers() -> Iterator[None]:
    """Keep the servers up that DATABASE_URL and REDIS_URL do not give. A second run waits for the first."""
    home = addresses.home(addresses.instance())
    processes.make_directory(home, processes.keeper(home))
    run = locks.open_lock(home / "run.lock")
    locks.take(run, locks.EXCLUSIVE)
    with lease.hold(addresses.instance()):
        yield
    os.close(run)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave what root's run remembered to the checkout's owner, whose next run will write to it."""
    home = addresses.home(addresses.instance())
    for directory in (config.rootpath / ".pytest_cache", config.rootpath / ".hypothesis"):
        if directory.exists():
            processes.give_tree(directory, processes.keeper(home))
