"""Puts the demonstration into an empty database, once."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from audit import trail
from audit.enums import Verb
from demo.apart import tell_apart
from demo.courts import tell_courts
from demo.days import Days
from demo.first_days import tell_first_days
from demo.in_touch import tell_in_touch
from demo.lives import invented_lives
from demo.logins import LOGINS
from demo.looking_after import look_after_mentors
from demo.matched import tell_matches
from demo.moving_on import tell_moving_on
from demo.packs import tell_packs
from demo.places import set_places
from demo.planning import tell_plans
from demo.prison_register import tell_register
from demo.ready import tell_ready
from demo.referred_on import tell_directory, tell_referred_on
from demo.scale.crowd import CROWD_ADDRESS, Crowd
from demo.scale.rows import RowTeller
from demo.scale.sweeps import look_over, no_rows, write
from demo.scene import set_scene
from demo.sharing import tell_sharing
from demo.teller import Teller
from liberations.keeping_contact.sweeps import plan_follow_ups
from liberations.services.lost_contacts import look_for_people
from liberations.services.sweeps import (
    flag_overdue_follow_ups,
    flag_passed_liberations,
    plan_reminders,
)
from mentoring.services.papers import remind_of_papers
from mentoring.services.place_reminders import remind_of_places
from mentoring.services.plan_reviews import ask_about_returners
from mentoring.services.sweeps import refresh_meeting_flags
from notifications.enums import Kind
from notifications.models import Message
from notifications.services.messages import mark_read

LIVES_AT_ONCE = 1000


def is_loaded() -> bool:
    """Whether the invented staff are here already."""
    return User.objects.filter(email__in=[login.email for login in LOGINS]).exists()


def load_demo() -> int:
    """Tell all the invented lives up to now, then run the jobs once. Returns how many people there are; all or nothing.

    Needs the reference data. Notices of what is past have been read, and none of it is sent by e-mail.
    """
    with transaction.atomic():
        days = Days(timezone.now())
        scene = set_scene(days)
        set_places(scene)
        look_after_mentors(scene, days)
        lives = invented_lives(scene, days)
        for life in lives:
            Teller(life, scene=scene, days=days).tell()
        tell_directory(scene, days)
        tell_referred_on(days)
        tell_ready(days)
        tell_first_days()
        tell_matches(scene, days)
        tell_plans(days)
        tell_packs(scene, days)
        tell_apart(scene, days)
        tell_register(scene, days)
        tell_moving_on(scene, days)
        tell_courts(scene, days)
        tell_in_touch(scene, days)
        tell_sharing(scene, days)
        run_jobs()
        _read_what_is_past(days)
        User.objects.filter(pk__in=[user.pk for user in scene.users.values()]).update(email_notices=True)
    return len(lives)


def _read_what_is_past(days: Days) -> None:
    """Who was allocated weeks ago has been met since; a reminder of last week has been seen."""
    past = Q(kind=Kind.ALLOCATED) | Q(kind=Kind.RELEASE_REMINDER, due_date__lt=days.ago(3))
    for message in Message.objects.in_force().filter(past).select_related("recipient"):
        mark_read(message=message, by=message.recipient)


def crowd_is_loaded() -> bool:
    """Whether there is a crowd already."""
    return User.objects.filter(email__endswith=CROWD_ADDRESS).exists()


def load_crowd(people: int) -> int:
    """Add `people` invented people by the thousand, with teams and mentors of their own, then run the jobs once.

    Returns how many rows were written. All or nothing, with one row on the trail. Needs the reference data.
    """
    with trail.written("load_demo_crowd", Verb.CREATED, by=None) as entry:
        crowd = Crowd(people, Days(timezone.now()))
        written, rows = 0, no_rows()
        for count, life in enumerate(crowd.lives(), start=1):
            RowTeller(life, scene=crowd.scene, days=crowd.days, rows=rows).tell()
            if count % LIVES_AT_ONCE == 0:
                written += write(rows)
        written += write(rows)
        entry.after = {"people": people, "rows": written}
    look_over()
    run_jobs()
    return written


def run_jobs() -> None:
    """What the clock runs every quarter of an hour."""
    plan_reminders()
    refresh_meeting_flags()
    plan_follow_ups()
    look_for_people()
    flag_passed_liberations()
    flag_overdue_follow_ups()
    remind_of_papers(by=None)
    remind_of_places(by=None)
    ask_about_returners(on=timezone.localdate(), by=None)
