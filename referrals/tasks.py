"""Jobs of the timetable (config/celery_settings.py). They take nothing: what is to do stands in the database."""

from celery import shared_task

from notifications.services.jobs import run_job
from referrals.services import agency_mail, refusals


@shared_task
def purge_refusals():
    """Remove who refused, or was not for the service, once the programme keeps them no longer."""
    run_job(name=purge_refusals.name, work=lambda: refusals.purge_refusals(by=None))


@shared_task
def send_agency_links():
    """E-mail the links by which partner agencies answer referrals."""
    run_job(name=send_agency_links.name, work=agency_mail.send_agency_links)
