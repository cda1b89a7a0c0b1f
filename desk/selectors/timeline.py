"""What has happened with a person, from every app, as one list: newest first, filtered by kind, one query for any length."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, QuerySet

from core.kept_queries import kept_query, stand_in
from core.lists import PER_PAGE
from desk.selectors.timeline_sources import NOTE_CHARACTERS, SOURCES
from people.models import Person

KINDS = {
    "contacts": "Contacts",
    "dates": "Dates and moves",
    "agreements": "Referral and consent",
    "support": "Support",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that happened. `code`, `extra` and `more` are choices of the source's own enums."""

    source: str
    key: uuid.UUID
    day: dt.date
    at: dt.datetime | None
    clock: dt.time | None
    code: str
    extra: str
    more: str
    text: str
    by: str
    number: int | None
    date: dt.date | None
    date_before: dt.date | None

    @property
    def is_cut(self):
        return len(self.text) >= NOTE_CHARACTERS


def timeline(person: Person, *, kind: str = "", start: int = 0, size: int = PER_PAGE) -> tuple[list[Row], bool]:
    """`size` rows from `start` on, and whether there are older ones. One query.

    `kind` is one of KINDS; anything else shows all. The caller has checked that the user may open the record.
    """
    sql, parameters = _rows(kind if kind in KINDS else "").statement({PERSON: person.pk})
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT %s OFFSET %s", [*parameters, size + 1, start])
        found = [Row(*row) for row in cursor.fetchall()]
    return found[:size], len(found) > size


PERSON = stand_in()


@kept_query
def _rows(kind: str) -> QuerySet:
    branches = [branch for name, makers in SOURCES.items() if kind in (name, "") for branch in makers(PERSON)]
    rows = branches[0].union(*branches[1:], all=True)
    return rows.order_by(F("e_day").desc(), F("e_at").desc(nulls_last=True), "e_source", "e_key")
