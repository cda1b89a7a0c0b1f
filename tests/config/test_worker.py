import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from tests.config.tasks import leave_a_mark

pytestmark = pytest.mark.worker


def test_task_sent_to_the_broker_is_done_by_the_worker_process(celery_worker_process):
    leave_a_mark.delay("first")

    mark = celery_worker_process(lambda: Session.objects.filter(session_key="first").first())

    assert mark.session_data == connection.settings_dict["NAME"]
