"""Finding people."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower

from accounts.models import User
from people.birth_dates import near
from people.enums import IdentifierKind
from people.identifier_formats import canonical
from people.likeness.rules import (
    Agreement,
    DateLikeness,
    Likeness,
    NameLikeness,
    Names,
    compare_birth_dates,
    compare_names,
)
from people.likeness.sweeps import Found, who_may_be_meant
from people.models import Identifier, Person
from people.models.people import PlainText


def search(user: User, text: str) -> QuerySet[Person]:
    """People `user` may open whose name contains every word of `text`, accents and case ignored, one wrong letter forgiven,
    or whose prison number it is, with or without leading zeros. Best match first. Index: person_search."""
    people = Person.objects.visible_to(user)
    words = text.split()
    if not words:
        return people.none()
    if any(character.isdigit() for character in text):
        return people.filter(identifiers__in=_with_number(text)).by_name()
    for word in words:
        plain = Lower(PlainText(Value(word)))
        close = Q(search_text__trigram_word_similar=plain) if len(word) > 3 else Q()
        people = (
            people.filter(Q(search_text__contains=plain) | close)
            if close
            else people.filter(search_text__contains=plain)
        )
    return people.annotate(closeness=TrigramWordSimilarity(Lower(PlainText(Value(text))), "search_text")).order_by(
        "-closeness", "sort_name", "pk"
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form or a row of a list says of somebody, for `likely_same`. Numbers as they were typed, of any kind."""

    given_names: str = ""
    family_name: str = ""
    birth_date: dt.date | None = None
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone on record who may be the one asked about; `agreement` says why."""

    person: Person
    agreement: Agreement
    likeness: Likeness


def likely_same(asked: Sequence[Asked], *, least: Likeness = Likeness.WEAK) -> list[list[Candidate]]:
    """For each entry, people on record who may be the same person, the likeliest first. Three queries for any number of entries.

    By any number they ever had, with or without leading zeros; by names, whatever the accents, order, spelling or earlier
    names; by date of birth, also with a slip of the pen. A record that was merged into another is found as that other.
    A suggestion to somebody who decides, and not limited to those the asker may open: the caller shows only what it must.
    """
    entries = [(each.given_names, each.family_name, each.birth_date) for each in asked]
    near_days = ((n, day) for n, each in enumerate(asked) if each.birth_date for day in near(each.birth_date))
    numbers = {
        (n, kind, canonical(kind, text))
        for n, each in enumerate(asked)
        for text in each.numbers
        if text
        for kind in IdentifierKind.values
    }
    best: list[dict[uuid.UUID, Agreement]] = [{} for _ in asked]
    stands_for = _stands_for()
    names = [Names.of(each.given_names, each.family_name) for each in asked]
    found_records = who_may_be_meant(
        names=entries, near=near_days, numbers=numbers, one_name_is_enough=least == Likeness.WEAK
    )
    for found in found_records:
        agreement = _compare(names[found.n], asked[found.n].birth_date, found)
        if agreement.likeness is None or agreement.likeness < least:
            continue
        key = stands_for(found.person_id)
        known = best[found.n].get(key)
        if known is None or _rank(agreement) < _rank(known):
            best[found.n][key] = agreement
    people = Person.objects.in_bulk({key for each in best for key in each})
    return [
        [
            Candidate(people[key], agreement, agreement.likeness)
            for key, agreement in sorted(
                each.items(), key=lambda one: (_rank(one[1]), people[one[0]].sort_name, one[0])
            )
        ]
        for each in best
    ]


def _compare(names: Names, birth_date: dt.date | None, found: Found) -> Agreement:
    return Agreement(
        number=found.same_number,
        name=compare_names(
            names,
            Names.of(found.given_names, found.family_name, found.known_as, found.other_names),
        ),
        birth_date=compare_birth_dates(birth_date, found.birth_date),
    )


def _rank(agreement: Agreement) -> tuple:
    """Sorts the likeliest first."""
    names, dates = list(NameLikeness), list(DateLikeness)
    return -agreement.likeness, names.index(agreement.name), dates.index(agreement.birth_date)


def _stands_for() -> Callable[[uuid.UUID], uuid.UUID]:
    """Which record stands for one: itself, or the one it was merged into in the end. One query."""
    merged = dict(Person.objects.exclude(merged_into=None).values_list("pk", "merged_into_id"))

    def survivor(key: uuid.UUID) -> uuid.UUID:
        while key in merged:
            key = merged[key]
        return key

    return survivor


def _with_number(text: str) -> QuerySet[Identifier]:
    """Whose number this is, in either kind's canonical form."""
    forms = Q()
    for kind in IdentifierKind:
        forms |= Q(kind=kind, value=canonical(kind, text))
    return Identifier.objects.filter(forms)
