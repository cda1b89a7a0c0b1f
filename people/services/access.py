"""Granting and ending access to a person's record. Called by the services of the apps above, never by a page alone."""

import datetime as dt

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Team, User
from audit import trail
from audit.enums import Verb
from people.enums import AccessReason
from people.models import Access, Person


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
    """Let one user, or everyone of a role in a team, open the record from `at` (now) on. Granted twice, it is one row."""
    with trail.written("grant_access", Verb.CHANGED, by=by, person=person) as entry:
        for_team = user.team_id if user else None
        holder = {"person": person, "user": user, "team": team, "role": role, "reason": reason}
        # Granted by two people at the same moment, the second finds the row of the first.
        access, _ = Access.objects.get_or_create(
            **holder,
            until_at=None,
            defaults={"from_at": at or timezone.now(), "until_at": until_at, "granted_by": by, "for_team_id": for_team},
        )
        if access.for_team_id != for_team:
            access.for_team_id = for_team
            access.save(update_fields=["for_team"])
        entry.subject = access
        entry.after = {"user": user, "team": team, "role": role, "reason": reason}
        return access


def end_access(*, person: Person, reason: AccessReason, by, at: dt.datetime | None = None, **holder) -> int:
    """End the open access given for a reason, to `user=` or to `team=, role=`, or to all when none is named.

    `at` may lie ahead: until then the record can still be opened. Returns how many rows were ended.
    """
    with trail.written("end_access", Verb.CHANGED, by=by, person=person) as entry:
        ended = Access.objects.filter(person=person, reason=reason, until_at=None, **holder).update(
            until_at=at or timezone.now()
        )
        entry.after = {"reason": reason, "ended": ended}
        entry.needed = bool(ended)
        return ended
