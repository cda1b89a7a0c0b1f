"""Messages of this app: who is told what. Texts are in notifications/texts.py and name nobody."""

from collections.abc import Iterable

from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from notifications.enums import Kind
from notifications.services.messages import Notice, post_messages
from people.enums import AccessReason
from people.models import Access
from referrals.models import Disclosure, Referral


def tell_other_teams(referrals: Iterable[Referral]) -> None:
    """The managers of teams that could open the record until now, when a team that could not takes in a referral.

    Call it before access is granted. Two statements, and one to post. ADR 10.
    """
    referrals = list(referrals)
    held = _teams_by_person(referrals)
    newcomers = [
        (referral, held[referral.person_id])
        for referral in referrals
        if referral.person_id in held and referral.programme.team_id not in held[referral.person_id]
    ]
    if not newcomers:
        return
    teams = set().union(*(teams for _, teams in newcomers))
    managers = list(User.objects.active().managing(teams))
    post_messages(
        notices=[
            _notice(referral, manager)
            for referral, told in newcomers
            for manager in managers
            if manager.team_id in told
        ]
    )


def tell_of_danger(disclosure: Disclosure) -> None:
    """The managers who may open the record, that somebody outside was told without the person's consent. Never asks first."""
    teams = Access.objects.in_force().filter(person=disclosure.person_id, reason=AccessReason.TEAM, role=Role.MANAGER)
    managers = User.objects.active().managing(teams.values("team"))
    post_messages(
        notices=[
            Notice(
                recipient=manager,
                kind=Kind.TOLD_IN_DANGER,
                dedupe_key=f"{Kind.TOLD_IN_DANGER}/{disclosure.pk}/{manager.pk}",
                person_key=disclosure.person_id,
                path=reverse("referrals:disclosure_list", args=[disclosure.person_id]),
            )
            for manager in managers.exclude(pk=disclosure.recorded_by_id)
        ]
    )


def _teams_by_person(referrals) -> dict:
    rows = Access.objects.in_force().filter(
        person__in={referral.person_id for referral in referrals}, reason=AccessReason.TEAM, role=Role.MANAGER
    )
    found: dict = {}
    for person_id, team_id in rows.values_list("person_id", "team_id"):
        found.setdefault(person_id, set()).add(team_id)
    return found


def _notice(referral: Referral, manager: User) -> Notice:
    return Notice(
        recipient=manager,
        kind=Kind.OTHER_TEAM,
        dedupe_key=f"{Kind.OTHER_TEAM}/{referral.pk}/{manager.pk}",
        person_key=referral.person_id,
        path=referral.person.get_absolute_url(),
    )
