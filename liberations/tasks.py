"""Jobs of the timetable (config/celery_settings.py). They take nothing: what is to do stands in the database."""

import logging

from celery import shared_task
from kombu.exceptions import OperationalError

from liberations.keeping_contact.sweeps import plan_follow_ups as plan_contacts
from liberations.services import (
    gate_mentors,
    gate_questions,
    list_purge,
    lost_contacts,
    person_outbox,
    replan_decisions,
    sweeps,
)
from liberations.services.list_queue import apply_asked_lists
from notifications.services.jobs import run_job

logger = logging.getLogger(__name__)


@shared_task
def plan_reminders():
    """Make the reminders before liberation and withdraw those that are no longer true."""
    run_job(name=plan_reminders.name, work=sweeps.plan_reminders)


@shared_task
def plan_follow_ups():
    """Make the contacts promised after release for cases that have none, such as those opened after it."""
    run_job(name=plan_follow_ups.name, work=plan_contacts)


@shared_task
def look_for_people():
    """Begin to look for whom contact is lost with, stop where it is found again, tell mentors and managers."""
    run_job(name=look_for_people.name, work=lost_contacts.look_for_people)


@shared_task
def send_person_messages():
    """Send the texts and e-mails to people that wait."""
    run_job(name=send_person_messages.name, work=person_outbox.send_waiting_messages)


@shared_task
def flag_passed_liberations():
    """Raise and clear the flag of a liberation day nobody has answered for."""
    run_job(name=flag_passed_liberations.name, work=sweeps.flag_passed_liberations)


@shared_task
def flag_overdue_follow_ups():
    """Raise and clear the flag of a follow-up contact that is overdue."""
    run_job(name=flag_overdue_follow_ups.name, work=sweeps.flag_overdue_follow_ups)


@shared_task
def follow_mentors():
    """Give gates of former mentors to the mentors of now, or to nobody yet."""
    run_job(name=follow_mentors.name, work=gate_mentors.follow_mentors)


@shared_task
def look_after_gates():
    """Ask mentors about the gates that come near, and tell managers of those nobody has said they go to."""
    run_job(name=look_after_gates.name, work=gate_questions.look_after_gates)


@shared_task
def settle_decisions():
    """Keep which decisions of moved days and transfers were put right since."""
    run_job(name=settle_decisions.name, work=replan_decisions.settle_decisions)


@shared_task
def purge_lists():
    """Delete rows of old lists that nobody decided about or that were left out, and throw away old lists never applied."""
    run_job(name=purge_lists.name, work=lambda: list_purge.purge_lists(by=None))


@shared_task
def apply_lists():
    """Apply the long lists that were handed to the worker."""
    run_job(name=apply_lists.name, work=apply_asked_lists)


def hurry_lists():
    """Let the worker look for lists now. Where the broker is away the timetable sees to it."""
    try:
        apply_lists.apply_async(retry=False)
    except OperationalError:
        logger.warning("The broker is away: lists wait for the timetable")
