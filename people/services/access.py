"""Granting and ending access to a person's record. Called by the services of the apps above, never by a page alone."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Team, User
from audit import trail
from audit.enums import Verb
from people.enums import AccessReason
from people.models import Access, Person
from people.permissions import refuse_connected


def grant_access(
    *,
    person: Person,
    reason: AccessReason,
    by,
    user: User | None = None,
    team: Team | None = None,
    role: Role | str = "",
    until_at: dt.datetime | None = None,
    at: dt.datetime | None = None,
) -> Access:
    """Let one user, or everyone of a role in a team, open the record from `at` (now) on. Granted twice, it is one row.

    Refuses a user who knows the person outside their work, whatever the reason.
    """
    with trail.written("grant_access", Verb.CHANGED, by=by, person=person) as entry:
        refuse_connected(user=user, person=person)
        (access,) = _grant([person], reason, by=by, user=user, team=team, role=role, until_at=until_at, at=at)
        entry.subject = access
        entry.after = {"user": user, "team": team, "role": role, "reason": reason}
        return access


def grant_access_to_many(
    *, people: Sequence[Person], reason: AccessReason, by, team: Team, role: Role | str, at: dt.datetime | None = None
) -> list[Access]:
    """As `grant_access` for each, to everyone of a role in a team, in a fixed number of statements."""
    with trail.written("grant_access_to_many", Verb.CHANGED, by=by) as entry:
        entry.needed = bool(people)
        entry.shown = [person.pk for person in people]
        entry.after = {"team": team, "role": role, "reason": reason, "people": len(people)}
        return _grant(people, reason, by=by, team=team, role=role, at=at)


def _grant(
    people: Sequence[Person], reason: AccessReason, *, by, user=None, team=None, role="", until_at=None, at=None
) -> list[Access]:
    for_team = user.team_id if user else None
    holder = {"user": user, "team": team, "role": role, "reason": reason}
    still_open = Access.objects.filter(**holder, person__in=people, until_at=None)
    found = {access.person_id: access for access in still_open.all()}
    begins = {"from_at": at or timezone.now(), "until_at": until_at, "granted_by": by, "for_team_id": for_team}
    missing = {person.pk: Access(person=person, **holder, **begins) for person in people if person.pk not in found}
    Access.objects.bulk_create(missing.values(), ignore_conflicts=True)
    if missing:
        # Granted by two people at the same moment, the second finds the row of the first.
        found = missing | {access.person_id: access for access in still_open.all()}
    moved = [access for access in found.values() if access.for_team_id != for_team]
    for access in moved:
        access.for_team_id = for_team
    if moved:
        Access.objects.filter(pk__in=[access.pk for access in moved]).update(for_team=for_team)
    return [found[person.pk] for person in people]


def end_access(*, person: Person, reason: AccessReason, by, at: dt.datetime | None = None, **holder) -> int:
    """End the access given for a reason, to `user=` or to `team=, role=`, or to all when none is named.

    `at` may lie ahead: until then the record can still be opened. What was to end later than that ends then, too, such as
    the days left after an ending that was taken back. Returns how many rows were ended.
    """
    with trail.written("end_access", Verb.CHANGED, by=by, person=person) as entry:
        at = at or timezone.now()
        given = Access.objects.filter(person=person, reason=reason, **holder)
        ended = given.filter(Q(until_at=None) | Q(until_at__gt=at, from_at__lte=at)).update(until_at=at)
        entry.after = {"reason": reason, "ended": ended}
        entry.needed = bool(ended)
        return ended


def move_access_end(*, access: Access, until_at: dt.datetime, by) -> Access:
    """Give access that has an end another one, never before it began."""
    with trail.written("move_access_end", Verb.CHANGED, by=by, subject=access, person=access.person_id) as entry:
        entry.before = {"until_at": access.until_at}
        access.until_at = max(until_at, access.from_at)
        access.save(update_fields=["until_at"])
        entry.after = {"until_at": access.until_at}
        return access
