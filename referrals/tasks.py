"""Jobs of the timetable (config/celery_settings.py). They take nothing: what is to do stands in the database."""

from celery import shared_task

from notifications.services.jobs import run_job
from referrals.services import refusals


@shared_task
def purge_refusals():
    """Remove who refused, or was not for the service, once the programme keeps them no longer."""
    run_job(name=purge_refusals.name, work=lambda: refusals.purge_refusals(by=None))
