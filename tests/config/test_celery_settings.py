"""The contract with Celery (quality.md, row 38)."""

import datetime as dt
import inspect
from zoneinfo import ZoneInfo

import celery.beat
import celery.schedules
import pytest

from config.celery import app

LONDON = ZoneInfo("Europe/London")


@pytest.fixture(scope="module")
def jobs():
    """Our own tasks."""
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if ".tasks." in name and not name.startswith("tests.")}


def test_nothing_is_lost_when_a_worker_dies():
    conf = app.conf

    assert (conf.task_acks_late, conf.task_reject_on_worker_lost, conf.worker_prefetch_multiplier) == (True, True, 1)
    assert conf.broker_connection_retry_on_startup


def test_no_task_outlives_the_time_after_which_the_broker_hands_it_out_again():
    assert app.conf.task_soft_time_limit < app.conf.task_time_limit
    assert app.conf.task_time_limit < app.conf.broker_transport_options["visibility_timeout"]


def test_json_only_and_no_results():
    assert (app.conf.task_serializer, app.conf.accept_content, app.conf.task_ignore_result) == ("json", ["json"], True)


def test_every_job_of_the_timetable_exists_and_every_job_is_in_it(jobs):
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} == set(jobs)


def test_jobs_take_nothing_so_nothing_personal_can_travel(jobs):
    assert {name: str(inspect.signature(task.run)) for name, task in jobs.items()} == dict.fromkeys(jobs, "()")
    assert not any(entry.get("args") or entry.get("kwargs") for entry in app.conf.beat_schedule.values())


def test_jobs_have_no_eta_and_expire_before_the_next_of_their_kind(jobs):
    for entry in app.conf.beat_schedule.values():
        assert entry["options"] == {"expires": entry["schedule"]}
    assert all(task.autoretry_for == () if hasattr(task, "autoretry_for") else True for task in jobs.values())


def test_sweeps_run_each_quarter_of_an_hour_and_what_somebody_waits_for_within_a_minute():
    seconds = {entry["task"]: entry["schedule"] for entry in app.conf.beat_schedule.values()}

    prompt = {
        "accounts.tasks.send_links",
        "liberations.tasks.apply_lists",
        "liberations.tasks.follow_mentors",
        "liberations.tasks.send_person_messages",
        "notifications.tasks.heartbeat",
        "notifications.tasks.send_messages",
        "referrals.tasks.send_agency_links",
    }
    assert {name for name, every in seconds.items() if every <= 60} == prompt
    assert {every for name, every in seconds.items() if name not in prompt} == {900}


def test_new_timetable_does_everything_at_once_and_then_keeps_its_intervals():
    for name, entry in app.conf.beat_schedule.items():
        new = celery.beat.ScheduleEntry(**entry, name=name, app=app)

        assert new.is_due().is_due, name
        assert not new._next_instance().is_due().is_due, name


@pytest.mark.parametrize(
    "night", [dt.datetime(2026, 10, 25, 0, 59, tzinfo=dt.UTC), dt.datetime(2026, 3, 29, 0, 59, tzinfo=dt.UTC)]
)
def test_timetable_takes_no_rest_in_the_nights_the_clocks_change(night):
    now = night
    every_minute = celery.schedules.schedule(60, nowfun=lambda: now.astimezone(app.timezone), app=app)
    last_run = night.astimezone(app.timezone)

    now = night + dt.timedelta(seconds=60)

    assert every_minute.is_due(last_run).is_due
