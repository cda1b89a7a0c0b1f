"""Jobs done by the worker process, through the broker, as beat sends them."""

import datetime as dt

import pytest
from django.utils import timezone

from config.celery import app
from mentoring.models import Flag
from notifications.enums import Kind
from notifications.models import JobRun, Message
from tests.factories.liberations import FollowUpFactory
from tests.factories.mentoring import AssignmentFactory, CaseFactory

pytestmark = pytest.mark.worker


def send_everything_as_beat_does():
    """Except that nothing expires, however busy the machine: beat would send it again."""
    for entry in app.conf.beat_schedule.values():
        app.send_task(entry["task"], **entry["options"] | {"expires": None})


def test_worker_raises_flags_makes_reminders_sends_mail_and_keeps_a_record(celery_worker_process):
    today = timezone.localdate()
    soon = CaseFactory(liberation_date=today + dt.timedelta(days=5))
    passed = CaseFactory(liberation_date=today - dt.timedelta(days=5))
    for case in (soon, passed):
        AssignmentFactory(case=case, from_date=today)
    FollowUpFactory(case=passed, window_from_date=today - dt.timedelta(days=5), due_date=today - dt.timedelta(days=3))

    send_everything_as_beat_does()
    celery_worker_process(
        lambda: JobRun.objects.filter(succeeded_at__isnull=False).count() == len(app.conf.beat_schedule)
    )
    send_everything_as_beat_does()
    celery_worker_process(lambda: not Message.objects.unsent().exists())

    assert set(Flag.objects.open().values_list("case", "kind")) == {
        (soon.pk, "fewer-meetings"),
        (passed.pk, "fewer-meetings"),
        (passed.pk, "liberation-passed"),
        (passed.pk, "follow-up-overdue"),
    }
    reminders = Message.objects.filter(kind=Kind.RELEASE_REMINDER)
    assert list(reminders.values_list("subject_key", "offset_days")) == [(soon.pk, 7)]
    assert Message.objects.filter(emailed_at=None).count() == 0
