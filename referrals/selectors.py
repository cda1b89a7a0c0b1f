"""Reads that join several models of this app, or that fit one page."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, prefetch_related_objects

from accounts.models import User
from core.templatetags.ui import day
from people.likeness.rules import Likeness
from people.models import Person
from people.selectors import Asked, likely_same
from prisons.enums import Jurisdiction
from prisons.holidays import holiday_calendar
from prisons.models import CustodialEpisode, Prison
from referrals.models import Place, Programme, Referral
from referrals.opening import OpenSpan, closes_early, open_spans

MOST_MATCHES = 10
LEAST_LIKENESS_OF_STRANGERS = Likeness.LIKELY


@dataclass(frozen=True, slots=True)
class Match:
    """Someone on record who may be the person just asked for. Where `may_open` is false, the page shows what agrees and no more."""

    person: Person
    may_open: bool
    agrees: str
    episode: CustodialEpisode | None = None
    referrals: int = 0

    @property
    def in_custody(self) -> bool:
        return self.episode is not None and self.episode.released_date is None

    @property
    def where(self) -> str:
        """Where they are as far as we know, in words."""
        if self.episode is None:
            return "Not recorded as having been in custody."
        if self.episode.released_date:
            return f"Released on {day(self.episode.released_date)}."
        stay = next((stay for stay in self.episode.stays.all() if stay.to_date is None), None)
        return f"In custody now, {stay.prison.name}." if stay else "In custody now."


def matches_on_record(
    user: User, *, number: str, given_names: str, family_name: str, birth_date: dt.date | None
) -> list[Match]:
    """People on record who may be the one `user` is taking in, the likeliest first. Nine queries at most.

    A suggestion: a person decides, also where the number agrees and the name does not. Of people whose record `user` may
    not open only those that agree strongly (ADR 10): a guess must not tell who is known to others.
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
    shown = shown[:MOST_MATCHES]
    own = [each.person for each in shown if each.person.pk in open_to_user]
    prefetch_related_objects(own, "identifiers")
    episodes = {
        episode.person_id: episode
        for episode in CustodialEpisode.objects.filter(person__in=own)
        .order_by("person_id", F("released_date").desc(nulls_first=True))
        .distinct("person_id")
        .prefetch_related("stays__prison")
    }
    referrals = Counter(Referral.objects.filter(person__in=own).values_list("person_id", flat=True))
    return [
        Match(
            person=each.person,
            may_open=each.person.pk in open_to_user,
            agrees=each.agreement.in_words,
            episode=episodes.get(each.person.pk),
            referrals=referrals[each.person.pk],
        )
        for each in shown
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


def open_on_day(places: Iterable[Place], day: dt.date) -> dict[UUID, tuple[OpenSpan, ...] | None]:
    """When each place is open on a day, by its key, with the holidays of its area: () closed, None not known.

    One query, and one for each place that was not read `with_opening`.
    """
    calendar = holiday_calendar(Jurisdiction.SCOTLAND, day, day + dt.timedelta(days=1))
    return {place.pk: open_spans(place.opening, day, calendar.days_for(place.area_id)) for place in places}


@dataclass(frozen=True, slots=True)
class PlaceDay:
    """When a place is open on a day: () closed, None not known; `early` on the day before a holiday, if it closes early."""

    day: dt.date
    spans: tuple[OpenSpan, ...] | None
    holiday: bool
    early: bool


def days_ahead(place: Place, first: dt.date, days: int) -> list[PlaceDay]:
    """A place on `days` days from the first one on, with the holidays of its area. One query if it was read `with_opening`."""
    calendar = holiday_calendar(Jurisdiction.SCOTLAND, first, first + dt.timedelta(days=days))
    holidays, opening = calendar.days_for(place.area_id), place.opening
    shown = [first + dt.timedelta(days=ahead) for ahead in range(days)]
    return [
        PlaceDay(day, open_spans(opening, day, holidays), day in holidays, closes_early(opening, day, holidays))
        for day in shown
    ]
