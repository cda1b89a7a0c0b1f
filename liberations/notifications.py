"""Messages of this app: who is told what. Texts are in notifications/texts.py and name nobody."""

from accounts.enums import Role
from accounts.models import User
from mentoring.models import Case
from notifications.enums import Kind
from notifications.services.messages import post_message


def tell_liberation_day_moved(case: Case, *, ledger_row) -> None:
    """The lead mentor and whoever is to stand at the gate, once per row of the ledger."""
    for user in _concerned(case):
        _post(case, user, Kind.RELEASE_DATE_MOVED, ledger_row.pk, liberation_date=ledger_row.liberation_date)


def tell_transferred(case: Case, *, stay) -> None:
    """The lead mentor and whoever is to stand at the gate, once per stay."""
    for user in _concerned(case):
        _post(case, user, Kind.TRANSFERRED, stay.pk)


def tell_not_met(case: Case, *, gate) -> None:
    """The managers of the team and the lead mentor, at once, per outcome."""
    managers = User.objects.active().filter(team=case.programme.team_id, role=Role.MANAGER)
    for user in {*managers, *_concerned(case)}:
        _post(case, user, Kind.GATE_NOT_MET, f"{gate.pk}/{gate.version}")


def _concerned(case: Case) -> set[User]:
    leads = User.objects.active().filter(mentor__assignments__in=case.assignments.lead().current())
    at_gate = User.objects.active().filter(mentor__gates__case=case, mentor__gates__episode=case.episode_id)
    return {*leads, *at_gate}


def _post(case: Case, user: User, kind: Kind, key, **fields) -> None:
    post_message(
        recipient=user,
        kind=kind,
        dedupe_key=f"{kind}/{key}/{user.pk}",
        subject_key=case.pk,
        person_key=case.person_id,
        reference=case.reference,
        path=case.get_absolute_url(),
        **fields,
    )
