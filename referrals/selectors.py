"""Reads that join several models of this app, or that fit one page."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet, prefetch_related_objects

from accounts.models import User
from people.likeness.rules import Likeness
from people.models import Person
from people.selectors import Asked, likely_same
from prisons.models import Prison
from referrals.models import Programme

MOST_MATCHES = 10
LEAST_LIKENESS_OF_STRANGERS = Likeness.LIKELY


@dataclass(frozen=True, slots=True)
class Match:
    """Someone on record who may be the person just asked for. Where `may_open` is false, the page shows what agrees and no more."""

    person: Person
    may_open: bool
    agrees: str


def matches_on_record(
    user: User, *, number: str, given_names: str, family_name: str, birth_date: dt.date | None
) -> list[Match]:
    """People on record who may be the one `user` is taking in, the likeliest first. Five queries.

    A suggestion: a person decides, also where the number agrees and the name does not. Of people whose record `user` may
    not open only those that agree strongly (ADR 14): a guess must not tell who is known to others.
    """
    asked = Asked(given_names, family_name, birth_date, (number,) if number else ())
    (candidates,) = likely_same([asked])
    open_to_user = set(
        Person.objects.visible_to(user)
        .filter(pk__in=[each.person.pk for each in candidates])
        .values_list("pk", flat=True)
    )
    shown = [
        each for each in candidates if each.person.pk in open_to_user or each.likeness >= LEAST_LIKENESS_OF_STRANGERS
    ]
    prefetch_related_objects([each.person for each in shown[:MOST_MATCHES]], "identifiers")
    return [
        Match(each.person, each.person.pk in open_to_user, each.agreement.in_words) for each in shown[:MOST_MATCHES]
    ]


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
