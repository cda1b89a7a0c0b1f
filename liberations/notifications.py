"""Messages of this app: who is told what. Texts are in notifications/texts.py and name nobody."""

import uuid
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q

from accounts.enums import Role
from accounts.models import User
from liberations.models import GateLiberation
from mentoring.models import Assignment, Case
from notifications.enums import Kind
from notifications.services.messages import Notice, post_messages
from people.models import Merge
from prisons.models import PrisonStay, ReleaseDate


def tell_liberation_days_moved(moved: Sequence[tuple[Case, ReleaseDate]]) -> None:
    """The lead mentor and whoever is to stand at the gate, once per row of the ledger."""
    concerned = _concerned_of([case for case, _ in moved])
    _post_all(
        _notice(case, user, Kind.RELEASE_DATE_MOVED, row.pk, liberation_date=row.liberation_date)
        for case, row in moved
        for user in concerned[case.pk]
    )


def tell_transferred(transferred: Sequence[tuple[Case, PrisonStay]]) -> None:
    """The lead mentor and whoever is to stand at the gate, once per stay."""
    concerned = _concerned_of([case for case, _ in transferred])
    _post_all(
        _notice(case, user, Kind.TRANSFERRED, stay.pk) for case, stay in transferred for user in concerned[case.pk]
    )


def tell_not_met(case: Case, *, gate) -> None:
    """The managers of the team and the lead mentor, at once, per outcome."""
    managers = User.objects.active().filter(team=case.programme.team_id, role=Role.MANAGER)
    people = {*managers, *_concerned_of([case])[case.pk]}
    _post_all(_notice(case, user, Kind.GATE_NOT_MET, f"{gate.pk}/{gate.version}") for user in people)


def tell_merged(merge: Merge, *, teams: Collection[uuid.UUID], by: User) -> None:
    """The managers of the teams that could open either record and the lead mentors of open cases, but for who did it."""
    leads = Assignment.objects.lead().current().filter(case__person=merge.survivor, case__closed_date=None)
    concerned = User.objects.active().filter(
        Q(team__in=teams, role=Role.MANAGER) | Q(pk__in=leads.values("mentor__user"))
    )
    _post_all(
        Notice(
            recipient=user,
            kind=Kind.RECORDS_MERGED,
            dedupe_key=f"{Kind.RECORDS_MERGED}/{merge.pk}/{user.pk}",
            person_key=merge.survivor_id,
            path=merge.survivor.get_absolute_url(),
        )
        for user in concerned.exclude(pk=by.pk)
    )


def _concerned_of(cases: Sequence[Case]) -> dict[uuid.UUID, set[User]]:
    """The lead mentor of each case and whoever is to stand at the gate, by the case's key. Three statements."""
    found: dict[uuid.UUID, set] = {case.pk: set() for case in cases}
    if not cases:
        return found
    leads = Assignment.objects.lead().current().filter(case__in=found).values_list("case_id", "mentor__user_id")
    at_gate = dict(
        GateLiberation.objects.filter(
            episode__in={case.episode_id for case in cases}, mentor__isnull=False
        ).values_list("episode_id", "mentor__user_id")
    )
    pairs = [*leads, *((case.pk, at_gate[case.episode_id]) for case in cases if case.episode_id in at_gate)]
    users = User.objects.active().in_bulk({user for _, user in pairs})
    for case, user in pairs:
        if user in users:
            found[case].add(users[user])
    return found


def _notice(case: Case, user: User, kind: Kind, key, **fields) -> Notice:
    return Notice(
        recipient=user,
        kind=kind,
        dedupe_key=f"{kind}/{key}/{user.pk}",
        subject_key=case.pk,
        person_key=case.person_id,
        reference=case.reference,
        path=case.get_absolute_url(),
        **fields,
    )


def _post_all(notices: Iterable[Notice]) -> None:
    notices = list(notices)
    if notices:
        post_messages(notices=notices)
