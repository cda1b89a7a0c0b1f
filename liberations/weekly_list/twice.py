"""Rows of one list that mean the same person: where they say the same one of them counts, otherwise a person decides."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils.text import get_text_list

from liberations.enums import RowDifference
from liberations.models import ListRow
from liberations.weekly_list.known import facts_of
from liberations.weekly_list.who import Who


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
        if len({_facts(rows[place]) for place in places}) == 1:
            for place in places[1:]:
                self.said_in.setdefault(place, rows[places[0]].row_number)
            return
        settled = next((place for place in places if whos[place].decided), None)
        numbers = get_text_list([str(rows[place].row_number) for place in places], "and")
        for place in places:
            if place != settled:
                self.doubts.setdefault(place, f"The list has this {what} more than once, in rows {numbers}.")


def _keys(row: ListRow, who: Who) -> Iterator[tuple]:
    if row.difference == RowDifference.UNREADABLE or row.is_left_out_by_choice:
        return
    if row.number:
        yield "prison number", row.number
    if who.person:
        yield "person", who.person.pk
    elif not who.doubt and not who.decided and (row.birth_date or not row.number):
        yield "name and date of birth" if row.birth_date else "name", *facts_of(row)[1:]


def _facts(row: ListRow) -> tuple:
    return *facts_of(row), row.liberation_date
