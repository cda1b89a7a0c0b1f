"""Reads that join several models of this app, or that fit one page."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.text import get_text_list

from accounts.models import User
from people.models import Person
from people.selectors import possible_matches
from prisons.models import Prison
from referrals.models import Programme

MOST_MATCHES = 10


@dataclass(frozen=True, slots=True)
class Match:
    """Someone on record who may be the person just asked for. Where `may_open` is false, the page shows what agrees and no more."""

    person: Person
    may_open: bool
    same_number: bool
    same_name: bool
    same_birth_date: bool

    @property
    def agrees(self) -> str:
        """What is the same and what is not, in words."""
        same = {
            "prison number": self.same_number,
            "name": self.same_name,
            "date of birth": self.same_birth_date,
        }
        yes = get_text_list([word for word, is_same in same.items() if is_same], "and")
        no = get_text_list([word for word, is_same in same.items() if not is_same], "and")
        return f"Same {yes}." + (f" Different {no}." if no else "")


def matches_on_record(
    user: User, *, number: str, given_names: str, family_name: str, birth_date: dt.date | None
) -> list[Match]:
    """People on record who may be the one `user` is taking in; those with the same number first. Three queries.

    A suggestion: a person decides, also where the number agrees and the name does not.
    """
    found = list(
        possible_matches(number=number, given_names=given_names, family_name=family_name, birth_date=birth_date)
        .prefetch_related("identifiers")
        .by_name()[:MOST_MATCHES]
    )
    open_to_user = set(
        Person.objects.visible_to(user).filter(pk__in=[person.pk for person in found]).values_list("pk", flat=True)
    )
    matches = [
        Match(
            person=person,
            may_open=person.pk in open_to_user,
            same_number=bool(number) and any(one.value == number for one in person.identifiers.all()),
            same_name=person.full_name.casefold() == f"{given_names} {family_name}".casefold(),
            same_birth_date=birth_date is not None and person.birth_date == birth_date,
        )
        for person in found
    ]
    return sorted(matches, key=lambda match: (not match.same_number, not match.same_name, not match.same_birth_date))


def programme_for_prison(prison: Prison, programmes: QuerySet[Programme]) -> Programme | None:
    """Which of `programmes` a prison's list is for when nobody says: the one that names the prison, else the largest of
    those that work in every prison; None if none does. One query."""
    named = Programme.prisons.through.objects.filter(programme=OuterRef("pk"))
    return (
        programmes.annotate(names_it=Exists(named.filter(prison=prison)), names_any=Exists(named))
        .filter(Q(names_it=True) | Q(names_any=False))
        .order_by("-names_it", F("contract_places").desc(nulls_last=True), "name")
        .first()
    )
