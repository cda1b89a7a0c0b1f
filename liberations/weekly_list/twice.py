"""Rows of one list that mean the same person: where they say the same one of them counts, otherwise a person decides."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils.text import get_text_list

from liberations.enums import RowDifference
from liberations.models import ListRow
from liberations.weekly_list.known import facts_of
from liberations.weekly_list.who import Who

MOST_NAMED = 6


@dataclasses.dataclass(frozen=True)
class Twice:
    """By the place of a row in the list: the number of the row that says the same before it, or why a person decides."""

    said_in: dict[int, int]
    doubts: dict[int, str]

    @classmethod
    def of(cls, rows: Sequence[ListRow], whos: Sequence[Who]) -> "Twice":
        groups = defaultdict(list)
        for place, (row, who) in enumerate(zip(rows, whos, strict=True)):
            for key in _keys(row, who):
                groups[key].append(place)
        made = cls({}, {})
        for (what, *_), places in groups.items():
            if len(places) > 1:
                made._add(what, places, rows, whos)
        return made

    def _add(self, what: str, places: list[int], rows: Sequence[ListRow], whos: Sequence[Who]) -> None:
        first: dict[tuple, int] = {}
        for place in places:
            before = first.setdefault(_facts(rows[place]), place)
            if before != place:
                self.said_in.setdefault(place, rows[before].row_number)
        # Whoever leaves one of two rows out has said which of them is right.
        differing = [place for place in first.values() if not rows[place].is_left_out_by_choice]
        if len(differing) < 2:
            return
        settled = next((place for place in differing if whos[place].decided), None)
        numbers = _in_words([rows[place].row_number for place in differing])
        for place in differing:
            if place != settled:
                self.doubts.setdefault(place, f"The list has this {what} more than once, in rows {numbers}.")


def _in_words(numbers: list[int]) -> str:
    named = [str(number) for number in numbers[:MOST_NAMED]]
    more = len(numbers) - len(named)
    return get_text_list([*named, *([f"{more} more"] if more else [])], "and")


def _keys(row: ListRow, who: Who) -> Iterator[tuple]:
    if row.difference == RowDifference.UNREADABLE:
        return
    if row.number:
        yield "prison number", row.number
    if who.person:
        yield "person", who.person.pk
    elif not who.doubt and not who.decided and (row.birth_date or not row.number):
        yield "name and date of birth" if row.birth_date else "name", *facts_of(row)[1:]


def _facts(row: ListRow) -> tuple:
    return *facts_of(row), row.liberation_date
