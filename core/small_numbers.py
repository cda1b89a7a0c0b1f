"""Small numbers in a table that leaves the house: what is hidden so that nobody can be told from it. Pure.

Source: numbers from 1 to 4 are "<5", as the Scottish Prison Service publishes them; with them goes what a small one could be worked
out from, and a table in which everyone answered alike is hidden whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SMALLEST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """A number of a table as it may be shown: itself, "<5", or "hidden" because a smaller one could be worked out from it."""

    number: int | None
    small: bool = False

    def __str__(self):
        if self.number is not None:
            return str(self.number)
        return f"<{SMALLEST_SHOWN}" if self.small else "hidden"


def shown_total(number: int) -> Shown:
    """A total that stands alone."""
    return Shown(None, small=True) if 0 < number < SMALLEST_SHOWN else Shown(number)


def shown_cells(cells: Mapping[str, int], *, said_nothing: str = "") -> dict[str, Shown]:
    """The cells of one question, which add up to a total that is shown beside them, in their order.

    `said_nothing` is the cell of those who were not asked: everybody in that one cell tells nothing of anybody. Where no choice of
    cells to hide is enough, all are.
    """
    small = {key for key, number in cells.items() if 0 < number < SMALLEST_SHOWN}
    hidden = None if _alike(cells, said_nothing) else _hidden(cells, small)
    if hidden is None:
        return dict.fromkeys(cells, Shown(None))
    return {key: Shown(None, small=key in small) if key in hidden else Shown(number) for key, number in cells.items()}


def _alike(cells: Mapping[str, int], said_nothing: str) -> bool:
    """Everyone gave the same answer, so that the answer of each is known."""
    given = [key for key, number in cells.items() if number]
    return len(given) == 1 and given[0] != said_nothing


def _hidden(cells: Mapping[str, int], small: set[str]) -> set[str] | None:
    """The small cells, and as many of the next smallest as it takes that none of them can be worked out from the rest; None where
    all together do not suffice."""
    if not small:
        return set()
    hidden = set(small)
    others = sorted((key for key, number in cells.items() if number and key not in small), key=lambda key: cells[key])
    while _can_be_worked_out(len(small), len(hidden) - len(small), sum(cells[key] for key in hidden)):
        if not others:
            return None
        hidden.add(others.pop(0))
    return hidden


def _can_be_worked_out(small: int, larger: int, together: int) -> bool:
    """Whether a reader who knows what hidden cells add up to, that `small` of them are 1 to 4 and `larger` of them are 5 or
    more, is left with one number for a small one: the least and the most that it can be are the same."""
    most_of_one = SMALLEST_SHOWN - 1
    least = 1 if larger else max(1, together - most_of_one * (small - 1))
    most = min(most_of_one, together - (small - 1) - SMALLEST_SHOWN * larger)
    return most <= least
