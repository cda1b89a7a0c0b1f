"""Run in a process of its own by test_writers: writes alerts through the service without end, in children that are killed.

`python -m tests.people.dying_writer USER PERSON TIMES` forks TIMES children one after the other and kills each at a moment
of its own within its first writes. Which moment follows from its place in line.
"""

import datetime as dt
import itertools
import os
import signal
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from people.models import Person  # noqa: E402
from people.services.alerts import add_alert  # noqa: E402

LATEST_SECONDS = 0.03


def write_without_end(user_key: str, person_key: str) -> None:
    by, person = User.objects.get(pk=user_key), Person.objects.get(pk=person_key)
    for number in itertools.count():
        add_alert(
            person=person,
            kind="health",
            text=f"Number {number}",
            source="Nurse",
            review_date=timezone.localdate() + dt.timedelta(days=30),
            told_person=True,
            by=by,
        )
        os.write(READY, b".")


if __name__ == "__main__":
    user, somebody, times = sys.argv[1:]
    for place in range(int(times)):
        hear, READY = os.pipe()
        child = os.fork()
        if not child:
            connection.connect()
            write_without_end(user, somebody)
        # The first is written; from here on it dies somewhere within a later one.
        os.read(hear, 1)
        time.sleep(LATEST_SECONDS * (place * 37 % 101) / 101)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(hear)
        os.close(READY)
