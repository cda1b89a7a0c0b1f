"""Celery settings: nothing is lost when a worker dies, nothing personal travels through the broker."""

import datetime

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
# Only intervals stand in the timetable, and beat reckons them on the wall clock of its zone: in Europe/London it would rest
# for an hour in the night the clocks go back. What "today" is, the jobs ask Django.
timezone = "UTC"
enable_utc = True

# Every job is set-based and is its own repair: a late run, a missed night and a moved clock are one code path.
# What a dead worker did not take in time expires, as the next of its kind does the same.
# A timetable that is new, or lost its memory with its container, does everything at once and not a quarter of an hour later.
NEVER_YET = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
SWEEP_SECONDS = 15 * 60
SEND_SECONDS = 30
HEARTBEAT_SECONDS = 60
beat_schedule = {
    "Make and withdraw reminders before liberation": {
        "task": "liberations.tasks.plan_reminders",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
        "last_run_at": NEVER_YET,
    },
    "Flag too few pre-release meetings": {
        "task": "mentoring.tasks.refresh_meeting_flags",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
        "last_run_at": NEVER_YET,
    },
    "Remind of clearances, training and supervision that run out": {
        "task": "mentoring.tasks.remind_of_papers",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
        "last_run_at": NEVER_YET,
    },
    "Remind of places held for people": {
        "task": "mentoring.tasks.remind_of_places",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
        "last_run_at": NEVER_YET,
    },
    "Ask to look again at the plans of people back in custody": {
        "task": "mentoring.tasks.ask_about_returners",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
        "last_run_at": NEVER_YET,
    },
    "Make the contacts promised after release": {
        "task": "liberations.tasks.plan_follow_ups",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
        "last_run_at": NEVER_YET,
    },
    "Look for people contact is lost with": {
        "task": "liberations.tasks.look_for_people",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
        "last_run_at": NEVER_YET,
    },
    "Flag liberation days nobody has answered for": {
        "task": "liberations.tasks.flag_passed_liberations",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
        "last_run_at": NEVER_YET,
    },
    # Often: until then somebody stands at a gate who may not open the record any more.
    "Give gates of former mentors to the mentors of now": {
        "task": "liberations.tasks.follow_mentors",
        "schedule": SEND_SECONDS,
        "options": {"expires": SEND_SECONDS},
        "last_run_at": NEVER_YET,
    },
    "Ask who is going to the gates that come near": {
        "task": "liberations.tasks.look_after_gates",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
        "last_run_at": NEVER_YET,
    },
    "Keep which decisions have been taken": {
        "task": "liberations.tasks.settle_decisions",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
        "last_run_at": NEVER_YET,
    },
    "Flag overdue follow-up": {
        "task": "liberations.tasks.flag_overdue_follow_ups",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
        "last_run_at": NEVER_YET,
    },
    # The page that hands a list over asks for a run at once; this one takes up what a dead worker left.
    "Apply long lists": {
        "task": "liberations.tasks.apply_lists",
        "schedule": SEND_SECONDS,
        "options": {"expires": SEND_SECONDS},
        "last_run_at": NEVER_YET,
    },
    "Delete what old lists say of people we do not work with": {
        "task": "liberations.tasks.purge_lists",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
        "last_run_at": NEVER_YET,
    },
    "Remove who refused long ago": {
        "task": "referrals.tasks.purge_refusals",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
        "last_run_at": NEVER_YET,
    },
    "Send partner agencies the links by which they answer": {
        "task": "referrals.tasks.send_agency_links",
        "schedule": SEND_SECONDS,
        "options": {"expires": SEND_SECONDS},
        "last_run_at": NEVER_YET,
    },
    "Send notices by e-mail": {
        "task": "notifications.tasks.send_messages",
        "schedule": SEND_SECONDS,
        "options": {"expires": SEND_SECONDS},
        "last_run_at": NEVER_YET,
    },
    "Send texts and e-mails to people": {
        "task": "liberations.tasks.send_person_messages",
        "schedule": SEND_SECONDS,
        "options": {"expires": SEND_SECONDS},
        "last_run_at": NEVER_YET,
    },
    "Send links for choosing a password": {
        "task": "accounts.tasks.send_links",
        "schedule": SEND_SECONDS,
        "options": {"expires": SEND_SECONDS},
        "last_run_at": NEVER_YET,
    },
    "Delete sessions that are over": {
        "task": "accounts.tasks.clear_sessions",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
        "last_run_at": NEVER_YET,
    },
    "Heartbeat": {
        "task": "notifications.tasks.heartbeat",
        "schedule": HEARTBEAT_SECONDS,
        "options": {"expires": HEARTBEAT_SECONDS},
        "last_run_at": NEVER_YET,
    },
}
