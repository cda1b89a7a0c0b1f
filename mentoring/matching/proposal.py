"""A proposal for many at once: who might mentor whom, with what it does to each mentor's load. Nothing is saved by it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from mentoring.matching.facts import Candidate, Facts, ToMatch
from mentoring.matching.suggestions import Suggestion, ranked

# More at once and nobody looks at each of them.
MOST_AT_ONCE = 50
# So many when nobody was ticked: the most urgent.
FIRST = 25


@dataclass(frozen=True, slots=True)
class Proposed:
    """One person of a proposal: every mentor ranked as things stood when it was this person's turn, and the one chosen."""

    person: ToMatch
    suggestions: list[Suggestion]
    chosen: Suggestion | None

    @property
    def reasons(self) -> str:
        """What speaks for the chosen mentor in one line, to begin the match note with."""
        return "; ".join(self.chosen.for_them) if self.chosen else ""


@dataclass(frozen=True, slots=True)
class Share:
    """What a proposal does to one mentor."""

    candidate: Candidate
    gets: int
    gives: int
    after: Decimal

    @property
    def is_over(self) -> bool:
        return self.after > self.candidate.capacity


@dataclass(frozen=True, slots=True)
class Proposal:
    rows: list[Proposed]
    shares: list[Share]


def propose(facts: Facts, chosen: Mapping[uuid.UUID, uuid.UUID | None] | None = None) -> Proposal:
    """One mentor for each person in the order of `facts.people`, the most urgent first: everyone takes a share before the next.

    A mentor is proposed who takes new people, is there, has room and is not barred; who has none is left to the manager. `chosen`, by
    the keys of cases, is what the manager has chosen instead: a mentor's key, or None for nobody now.
    """
    loads = {each.key: each.load for each in facts.mentors}
    rows = []
    for person in facts.people:
        suggestions = ranked(person, facts, loads)
        row = Proposed(person, suggestions, _choice(person, suggestions, chosen))
        rows.append(row)
        _move(row, loads)
    return Proposal(rows, _shares(facts, rows, loads))


def _choice(person, suggestions, chosen) -> Suggestion | None:
    if chosen is not None and person.case.pk in chosen:
        key = chosen[person.case.pk]
        return next((each for each in suggestions if each.candidate.key == key), None)
    return next((each for each in suggestions if each.may_be_proposed), None)


def _move(row: Proposed, loads: dict[uuid.UUID, Decimal]) -> None:
    """The person's weight goes from who has them to who is chosen."""
    if row.chosen is None or row.chosen.is_now:
        return
    loads[row.chosen.candidate.key] += row.chosen.adds.weight
    former = next((each for each in row.suggestions if each.is_now), None)
    if former:
        loads[former.candidate.key] -= former.adds.weight


def _shares(facts: Facts, rows: list[Proposed], loads) -> list[Share]:
    """Of every mentor whose load the proposal changes."""
    moved = [row for row in rows if row.chosen and not row.chosen.is_now]
    shares = [
        Share(
            candidate=each,
            gets=sum(row.chosen.candidate.key == each.key for row in moved),
            gives=sum(row.person.lead == each.key for row in moved),
            after=loads[each.key],
        )
        for each in facts.mentors
    ]
    return [share for share in shares if share.gets or share.gives]
