"""Comparing a list with what is on record: who each row is and what applying it would change. Changes nothing itself."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Sequence

from core.templatetags.ui import day
from liberations.enums import RowDecision, RowDifference
from liberations.models import LiberationList, ListRow
from liberations.weekly_list.known import Custody, Known, OnRecord
from liberations.weekly_list.twice import Twice
from liberations.weekly_list.who import Who, who_is
from people.birth_dates import is_plausible
from people.services.people import LONGEST_NUMBER

# No programme decides what follows: a prison's list is about people of several, and a doubt is only asked about.
# A later day is a slip of the finger in the year.
FURTHEST_DAYS = 366 * 30
# Nobody is let out again so soon after a release: such a row is more likely older than the release.
SOON_AFTER_RELEASE_DAYS = 14
# A list printed before a move names the old prison: a move younger than this is asked about.
RECENT_MOVE_DAYS = 7


@dataclasses.dataclass(slots=True)
class Comparison:
    """What a row would do: fields of ListRow by the same names. `candidates` are those it may be, where a person decides."""

    difference: RowDifference
    person_id: uuid.UUID | None = None
    also: str = ""
    before_date: dt.date | None = None
    before_prison_id: uuid.UUID | None = None
    problem: str = ""
    programme_id: uuid.UUID | None = None
    against: str = ""
    adds_number: bool = False
    left_out: bool = False
    candidates: list[uuid.UUID] = dataclasses.field(default_factory=list)


def compare(liberation_list: LiberationList, rows: Sequence[ListRow], known: Known, *, on: dt.date) -> list[Comparison]:
    """One Comparison a row, in order. Whom a row would refer to which programme is worked out elsewhere (referring.py)."""
    whos = [who_is(row, known) for row in rows]
    twice = Twice.of(rows, whos)
    return [
        _compare(place, row, who, twice) or _changes(liberation_list, row, who, known, on)
        for place, (row, who) in enumerate(zip(rows, whos, strict=True))
    ]


def improbable(row: ListRow, number: str, *, on: dt.date) -> str:
    """Why a row that could be read cannot be true; empty when it may be."""
    if row.liberation_date and abs((row.liberation_date - on).days) > FURTHEST_DAYS:
        return "check the year of the liberation date"
    if row.birth_date and not is_plausible(row.birth_date, on=on):
        return "check the date of birth"
    if len(number) > LONGEST_NUMBER:
        return "check the prison number"
    return ""


def _compare(place: int, row: ListRow, who: Who, twice: Twice) -> Comparison | None:
    """Rows that change nothing as they stand: unreadable, said before, in doubt. None for the others."""
    if row.difference == RowDifference.UNREADABLE:
        return Comparison(RowDifference.UNREADABLE, problem=row.problem)
    doubt = who.doubt or twice.doubts.get(place, "")
    if doubt:
        candidates = who.candidates or ([who.person.pk] if who.person else [])
        return Comparison(
            RowDifference.DECIDE, problem=doubt, candidates=candidates, left_out=row.decision == RowDecision.LEAVE
        )
    if place in twice.said_in:
        person_id = who.person.pk if who.person else None
        return Comparison(
            RowDifference.SAME, person_id, problem=f"Row {twice.said_in[place]} says the same.", left_out=True
        )
    return None


def _changes(liberation_list: LiberationList, row: ListRow, who: Who, known: Known, on: dt.date) -> Comparison:
    adds_number = bool(row.number) and known.owner_of(row.number) is None
    if who.person is None:
        return Comparison(RowDifference.NEW_PERSON, adds_number=adds_number, candidates=who.candidates)
    custody = known.custody.get(who.person.pk)
    if custody is None or custody.released_date:
        made = _after_release(row, who, custody, known.days_told)
    else:
        made = _in_custody(liberation_list, row, who, custody, on)
    made.candidates = made.candidates or who.candidates
    made.adds_number = adds_number and made.difference != RowDifference.DECIDE
    return made


def _after_release(row: ListRow, who: Who, custody: Custody | None, days_told: dict) -> Comparison:
    """Back in custody, unless the list may be older than the release."""
    person, after = who.person, row.liberation_date
    if custody is None:
        return Comparison(RowDifference.RETURNER, person.pk)
    released = custody.released_date
    before = custody.liberation_date or released
    if after and (after <= released or after in days_told.get(person.pk, ())):
        return Comparison(RowDifference.STILL_LISTED, person.pk, before_date=before)
    is_soon = after is None or (after - released).days <= SOON_AFTER_RELEASE_DAYS
    if is_soon and not who.decided:
        return _in_doubt(person, f"They were released on {day(released)}. Are they in custody again?", before)
    return Comparison(RowDifference.RETURNER, person.pk, before_date=before)


def _in_custody(liberation_list: LiberationList, row: ListRow, who: Who, custody: Custody, on: dt.date) -> Comparison:
    person, before, after = who.person, custody.liberation_date, row.liberation_date
    if after and custody.admitted_date and after < custody.admitted_date:
        return _in_doubt(
            person, "The date is before the day they were admitted. Correct the one that is wrong.", before
        )
    moves = _how_it_moves(before, after)
    if custody.prison_id == liberation_list.prison_id:
        return Comparison(moves or RowDifference.SAME, person.pk, before_date=before)
    if custody.since and (on - custody.since).days <= RECENT_MOVE_DAYS and not who.decided and not _is_first(custody):
        moved = f"They moved to another prison on {day(custody.since)}. Is this list older than that?"
        return _in_doubt(person, moved, before, custody.prison_id)
    return Comparison(
        RowDifference.TRANSFER,
        person.pk,
        also=moves,
        before_date=before,
        before_prison_id=custody.prison_id,
    )


def _is_first(custody: Custody) -> bool:
    """Whether the present stay began the time in custody: then it was an admission and no move."""
    return custody.since == custody.admitted_date


def _how_it_moves(before: dt.date | None, after: dt.date | None) -> RowDifference | str:
    """Empty when the day stays. A list that gives no date takes none away."""
    if after is None or after == before:
        return ""
    if before is None:
        return RowDifference.NEW_DATE
    return RowDifference.BROUGHT_FORWARD if after < before else RowDifference.PUT_BACK


def _in_doubt(person: OnRecord, problem: str, before: dt.date | None, prison_id: uuid.UUID | None = None) -> Comparison:
    return Comparison(
        RowDifference.DECIDE,
        person.pk,
        before_date=before,
        before_prison_id=prison_id,
        problem=problem,
        candidates=[person.pk],
    )
