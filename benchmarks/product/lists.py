"""Run in a process of its own: a prison's list of ten thousand rows, looked at and applied in its second week.

Half of the people have another day than the week before, a fifth are new, a fifth are as they were, and a tenth, who have
mentors, moved there from other prisons.
"""

import csv
import datetime as dt
import hashlib
import io
import json
import resource
import time

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from demo.scale.crowd import CROWD_ADDRESS  # noqa: E402
from liberations.enums import ListState  # noqa: E402
from liberations.models import LiberationList  # noqa: E402
from liberations.services.list_apply import apply_list  # noqa: E402
from liberations.services.lists import read_list  # noqa: E402
from mentoring.models import Case  # noqa: E402
from people.enums import IdentifierKind  # noqa: E402
from people.models import Identifier  # noqa: E402
from prisons.models import Prison  # noqa: E402
from referrals.models import Programme  # noqa: E402

ROWS = 10_000
NEW, MOVED, TRANSFERS = 2_000, 5_000, 1_000
HEADINGS = ["Prison number", "Surname", "Forename", "DOB", "Hall", "Liberation date"]
FIRST_NUMBER = 900_000
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvw" for vowel in "aeiou"]


def invented(place: int, day: dt.date) -> list:
    """Names of their own: no two of them are alike."""
    born = dt.date(1960, 1, 1) + dt.timedelta(days=place * 7919 % 14_000)
    family, given = (_letters(hashlib.sha256(f"{kind} {place}".encode()).digest()[:6]) for kind in ("family", "given"))
    return [FIRST_NUMBER + place, family, given, born, "B", day]


def _letters(some: bytes) -> str:
    return "".join(SYLLABLES[each % len(SYLLABLES)] for each in some).capitalize()


def on_record(count: int, prison: Prison, days: list[dt.date]) -> list[list]:
    """People with mentors, in other prisons."""
    cases = Case.objects.open().filter(episode__released_date=None).exclude(episode__stays__prison=prison)
    people = [case.person for case in cases.select_related("person").order_by("number")[:count]]
    numbers = Identifier.objects.filter(person__in=people, kind=IdentifierKind.SPS).values_list("person_id", "value")
    known = dict(numbers)
    return [
        [known[person.pk], person.family_name, person.given_names, person.birth_date, "C", days[place % len(days)]]
        for place, person in enumerate(people)
        if person.pk in known
    ]


def file_of(rows: list[list]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *rows])
    return text.getvalue().encode()


def peak() -> float:
    """The most memory this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(work, idle: float):
    """What it returns, its seconds, and the peak of the memory so far above what the process had when idle."""
    begun = time.perf_counter()
    done = work()
    return done, {"seconds": time.perf_counter() - begun, "megabytes": peak() - idle}


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def main() -> dict:
    idle, today = peak(), timezone.localdate()
    by = User.objects.get(email=f"manager1{CROWD_ADDRESS}")
    programme = Programme.objects.filter(team=by.team).first()
    prison = Prison.objects.order_by("name").first()
    days = [day for n in range(40, 160) if (day := today + dt.timedelta(days=n)).weekday() < 5]
    old = ROWS - NEW - TRANSFERS
    given = {"prison": prison, "programme": programme, "file_name": "list.csv", "by": by}
    first = [invented(place, days[place % len(days)]) for place in range(old)]
    apply_list(liberation_list=read_list(content=file_of(first), **given), by=by)
    analyze()
    second = [invented(place, days[(place + (1 if place < MOVED else 0)) % len(days)]) for place in range(old)]
    second += [invented(place, days[place % len(days)]) for place in range(old, old + NEW)]
    second += on_record(TRANSFERS, prison, days)
    content = file_of(second)
    made, preview = measured(lambda: read_list(content=content, **given), idle)
    kinds = {}
    for kind in made.rows.order_by().values_list("difference", flat=True):
        kinds[kind] = kinds.get(kind, 0) + 1
    _, applied = measured(lambda: apply_list(liberation_list=made, by=by), idle)
    assert LiberationList.objects.get(pk=made.pk).state == ListState.APPLIED
    return {"rows": len(second), "kinds": kinds, "preview": preview, "apply": applied}


if __name__ == "__main__":
    print(json.dumps(main()))
