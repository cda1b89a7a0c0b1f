"""Jobs of the timetable (config/celery_settings.py). They take nothing: what is to do stands in the database."""

from celery import shared_task
from django.utils import timezone

from mentoring.services import papers, place_reminders, plan_reviews, sweeps
from notifications.services.jobs import run_job


@shared_task
def refresh_meeting_flags():
    """Raise and clear the flag of too few pre-release meetings."""
    run_job(name=refresh_meeting_flags.name, work=sweeps.refresh_meeting_flags)


@shared_task
def remind_of_papers():
    """Tell mentors and who looks after them what runs out: clearances, training, PVG, supervision."""
    run_job(name=remind_of_papers.name, work=lambda: papers.remind_of_papers(by=None))


@shared_task
def ask_about_returners():
    """Ask to look again at the plans of whoever has come back into custody."""
    run_job(
        name=ask_about_returners.name, work=lambda: plan_reviews.ask_about_returners(on=timezone.localdate(), by=None)
    )


@shared_task
def remind_of_places():
    """Tell who has to see to a place that a partner holds."""
    run_job(name=remind_of_places.name, work=lambda: place_reminders.remind_of_places(by=None))
