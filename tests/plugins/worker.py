"""A real Celery worker, in its own process, on the tests' database and broker."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from config.celery import app
from config.local_servers import addresses, processes

# Only what never comes takes so long, on however busy a machine.
START_SECONDS = 120
STOP_SECONDS = 60
LOOK_EVERY_SECONDS = 0.05


@pytest.fixture
def _running_worker(transactional_db: None) -> Iterator[None]:
    # One for each test: it must neither find jobs of an earlier test nor be at work when the tables of this one are emptied.
    app.control.purge()
    with worker_process("test", environment(connection.settings_dict)):
        yield
    app.control.purge()


@contextlib.contextmanager
def worker_process(name: str, env: dict[str, str]) -> Iterator[subprocess.Popen]:
    """A worker that is ready; one that is not called "test" takes what is sent to the queue of its name."""
    log = addresses.home(addresses.instance()) / ("worker.log" if name == "test" else f"worker-{name}.log")
    # Gone before it is written: root's file may not be ours to write to.
    log.unlink(missing_ok=True)
    with log.open("w") as output:
        worker = subprocess.Popen(
            [
                *(sys.executable, "-m", "celery", "-A", "config", "worker", "--pool=threads", "--concurrency=2"),
                *("--include=tests.config.tasks", "--loglevel=INFO", f"--hostname={name}@%h"),
                *(() if name == "test" else ("--queues", name)),
            ],
            env=env,
            cwd=addresses.CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=processes.dying_with_parent(signal.SIGTERM),
        )
    try:
        give_up = time.monotonic() + START_SECONDS
        while " ready." not in log.read_text():
            if worker.poll() is not None or time.monotonic() > give_up:
                pytest.fail(f"The worker does not start:\n{log.read_text()}", pytrace=False)
            time.sleep(LOOK_EVERY_SECONDS)
        yield worker
    finally:
        processes.end(worker, signal.SIGTERM, seconds=STOP_SECONDS)


def environment(database: dict) -> dict[str, str]:
    """What a process of its own needs to work on the test's database and broker."""
    return os.environ | {
        "THROUGHGATE_DEVELOPMENT": "1",
        "DATABASE_URL": database_url(database),
        "REDIS_URL": settings.BROKER_URL,
        "PYTHONWARNINGS": "default",
    }


@pytest.fixture
def celery_worker_process(_running_worker: None) -> Callable[[Callable[[], object]], object]:
    """A worker at work on the test's database and broker; the test's rows are committed, so that it sees them.

    Its value is a function that waits until its argument returns something true, and returns that:
    ``wait_for(lambda: Notice.objects.first())``. It fails the test after two minutes.
    """

    def wait_for(condition: Callable[[], object]) -> object:
        give_up = time.monotonic() + START_SECONDS
        while not (found := condition()):
            if time.monotonic() > give_up:
                log = addresses.home(addresses.instance()) / "worker.log"
                pytest.fail(f"The worker did not do it:\n{log.read_text()}", pytrace=False)
            time.sleep(LOOK_EVERY_SECONDS)
        return found

    return wait_for


def database_url(database: dict) -> str:
    """The address of a database as DATABASE_URL takes it, from its entry in DATABASES."""
    user = quote(database["USER"], safe="")
    if database["PASSWORD"]:
        user += ":" + quote(database["PASSWORD"], safe="")
    if database["HOST"].startswith("/"):
        return f"postgres://{user}@/{database['HOST']}/{database['NAME']}"
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgres://{user}@{database['HOST']}{port}/{database['NAME']}"
