"""Which kind of service can help with which need, and how a need stands: linked, said why not, or neither. Pure.

What the standard R15 reads and the page of one case; `planning/unmet.py` asks the same of many cases in SQL, and tests hold them
together.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from mentoring.enums.needs import NeedArea
from referrals.enums import ServiceKind

SERVED_BY: dict[NeedArea, frozenset[ServiceKind]] = {
    NeedArea.ACCOMMODATION: frozenset({ServiceKind.ACCOMMODATION}),
    NeedArea.MONEY: frozenset({ServiceKind.MONEY}),
    NeedArea.DEBT: frozenset({ServiceKind.MONEY, ServiceKind.LEGAL}),
    NeedArea.HEALTH: frozenset({ServiceKind.HEALTH}),
    NeedArea.MENTAL_HEALTH: frozenset({ServiceKind.MENTAL_HEALTH, ServiceKind.HEALTH}),
    NeedArea.SUBSTANCES: frozenset({ServiceKind.SUBSTANCES, ServiceKind.HEALTH}),
    NeedArea.WORK: frozenset({ServiceKind.WORK, ServiceKind.LEARNING}),
    NeedArea.LEARNING: frozenset({ServiceKind.LEARNING}),
    NeedArea.FAMILY: frozenset({ServiceKind.FAMILY, ServiceKind.LEGAL}),
    NeedArea.IDENTITY: frozenset({ServiceKind.PRACTICAL, ServiceKind.MONEY}),
    NeedArea.PRACTICAL: frozenset({ServiceKind.PRACTICAL, ServiceKind.LEARNING}),
    NeedArea.ATTITUDES: frozenset({ServiceKind.PRACTICAL, ServiceKind.FAMILY, ServiceKind.MENTAL_HEALTH}),
}


@dataclass(frozen=True, slots=True)
class ScoreSaid:
    """One number on one area; `is_need` by the scale it was given on. An area talked about without one is no need by number."""

    area: NeedArea
    on_date: dt.date
    is_need: bool


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """An area whose last number counts as a need, and since which day it has."""

    area: NeedArea
    since: dt.date


def open_needs(said: Iterable[ScoreSaid]) -> list[OpenNeed]:
    """The areas that are a need as of the last that was said of each (`said` the oldest first), in the order of NeedArea."""
    since: dict[NeedArea, dt.date] = {}
    for each in said:
        if each.is_need:
            since.setdefault(each.area, each.on_date)
        else:
            since.pop(each.area, None)
    return [OpenNeed(area, since[area]) for area in NeedArea if area in since]


def helps_with(kind: ServiceKind | str, area: NeedArea | str) -> bool:
    return ServiceKind(kind) in SERVED_BY[NeedArea(area)]
