import dataclasses
import datetime as dt

import psycopg.errors
import pytest
import time_machine
from celery import current_app
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from notifications.models import MOST_ATTEMPTS, JobRun
from notifications.selectors import HEARTBEAT, heartbeat_at, job_states, outbox_state
from notifications.services import jobs
from notifications.services.jobs import run_job
from tests.factories.accounts import AdministratorFactory
from tests.factories.notifications import MessageFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


@dataclasses.dataclass
class Done:
    made: int = 3


def locked():
    error = OperationalError("gave way")
    error.__cause__ = psycopg.errors.LockNotAvailable()
    return error


def test_run_keeps_start_end_and_counts():
    with time_machine.travel(NOW, tick=False):
        run_job(name="sweep", work=Done)

    run = JobRun.objects.get()
    assert (run.name, run.started_at, run.ended_at, run.succeeded_at) == ("sweep", NOW, NOW, NOW)
    assert (run.failed, run.result) == (False, {"made": 3})


def test_failed_run_keeps_its_kind_but_no_text_and_when_it_last_went_well():
    def fail():
        raise ValueError("Morag Canary")

    with time_machine.travel(NOW, tick=False):
        run_job(name="sweep", work=lambda: None)
    with pytest.raises(ValueError, match="Canary"):
        run_job(name="sweep", work=fail)

    run = JobRun.objects.get()
    assert (run.failed, run.result, run.succeeded_at) == (True, {"error": "ValueError"}, NOW)


def test_run_that_gave_way_is_tried_again(monkeypatch):
    monkeypatch.setattr(jobs, "WAITS", (0, 0))
    answers = iter([locked(), locked(), Done()])

    def work():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    run_job(name="sweep", work=work)

    assert JobRun.objects.get().result == {"made": 3}


def test_run_that_always_gives_way_fails_and_leaves_it_to_the_next(monkeypatch):
    monkeypatch.setattr(jobs, "WAITS", (0, 0))
    tries = []

    def work():
        tries.append(1)
        raise locked()

    with pytest.raises(OperationalError):
        run_job(name="sweep", work=work)

    assert (len(tries), JobRun.objects.get().failed) == (3, True)


def test_other_errors_of_the_database_are_not_tried_again():
    tries = []

    def work():
        tries.append(1)
        raise OperationalError("gone")

    with pytest.raises(OperationalError):
        run_job(name="sweep", work=work)

    assert len(tries) == 1


def state_of(name, now=NOW):
    return next(each.state for each in job_states(now=now) if each.name == name)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        (None, "not-yet"),
        ({"started_at": NOW}, "running"),
        ({"started_at": NOW, "ended_at": NOW}, "done"),
        ({"started_at": NOW, "ended_at": NOW, "failed": True}, "failed"),
        ({"started_at": NOW - dt.timedelta(seconds=180), "ended_at": NOW}, "done"),
        ({"started_at": NOW - dt.timedelta(seconds=181), "ended_at": NOW}, "late"),
    ],
)
def test_state_of_a_job_that_runs_every_minute(fields, state):
    if fields:
        JobRun.objects.create(name=HEARTBEAT, **fields)

    assert state_of(HEARTBEAT) == state


def test_heartbeat_is_when_everything_last_worked_together():
    before = heartbeat_at()
    with time_machine.travel(NOW, tick=False):
        run_job(name=HEARTBEAT, work=lambda: None)

    assert (before, heartbeat_at()) == (None, NOW)


def test_outbox_is_late_after_a_quarter_of_an_hour():
    MessageFactory(created_at=NOW - dt.timedelta(hours=2), by_email=False)
    MessageFactory(created_at=NOW - dt.timedelta(hours=2), attempts=MOST_ATTEMPTS)
    empty = outbox_state(now=NOW)
    MessageFactory(created_at=NOW - dt.timedelta(minutes=15))
    on_time = outbox_state(now=NOW)
    late = outbox_state(now=NOW + dt.timedelta(seconds=1))

    assert (empty.oldest_at, empty.given_up, empty.late) == (None, 1, False)
    assert (on_time.late, late.late) == (False, True)


def page(browser):
    return browser.get(reverse("desk:jobs")).content.decode()


def test_page_shows_each_job_with_its_latest_run(as_user):
    JobRun.objects.create(
        name="liberations.tasks.plan_reminders",
        started_at=timezone.now(),
        ended_at=timezone.now(),
        result={"made": 4, "withdrawn": 1},
    )
    JobRun.objects.create(name=HEARTBEAT, started_at=timezone.now())

    shown = page(as_user(AdministratorFactory()))

    assert shown.count('<th scope="row">') == len(current_app.conf.beat_schedule)
    assert "made 4, withdrawn 1" in shown
    assert "The timetable is late" not in shown


def test_page_says_when_the_timetable_or_the_post_is_late(as_user):
    JobRun.objects.create(name=HEARTBEAT, started_at=NOW)
    MessageFactory(created_at=NOW)
    MessageFactory(attempts=MOST_ATTEMPTS)

    with time_machine.travel(NOW + dt.timedelta(minutes=20), tick=False):
        shown = page(as_user(AdministratorFactory()))

    assert "The timetable is late." in shown
    assert "E-mails are waiting since 22 Nov 2026 at 9:00am" in shown
    assert "1 email given up" in shown


def test_administration_counts_the_jobs_in_trouble(as_user):
    JobRun.objects.create(name=HEARTBEAT, started_at=timezone.now() - dt.timedelta(hours=1))
    JobRun.objects.create(
        name="liberations.tasks.plan_reminders", started_at=timezone.now(), ended_at=timezone.now(), failed=True
    )

    response = as_user(AdministratorFactory()).get(reverse("desk:administration"))

    assert response.context["troubled_jobs"] == 2
