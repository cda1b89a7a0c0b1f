import datetime as dt
import socket
import time

import pytest
import time_machine

from notifications.models import JobRun
from notifications.selectors import HEARTBEAT
from tests.factories.notifications import MessageFactory

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def heartbeat(minutes_ago):
    at = NOON - dt.timedelta(minutes=minutes_ago)
    JobRun.objects.create(name=HEARTBEAT, started_at=at, ended_at=at, succeeded_at=at)


@time_machine.travel(NOON, tick=False)
def test_health_is_ok_when_all_parts_answer(client):
    heartbeat(minutes_ago=1)

    response = client.get("/health")

    assert (response.status_code, response.json()) == (
        200,
        {
            "status": "ok",
            "database": True,
            "broker": True,
            "beat_age_seconds": 60,
            "oldest_unsent_seconds": None,
        },
    )


@time_machine.travel(NOON, tick=False)
def test_health_is_ok_before_the_first_heartbeat(client):
    assert (client.get("/health").status_code, client.get("/health").json()["beat_age_seconds"]) == (200, None)


@time_machine.travel(NOON, tick=False)
def test_health_fails_when_the_beat_is_late(client):
    heartbeat(minutes_ago=4)

    response = client.get("/health")

    assert (response.status_code, response.json()["status"]) == (503, "failing")


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (16, 503)])
def test_health_fails_when_a_notice_waits_too_long(client, minutes, status):
    with time_machine.travel(NOON, tick=False):
        MessageFactory(created_at=NOON - dt.timedelta(minutes=minutes))

        response = client.get("/health")

    assert (response.status_code, response.json()["oldest_unsent_seconds"]) == (status, minutes * 60)


def test_health_fails_when_the_broker_is_away(client, monkeypatch):
    monkeypatch.setenv("CELERY_BROKER_READ_URL", "redis://127.0.0.1:1/0")

    response = client.get("/health")

    assert (response.status_code, response.json()["broker"]) == (503, False)


def test_health_does_not_wait_for_a_broker_that_never_answers(client, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("CELERY_BROKER_READ_URL", f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        begun = time.monotonic()

        response = client.get("/health")

    assert (response.status_code, response.json()["broker"]) == (503, False)
    # A second for the broker; the rest is what a busy machine takes. It was five.
    assert time.monotonic() - begun < 3
