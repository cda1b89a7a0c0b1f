"""The gate follows the person when somebody else becomes their mentor."""

from liberations.enums import GateState
from liberations.models import GateLiberation
from liberations.services.gate_questions import cover_gate
from liberations.services.gates import plan_gate
from mentoring.models import Case, Mentor


def pass_gate(*, case: Case, former: Mentor, mentor: Mentor | None, by) -> bool:
    """If `former` was to meet them at the gate, `mentor` does now and is asked; with None, somebody has yet to be named.

    Whether there was such a gate. One that somebody else is named for is left alone.
    """
    gate = GateLiberation.objects.filter(
        episode=case.episode_id, mentor=former, state=GateState.PLANNED, episode__released_date=None
    ).first()
    if gate is None:
        return False
    if mentor is None:
        plan_gate(case=case, read_at_version=gate.version, mentor=None, by=by)
    else:
        cover_gate(case=case, mentor=mentor, read_at_version=gate.version, by=by)
    return True
