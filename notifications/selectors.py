"""How the jobs and the outbox are doing, for the administrator's page and /health."""

import dataclasses
import datetime

from celery import current_app
from django.db.models import Min
from django.utils import timezone

from notifications.models import MOST_ATTEMPTS, JobRun, Message

HEARTBEAT = "notifications.tasks.heartbeat"
# Longer than this in the outbox is worth an alarm (quality.md, row 43).
LONGEST_IN_OUTBOX = datetime.timedelta(minutes=15)
# A job is late when it has missed its turn twice; a worker starting up, or busy, takes up to so long besides.
GRACE = datetime.timedelta(seconds=60)
# The heartbeat comes every minute.
HEARTBEAT_LATE_AFTER = 2 * datetime.timedelta(seconds=60) + GRACE


@dataclasses.dataclass(frozen=True)
class JobState:
    """One job of the timetable and its latest run, None if it never ran."""

    label: str
    name: str
    every: datetime.timedelta
    run: JobRun | None
    late: bool

    @property
    def state(self) -> str:
        """late, failed, running, done, or not-yet"""
        if self.late:
            return "late"
        if self.run is None:
            return "not-yet"
        if self.run.failed:
            return "failed"
        return "done" if self.run.ended_at else "running"


@dataclasses.dataclass(frozen=True)
class OutboxState:
    """What waits to be e-mailed and since when; `given_up` were refused too often."""

    oldest_at: datetime.datetime | None
    given_up: int
    late: bool


def job_states(*, now: datetime.datetime | None = None) -> list[JobState]:
    """Every job of the timetable in its order."""
    now = now or timezone.now()
    runs = {run.name: run for run in JobRun.objects.all()}
    states = []
    for label, entry in current_app.conf.beat_schedule.items():
        every = datetime.timedelta(seconds=entry["schedule"])
        run = runs.get(entry["task"])
        late = run is not None and now - run.started_at > 2 * every + GRACE
        states.append(JobState(label=label, name=entry["task"], every=every, run=run, late=late))
    return states


def heartbeat_at() -> datetime.datetime | None:
    """When beat, broker, worker and database last did something together; None if they never have."""
    return JobRun.objects.filter(name=HEARTBEAT).values_list("succeeded_at", flat=True).first()


def outbox_state(*, now: datetime.datetime | None = None) -> OutboxState:
    """The oldest notice not yet e-mailed, and whether it waits for longer than it may."""
    now = now or timezone.now()
    oldest_at = Message.objects.unsent().aggregate(oldest=Min("created_at"))["oldest"]
    given_up = Message.objects.in_force().filter(by_email=True, emailed_at=None, attempts__gte=MOST_ATTEMPTS).count()
    return OutboxState(
        oldest_at=oldest_at, given_up=given_up, late=oldest_at is not None and now - oldest_at > LONGEST_IN_OUTBOX
    )
