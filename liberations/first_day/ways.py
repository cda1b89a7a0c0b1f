"""The ways somebody knows between places, and the quickest put together from them where the very one is not written down."""

import dataclasses
import heapq
from collections.abc import Hashable, Iterable

from liberations.enums import TravelMode


@dataclasses.dataclass(frozen=True, slots=True)
class Way:
    """A way somebody knows: how long it takes with waiting and walking, and the fare in pence."""

    from_place: Hashable
    to_place: Hashable
    mode: TravelMode
    minutes: int
    cost_pence: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Hop:
    """The way taken to a stop. `via`: no such way is known, so it was put together from ways through these places."""

    from_place: Hashable
    to_place: Hashable
    mode: TravelMode
    minutes: int
    cost_pence: int = 0
    via: tuple[Hashable, ...] = ()


class Ways:
    """The ways there are for somebody who goes by one mode, and on foot where that is what there is or quicker."""

    def __init__(self, ways: Iterable[Way], mode: TravelMode):
        self.mode = mode
        self._own: set[tuple[Hashable, Hashable]] = set()
        self._direct: dict[Hashable, dict[Hashable, Way]] = {}
        for way in ways:
            if way.mode not in (mode, TravelMode.WALK):
                continue
            if way.mode == mode:
                self._own.add((way.from_place, way.to_place))
            known = self._direct.setdefault(way.from_place, {})
            if way.to_place not in known or _effort(way) < _effort(known[way.to_place]):
                known[way.to_place] = way

    def between(self, start: Hashable, end: Hashable) -> Hop | None:
        """The way written down for this mode, or on foot if that is quicker; else the quickest put together from others."""
        if (start, end) in self._own:
            way = self._direct[start][end]
            return Hop(start, end, way.mode, way.minutes, way.cost_pence)
        waiting: list[tuple[int, int, int, Hashable, tuple[Way, ...]]] = [(0, 0, 0, start, ())]
        settled, turn = set(), 0
        while waiting:
            minutes, cost, _, at, taken = heapq.heappop(waiting)
            if at == end:
                return self._joined(start, end, minutes, cost, taken)
            if at in settled:
                continue
            settled.add(at)
            for there, way in self._direct.get(at, {}).items():
                turn += 1
                further = (minutes + way.minutes, cost + way.cost_pence, turn, there, (*taken, way))
                heapq.heappush(waiting, further)
        return None

    def _joined(self, start, end, minutes, cost, taken) -> Hop:
        on_foot = all(way.mode == TravelMode.WALK for way in taken)
        mode = TravelMode.WALK if on_foot else self.mode
        return Hop(start, end, mode, minutes, cost, via=tuple(way.to_place for way in taken[:-1]))


def _effort(way: Way) -> tuple[int, int]:
    return way.minutes, way.cost_pence
