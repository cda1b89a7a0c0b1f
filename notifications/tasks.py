"""Jobs of the timetable (config/celery_settings.py). They take nothing: what is to do stands in the database."""

from celery import shared_task

from notifications.services.jobs import run_job
from notifications.services.outbox import send_due_messages


@shared_task
def send_messages():
    """E-mail the notices that are due."""
    run_job(name=send_messages.name, work=send_due_messages)


@shared_task
def heartbeat():
    """Shows that beat, broker, worker and database all do their part."""
    run_job(name=heartbeat.name, work=lambda: None)
