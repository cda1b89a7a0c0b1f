"""Jobs of the timetable (config/celery_settings.py). They take nothing: what is to do stands in the database."""

from celery import shared_task

from accounts.services.passwords import send_password_links
from accounts.services.sessions import delete_expired_sessions
from notifications.services.jobs import run_job


@shared_task
def send_links():
    """Send the links for choosing a password that were asked for."""
    run_job(name=send_links.name, work=send_password_links)


@shared_task
def clear_sessions():
    """Delete the sessions that are over, and the forms kept in them."""
    run_job(name=clear_sessions.name, work=delete_expired_sessions)
