from celery import current_app
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from notifications.selectors import HEARTBEAT_LATE_AFTER, heartbeat_at, outbox_state

# One try, of one second each to connect and to answer: what asks after our health waits for about two in all.
BROKER_PATIENCE = {"socket_connect_timeout": 1, "socket_timeout": 1}


@login_not_required
@require_safe
def health(request):
    """Whether the parts work, for a monitor: 200, or 503 with what does not. It tells ages in seconds and no data.

    The age of the beat is null until the first heartbeat, which is no failure: a new installation has just begun.
    """
    now = timezone.now()
    try:
        beat_at, outbox = heartbeat_at(), outbox_state(now=now)
    except DatabaseError:
        return JsonResponse({"status": "failing", "database": False}, status=503)
    report = {
        "database": True,
        "broker": _broker_answers(),
        "beat_age_seconds": _age(beat_at, now),
        "oldest_unsent_seconds": _age(outbox.oldest_at, now),
    }
    beat_late = beat_at is not None and now - beat_at > HEARTBEAT_LATE_AFTER
    works = report["broker"] and not beat_late and not outbox.late
    return JsonResponse({"status": "ok" if works else "failing", **report}, status=200 if works else 503)


def _broker_answers():
    try:
        with current_app.connection_for_read(transport_options=BROKER_PATIENCE) as connection:
            connection.ensure_connection(max_retries=0)
    except (OperationalError, OSError):
        return False
    return True


def _age(moment, now):
    return None if moment is None else round((now - moment).total_seconds())
