"""Celery settings: nothing is lost when a worker dies, nothing personal travels through the broker."""

from django.conf import settings

broker_url = settings.BROKER_URL
task_ignore_result = True
task_serializer = "json"
accept_content = ["json"]
task_acks_late = True
task_reject_on_worker_lost = True
worker_prefetch_multiplier = 1
worker_hijack_root_logger = False
broker_connection_retry_on_startup = True
# Both below the broker's visibility timeout, so that a task is never handed out twice while it still runs.
task_soft_time_limit = 240
task_time_limit = 300
broker_transport_options = {"visibility_timeout": 3600, "socket_timeout": 5, "socket_connect_timeout": 5}
timezone = "Europe/London"
enable_utc = True

# Every job is set-based and is its own repair: a late run, a missed night and a moved clock are one code path.
beat_schedule = {
    "send links for choosing a password": {"task": "accounts.send_password_links", "schedule": 30.0},
}
