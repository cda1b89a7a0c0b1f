"""What of a mentor's runs out, and when: clearances, vetting, keys, training, membership of the PVG scheme, supervision.

Pure: rows in, lines out. What every mentor needs (`needed`) stays on the list until it is renewed, and stands there when it
was never had. Anything else leaves it four weeks after its last day: nobody renews a clearance for a prison they no longer go to.
"""

import calendar
import dataclasses
import datetime as dt
import enum
import uuid
from collections.abc import Iterable

from mentoring.enums.mentors import Paper

# A window of the list, for every team: what stays or goes in a programme is `needed`.
GONE_AFTER = dt.timedelta(days=28)


class State(enum.Enum):
    """How urgent a line is."""

    MISSING = "missing"
    OVER = "over"
    SOON = "soon"
    LATER = "later"


@dataclasses.dataclass(frozen=True, slots=True)
class Spell:
    """A time in which a mentor has something: `until_date` is its last day, null without an end."""

    mentor: uuid.UUID
    paper: Paper
    about: str
    until_date: dt.date | None
    key: uuid.UUID | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """Something of a mentor's with a last day, or missing (no last day). `key` is the row it stands on."""

    mentor: uuid.UUID
    paper: Paper
    about: str
    until_date: dt.date | None
    key: uuid.UUID | None

    def state(self, today: dt.date, soon_days: int) -> State:
        if self.until_date is None:
            return State.MISSING
        if self.until_date < today:
            return State.OVER
        return State.SOON if self.until_date <= today + dt.timedelta(days=soon_days) else State.LATER


def lines_of(spells: Iterable[Spell], needed: Iterable[tuple[uuid.UUID, Paper, str]], today: dt.date) -> list[Line]:
    """One line for each thing that has a last day, by the spell that lasts longest, and for each that is needed and missing.

    `needed` names what a mentor must have, as (mentor, paper, about).
    """
    longest: dict[tuple, Spell] = {}
    for spell in spells:
        thing = (spell.mentor, spell.paper, spell.about)
        if thing not in longest or _lasts(spell) > _lasts(longest[thing]):
            longest[thing] = spell
    needed = set(needed)
    missing = [Line(*thing, until_date=None, key=None) for thing in needed - longest.keys()]
    ending = [
        Line(*thing, until_date=spell.until_date, key=spell.key)
        for thing, spell in longest.items()
        if spell.until_date and (thing in needed or spell.until_date >= today - GONE_AFTER)
    ]
    return [*missing, *ending]


def stages_for(paper: Paper, remind_days: Iterable[int], supervision_weeks: int) -> list[int]:
    """Which reminders there are of such a thing, in days before, the earliest first. Of supervision none in the first half of the
    time between two: nobody is reminded of the next when they come from the last."""
    days = sorted(remind_days, reverse=True)
    return [each for each in days if 2 * each <= 7 * supervision_weeks] if paper == Paper.SUPERVISION else days


def stages_due(until_date: dt.date, remind_days: Iterable[int], today: dt.date) -> list[int]:
    """Which of the reminders so many days before the last day it is time for; the nearest one only, as the others say less."""
    left = (until_date - today).days
    return sorted(days for days in remind_days if left <= days)[:1]


def last_day_of_training(done_date: dt.date, months_valid: int | None) -> dt.date | None:
    """So many months after the training, at the end of a shorter month; null for a training that does not run out."""
    if not months_valid:
        return None
    months = done_date.month - 1 + months_valid
    year, month = done_date.year + months // 12, months % 12 + 1
    return dt.date(year, month, min(done_date.day, calendar.monthrange(year, month)[1]))


def supervision_due(on_date: dt.date, agreed: dt.date | None, weeks: int) -> dt.date:
    """By when the next supervision is to be: on the day agreed, at the latest so many weeks after the last."""
    latest = on_date + dt.timedelta(weeks=weeks)
    return min(agreed, latest) if agreed and agreed > on_date else latest


def _lasts(spell: Spell) -> dt.date:
    return spell.until_date or dt.date.max
