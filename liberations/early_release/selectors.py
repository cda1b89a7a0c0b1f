"""The people of a scheme as its page and its file show them."""

import dataclasses
import uuid
from collections.abc import Collection, Sequence

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from liberations.models import GateLiberation, Scheme, SchemeMember
from mentoring.models import Assignment
from people.models import Identifier
from prisons.models import PrisonStay


@dataclasses.dataclass(frozen=True, slots=True)
class Tally:
    """How many people of a scheme `user` may open; those of them whose day shifts; those they may not open."""

    people: int
    shifts: int
    elsewhere: int
    refused: int

    @property
    def stays(self):
        return self.people - self.shifts


def members(scheme: Scheme, user: User) -> QuerySet[SchemeMember]:
    """The people of a scheme whom `user` may open, with `prison_name` where they are held now."""
    stay = PrisonStay.objects.filter(episode=OuterRef("episode"), to_date=None)
    return (
        SchemeMember.objects.filter(scheme=scheme)
        .visible_to(user)
        .select_related("episode__person")
        .annotate(prison_name=Subquery(stay.values("prison__name")[:1]))
    )


def tally(scheme: Scheme, user: User) -> Tally:
    """One query."""
    mine = SchemeMember.objects.visible_to(user).filter(scheme=scheme).values("pk")
    counted = scheme.members.aggregate(
        everybody=Count("pk"),
        people=Count("pk", filter=Q(pk__in=mine)),
        shifts=Count("pk", filter=Q(pk__in=mine) & SchemeMember.objects.all().shifting()),
        refused=Count("pk", filter=Q(pk__in=mine) & ~Q(undo_refused="")),
    )
    everybody = counted.pop("everybody")
    return Tally(elsewhere=everybody - counted["people"], **counted)


def mentors_of(episodes: Collection[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Names of the mentors whom a moved day concerns, by episode: who leads, and who is to stand at the gate. One query."""
    leads = (
        Assignment.objects.lead()
        .current()
        .filter(case__episode__in=episodes, case__closed_date=None, mentor__user__is_active=True)
        .values_list("case__episode_id", "mentor__user__name")
    )
    at_gate = GateLiberation.objects.filter(
        episode__in=episodes, case__closed_date=None, mentor__user__is_active=True
    ).values_list("episode_id", "mentor__user__name")
    found: dict[uuid.UUID, set[str]] = {}
    for episode, name in leads.union(at_gate):
        found.setdefault(episode, set()).add(name)
    return {episode: sorted(names) for episode, names in found.items()}


def numbers_of(people: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The latest prison number of each person. One query."""
    rows = Identifier.objects.filter(person__in=people).order_by("person", "-from_date", "value")
    found: dict[uuid.UUID, str] = {}
    for person, value in rows.values_list("person_id", "value"):
        found.setdefault(person, value)
    return found
