"""Staff who know somebody outside their work here: the record is closed to them at once, and the managers are told."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.utils import timezone

from accounts.models import User
from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from notifications.services.silences import set_silences
from people.enums import HowKnown
from people.models import Merge, Person, PersonalConnection
from people.notifications import tell_connection


def declare_connection(
    *,
    person: Person,
    user: User,
    how: HowKnown | str,
    by: User,
    new_id: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> PersonalConnection:
    """`user` knows the person, as they said themselves or `by`, a manager, wrote down for them, at `at` (now).

    From now on the record is closed to them: lists, searches, counts, calendar and notices are without the person. The
    managers who can open the record are told by key alone; if none is left, the administrators are. Never refused because
    of what hangs on it: who mentors, meets or covers is moved afterwards. Declared twice, it is once.
    """
    with trail.written("declare_connection", Verb.CREATED, by=by, person=person) as entry:
        Person.objects.hold([person.pk])
        if made := already_made(PersonalConnection, new_id, person=person, user=user):
            entry.needed = False
            return made
        if by != user and not (by.is_manager and by.team_id == user.team_id):
            raise RuleBroken("Only the member of staff or a manager of their team can say this.")
        standing = PersonalConnection.objects.in_force().between(user, person).first()
        if standing:
            entry.subject, entry.needed = standing, False
            return standing
        connection = PersonalConnection(pk=new_id or uuid.uuid4(), person=person, user=user, how=how)
        connection.declared_at, connection.declared_by = at or timezone.now(), by
        connection.save(force_insert=True)
        entry.subject, entry.after = connection, {"user": user, "how": how}
        _keep_silence(user.pk)
        tell_connection(connection, by=by)
        return connection


def end_connection(*, connection: PersonalConnection, reason: str, by: User) -> PersonalConnection:
    """It no longer stands in the way, or was declared by mistake: access the user still holds is in force again. The row stays.

    A manager decides, with a reason, and never about themselves. Ended twice, it ends once.
    """
    with trail.written(
        "end_connection", Verb.CHANGED, by=by, subject=connection, person=connection.person, reason=reason
    ) as entry:
        connection = PersonalConnection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
        if connection.ended_at:
            entry.needed = False
            return connection
        if connection.user_id == by.pk or not by.is_manager:
            raise RuleBroken("Only another manager can decide that this no longer stands in the way.")
        if not reason.strip():
            raise RuleBroken("Enter why it no longer stands in the way.")
        connection.ended_at, connection.ended_by, connection.end_reason = timezone.now(), by, reason.strip()
        connection.save(update_fields=["ended_at", "ended_by", "end_reason"])
        _keep_silence(connection.user_id)
        return connection


def connections_follow_merge(*, survivor: Person, by: User) -> None:
    """Two records became one: whoever knows the person is told nothing about either key. Call it after the rows moved."""
    with trail.written("connections_follow_merge", Verb.CHANGED, by=by, person=survivor) as entry:
        entry.needed = False
        _keep_silence_about([survivor.pk])


def connections_follow_unmerge(*, merge: Merge, by: User) -> None:
    """One record became two again: who said since then that they know the person may have meant either, so both are closed."""
    with trail.written("connections_follow_unmerge", Verb.CHANGED, by=by, subject=merge, person=merge.merged) as entry:
        since = PersonalConnection.objects.in_force().filter(person=merge.survivor, declared_at__gte=merge.merged_at)
        copies = [
            PersonalConnection(
                person=merge.merged,
                user_id=connection.user_id,
                how=connection.how,
                declared_at=connection.declared_at,
                declared_by_id=connection.declared_by_id,
            )
            for connection in since
        ]
        PersonalConnection.objects.bulk_create(copies)
        entry.needed, entry.after = bool(copies), {"copied": len(copies)}
        _keep_silence_about([merge.survivor_id, merge.merged_id])


def _keep_silence_about(people: Collection[uuid.UUID]) -> None:
    knowing = PersonalConnection.objects.in_force().filter(person__in=people).values_list("user_id", flat=True)
    for user_id in set(knowing):
        _keep_silence(user_id)


def _keep_silence(user_id: uuid.UUID) -> None:
    """No notice to the user about anybody they know, nor about a record that was merged into such a one."""
    keys = set(PersonalConnection.objects.in_force().filter(user=user_id).values_list("person_id", flat=True))
    merged = keys
    while merged := set(Person.objects.filter(merged_into__in=merged).values_list("pk", flat=True)) - keys:
        keys |= merged
    set_silences(user_id=user_id, person_keys=keys)
