"""Jobs of the timetable (config/celery_settings.py). They take nothing: what is to do stands in the database."""

from celery import shared_task

from liberations.services import decisions, gate_questions, sweeps
from notifications.services.jobs import run_job


@shared_task
def plan_reminders():
    """Make the reminders before liberation and withdraw those that are no longer true."""
    run_job(name=plan_reminders.name, work=sweeps.plan_reminders)


@shared_task
def flag_passed_liberations():
    """Raise and clear the flag of a liberation day nobody has answered for."""
    run_job(name=flag_passed_liberations.name, work=sweeps.flag_passed_liberations)


@shared_task
def flag_overdue_follow_ups():
    """Raise and clear the flag of a follow-up contact that is overdue."""
    run_job(name=flag_overdue_follow_ups.name, work=sweeps.flag_overdue_follow_ups)


@shared_task
def look_after_gates():
    """Ask mentors about the gates that come near, and tell managers of those nobody has said they go to."""
    run_job(name=look_after_gates.name, work=gate_questions.look_after_gates)


@shared_task
def settle_decisions():
    """Keep which decisions of moved days and transfers were put right since."""
    run_job(name=settle_decisions.name, work=decisions.settle_decisions)
