"""Pairs of records that may be one person, and the other records of one: rows of pages, filled only when they are shown."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from accounts.models import User
from mentoring.models import Case
from people.likeness.rules import Likeness
from people.models import DifferentPeople, Identifier, Person
from people.selectors import AlikePair, Asked, likely_same, possible_duplicates, search

MOST_FOUND = 25


@dataclass(slots=True)
class Pair:
    """Two people of a page. `said` is the row that says that they are different people."""

    keys: tuple[uuid.UUID, uuid.UUID]
    why: str = ""
    likeness: Likeness | None = None
    said: DifferentPeople | None = None
    people: list["Known"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """A person as a line of such a page: with numbers and the references of their support."""

    person: Person
    numbers: list[str]
    references: list[str]
    why: str = ""


class Pairs(Sequence):
    """Pairs in order; slicing costs nothing, and `filled` reads the people of a slice. Three queries."""

    def __init__(self, pairs: list[Pair]):
        self.pairs = pairs

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, place):
        return Pairs(self.pairs[place]) if isinstance(place, slice) else self.pairs[place]

    def filled(self) -> list[Pair]:
        known = known_people({key for pair in self.pairs for key in pair.keys})
        for pair in self.pairs:
            pair.people = [known[key] for key in pair.keys]
        return self.pairs


def duplicates_page(user: User, *, likeness: str, by_name: bool) -> Pairs:
    """The possible duplicates among the people `user` may open, the likeliest first or by last name. One query."""
    found = possible_duplicates(user)
    if likeness:
        found = [pair for pair in found if pair.agreement.likeness == Likeness[likeness.upper()]]
    if by_name:
        found.sort(key=lambda pair: (pair.sort_name, pair.first_id, pair.second_id))
    return Pairs([_pair(pair) for pair in found])


def said_different(user: User) -> Pairs:
    """Pairs that somebody said are different people, the newest first. One query."""
    own = Person.objects.visible_to(user)
    rows = DifferentPeople.objects.filter(taken_back_at=None, first__in=own, second__in=own).select_related("said_by")
    return Pairs([Pair(keys=(row.first_id, row.second_id), said=row) for row in rows])


def other_records(user: User, person: Person, *, text: str) -> list[Known]:
    """Records `user` may open that are like this person's, or by `text` those that a search finds. Seven queries at most."""
    if text:
        found = {each.pk: "" for each in search(user, text).exclude(pk=person.pk)[:MOST_FOUND]}
    else:
        (candidates,) = likely_same([Asked(person.given_names, person.family_name, person.birth_date)])
        own = Person.objects.visible_to(user).filter(pk__in=[each.person.pk for each in candidates])
        may_open = set(own.exclude(pk=person.pk).values_list("pk", flat=True))
        found = {each.person.pk: each.agreement.in_words for each in candidates if each.person.pk in may_open}
    known = known_people(found)
    return [
        Known(known[key].person, known[key].numbers, known[key].references, why)
        for key, why in list(found.items())[:MOST_FOUND]
    ]


def known_people(keys) -> dict[uuid.UUID, Known]:
    """The people with these keys as lines. Three queries."""
    people = Person.objects.in_bulk(list(keys))
    numbers, references = defaultdict(list), defaultdict(list)
    for person_id, value in Identifier.objects.filter(person__in=people).values_list("person_id", "value"):
        numbers[person_id].append(value)
    for case in Case.objects.filter(person__in=people):
        references[case.person_id].append(case.reference)
    return {key: Known(person, numbers[key], references[key]) for key, person in people.items()}


def _pair(pair: AlikePair) -> Pair:
    return Pair(keys=(pair.first_id, pair.second_id), why=pair.agreement.in_words, likeness=pair.agreement.likeness)
