"""Finding people."""

import datetime as dt

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower

from accounts.models import User
from people.enums import IdentifierKind
from people.identifier_formats import canonical
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


def possible_matches(
    *, family_name: str, given_names: str, birth_date: dt.date | None, number: str = ""
) -> QuerySet[Person]:
    """People already on record who may be the same person: same number, or same date of birth and a name alike.

    A suggestion to a person who decides; not limited to those the asker may open, so the caller shows only what it must.
    """
    same = Q(identifiers__in=_with_number(number)) if number else Q(pk__in=[])
    if birth_date:
        alike = Q(search_text__contains=Lower(PlainText(Value(family_name)))) | Q(
            search_text__contains=Lower(PlainText(Value(given_names.split(" ")[0])))
        )
        same |= Q(birth_date=birth_date) & alike
    return Person.objects.filter(same).distinct()


def _with_number(text: str) -> QuerySet[Identifier]:
    """Whose number this is, in either kind's canonical form."""
    forms = Q()
    for kind in IdentifierKind:
        forms |= Q(kind=kind, value=canonical(kind, text))
    return Identifier.objects.filter(forms)
