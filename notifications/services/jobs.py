"""Running a job of the timetable, with a record of its latest run for the administrator's page and /health."""

import dataclasses
import time
from collections.abc import Callable

import psycopg.errors
from django.db import OperationalError
from django.utils import timezone

from notifications.models import JobRun

# A sweep gives way to people (core.sweeps); it tries again so many seconds later, then leaves it to its next run.
WAITS = (1, 2, 4)


def run_job(*, name: str, work: Callable[[], object]) -> None:
    """Run `work` and keep when it started, when it ended and what it returned: counts (a dataclass), one count, or nothing.

    A failure is kept as its kind, never its text, and raised again so that the worker logs it.
    """
    JobRun.objects.update_or_create(
        name=name, defaults={"started_at": timezone.now(), "ended_at": None, "failed": False, "result": {}}
    )
    run = JobRun.objects.filter(name=name)
    try:
        done = _give_way(work)
    except Exception as error:
        run.update(ended_at=timezone.now(), failed=True, result={"error": type(error).__name__})
        raise
    ended_at = timezone.now()
    run.update(ended_at=ended_at, succeeded_at=ended_at, result=_counts(done))


def _counts(done: object) -> dict:
    if dataclasses.is_dataclass(done):
        return dataclasses.asdict(done)
    return {} if done is None else {"done": done}


def _give_way(work: Callable[[], object]) -> object:
    for wait in WAITS:
        try:
            return work()
        except OperationalError as error:
            if not isinstance(error.__cause__, psycopg.errors.LockNotAvailable | psycopg.errors.DeadlockDetected):
                raise
            time.sleep(wait)
    return work()
