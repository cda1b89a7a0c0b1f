"""Run in a process of its own: fills the floor's database and prints the cookie of somebody signed in, as JSON."""

import datetime as dt
import json
import sys

import django
from django.core.management import call_command

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks.floor.models import Entry  # noqa: E402
from benchmarks.product.sessions import signed_in  # noqa: E402

PER_OWNER = 40


def build(rows: int) -> None:
    call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
    if not Entry.objects.exists():
        first = dt.date(2026, 1, 1)
        Entry.objects.bulk_create(
            (
                Entry(
                    owner=place // PER_OWNER,
                    name=f"Person {place}",
                    place=f"Prison {place % 17}",
                    day=first + dt.timedelta(days=place % 365),
                    note="A note of ordinary length about what happened on the day.",
                )
                for place in range(rows)
            ),
            batch_size=5000,
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    build(int(sys.argv[1]))
    user, _ = User.objects.get_or_create(username="floor")
    print(json.dumps({"session": signed_in(user)}))
