"""Finding people."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Value
from django.db.models.functions import JSONObject, Lower

from accounts.models import User
from core.kept_queries import kept_query, stand_in
from people.birth_dates import near
from people.enums import ON_PAPER, IdentifierKind
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
from people.likeness.sweeps import Found, Side, alike_pairs, who_may_be_meant
from people.models import Alert, Identifier, Person
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


def alerts_of(person: Person) -> list[Alert]:
    """What stands above every page about the person, for the fragment people/_alerts.html. One query."""
    return _alerts().rows({PERSON: person.pk})


PERSON = stand_in()


@kept_query
def _alerts():
    return Alert.objects.in_force().with_seen().filter(person=PERSON)


def alert_texts(person: str = "person") -> ArraySubquery:
    """To annotate rows of a list with what everyone must know about their person: `text`, and whether `on_paper` (people/_alert_texts.html);
    `person` names the field that holds them."""
    on_paper = ExpressionWrapper(Q(kind__in=ON_PAPER), output_field=BooleanField())
    alerts = Alert.objects.in_force().filter(person=OuterRef(person))
    return ArraySubquery(alerts.values(alert=JSONObject(text="text", on_paper=on_paper)))


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


@dataclass(frozen=True, slots=True)
class AlikePair:
    """Two records that may be about the same person, their keys in order; `agreement` says why."""

    first_id: uuid.UUID
    second_id: uuid.UUID
    agreement: Agreement
    sort_name: str


def possible_duplicates(user: User) -> list[AlikePair]:
    """Pairs among the people `user` may open that may be one person, the likeliest first. One query.

    By name and date of birth, each with a slip of the pen, or by the same name where a date of birth is not known; less near
    than `likely_same`, which asks about one. Pairs that somebody said are different people are left out.
    """
    pairs = []
    for one, other in alike_pairs(Person.objects.visible_to(user)):
        agreement = Agreement(
            number=False,
            name=compare_names(_names(one), _names(other)),
            birth_date=compare_birth_dates(one.birth_date, other.birth_date),
        )
        if agreement.likeness and agreement.likeness >= Likeness.POSSIBLE:
            pairs.append(AlikePair(one.person_id, other.person_id, agreement, _names(one).family))
    return sorted(pairs, key=lambda pair: (_rank(pair.agreement), pair.sort_name, pair.first_id, pair.second_id))


def standing_for(user: User, person_id: uuid.UUID) -> Person | None:
    """The record that stands for one that was merged, if `user` may open it; None for a record that was not."""
    key = person_id
    while (into := Person.objects.filter(pk=key).values_list("merged_into", flat=True).first()) is not None:
        key = into
    return None if key == person_id else Person.objects.visible_to(user).filter(pk=key).first()


def _names(side: Side) -> Names:
    return Names.of(side.given_names, side.family_name, side.known_as, side.other_names)


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
