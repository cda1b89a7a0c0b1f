"""Messages of this app: who is told what. Texts are in notifications/texts.py and name nobody."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from notifications.enums import Kind
from notifications.services.messages import Notice, post_messages
from people.models import Access, Alert, Person, PersonalConnection


def tell_alert(alert: Alert, *, by: User) -> None:
    """Those who work with the person themselves, by access of their own: the mentor, who stands in, who meets them. Not `by`."""
    held = Access.objects.in_force().filter(person=alert.person_id, user=OuterRef("pk"))
    theirs = held.filter(Q(for_team=OuterRef("team")) | Q(for_team=None))
    knows = PersonalConnection.objects.in_force().filter(person=alert.person_id, user=OuterRef("pk"))
    notices = [
        Notice(
            recipient=user,
            kind=Kind.ALERT,
            dedupe_key=f"{Kind.ALERT}/{alert.pk}/{user.pk}",
            person_key=alert.person_id,
            path=alert.person.get_absolute_url(),
        )
        for user in User.objects.active().filter(Exists(theirs), ~Exists(knows)).exclude(pk=by.pk)
    ]
    if notices:
        post_messages(notices=notices)


def tell_connection(connection: PersonalConnection, *, by: User) -> None:
    """The managers whose team can open the record and who do not know the person themselves, but for `by` who wrote it down.

    Where that leaves nobody who can act on it, the administrators, without a word of whom it is about.
    """
    opens = Access.objects.in_force().filter(person=connection.person_id, role=Role.MANAGER, team=OuterRef("team"))
    knows = PersonalConnection.objects.in_force().filter(person=connection.person_id, user=OuterRef("pk"))
    managers = list(User.objects.active().filter(Exists(opens), ~Exists(knows), role=Role.MANAGER))
    if managers:
        notices = [
            _notice(connection, manager, Kind.CONNECTION, connection.person) for manager in managers if manager != by
        ]
    else:
        administrators = User.objects.active().filter(role=Role.ADMINISTRATOR)
        notices = [_notice(connection, each, Kind.CONNECTION_UNSEEN, None) for each in administrators]
    if notices:
        post_messages(notices=notices)


def _notice(connection: PersonalConnection, recipient: User, kind: Kind, person: Person | None) -> Notice:
    return Notice(
        recipient=recipient,
        kind=kind,
        dedupe_key=f"{kind}/{connection.pk}/{recipient.pk}",
        person_key=person and person.pk,
        path=reverse("desk:connections" if person else "accounts:staff_list"),
    )
