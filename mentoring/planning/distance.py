"""How far they have come: the first and the last number of each area. Pure: asks nothing.

Change is the last reading less the first, of areas with at least two (domain.md section 3.4). Numbers of two scales are never
put together, whichever way they run: only readings on the scale of the last one count.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from mentoring.enums.needs import Answer, NeedArea


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer about one area: `score` only where `answer` says that there is one; `scale` is the key of its scale."""

    area: str
    answer: str
    score: int | None
    on: dt.date
    scale: uuid.UUID
    words: str = ""


@dataclass(frozen=True, slots=True)
class AreaDistance:
    """What is known of one area, from its readings in order. `first` and `last` are the same while there is one number."""

    area: NeedArea
    readings: list[Reading]
    first: Reading | None
    last: Reading | None
    better_by: int | None

    @property
    def label(self):
        return self.area.label

    @property
    def said(self) -> Reading | None:
        """The last time they said something of it in words."""
        return next((reading for reading in reversed(self.readings) if reading.words), None)

    @property
    def asked(self):
        return bool(self.readings)

    @property
    def applies(self):
        return not self.readings or self.readings[-1].answer != Answer.NOT_APPLICABLE

    @property
    def in_words(self) -> str:
        """Of two numbers or more: which way things have gone. Empty before that."""
        if self.better_by is None:
            return ""
        if self.better_by == 0:
            return "The same"
        return f"{'Better' if self.better_by > 0 else 'Harder'} by {abs(self.better_by)}"


@dataclass(frozen=True, slots=True)
class Tally:
    """Over areas with two numbers or more."""

    twice: int
    better: int
    same: int
    harder: int


def distances(readings: Iterable[Reading], *, higher_is_better: bool, scale: uuid.UUID) -> list[AreaDistance]:
    """Every area in its usual order, with how far it has come on `scale`. `readings` come oldest first."""
    by_area: dict[str, list[Reading]] = {area.value: [] for area in NeedArea}
    for reading in readings:
        by_area[reading.area].append(reading)
    return [_distance(NeedArea(area), found, higher_is_better, scale) for area, found in by_area.items()]


def tally(areas: Iterable[AreaDistance]) -> Tally:
    """How many areas went which way."""
    ways = Counter(_way(area.better_by) for area in areas if area.better_by is not None)
    return Tally(ways.total(), ways["better"], ways["same"], ways["harder"])


def _distance(area, readings, higher_is_better, scale):
    scored = [each for each in readings if each.answer == Answer.SCORED and each.scale == scale]
    # What stopped applying has no distance: a number from before says nothing of now.
    ended = bool(readings) and readings[-1].answer == Answer.NOT_APPLICABLE
    if not scored or ended:
        return AreaDistance(area, readings, None, None, None)
    first, last = scored[0], scored[-1]
    change = last.score - first.score
    better_by = (change if higher_is_better else -change) if len(scored) > 1 else None
    return AreaDistance(area, readings, first, last, better_by)


def _way(better_by):
    if better_by == 0:
        return "same"
    return "better" if better_by > 0 else "harder"
