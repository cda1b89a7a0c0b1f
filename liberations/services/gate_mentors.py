"""The gate follows the person when somebody else becomes their mentor."""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from audit import trail
from audit.enums import Verb
from core.errors import EditedMeanwhile, RuleBroken
from core.sweeps import sweeping
from liberations.enums import GateState
from liberations.models import GateLiberation
from liberations.services.gate_access import let_out
from liberations.services.gate_questions import cover_gate
from liberations.services.gates import plan_gate
from mentoring.models import Assignment, Case, Mentor
from people.enums import AccessReason
from people.models import Access


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


def leave_as_second(*, mentor: Mentor, by) -> int:
    """Somebody who no longer works with us goes along to no gate; where one is needed, the gate's plan says so. How many gates."""
    with trail.written("leave_as_second", Verb.CHANGED, by=by, subject=mentor) as entry:
        gates = GateLiberation.objects.select_for_update(of=("self",)).select_related("case__person")
        gates = list(gates.filter(second=mentor, state=GateState.PLANNED, episode__released_date=None).order_by("pk"))
        for gate in gates:
            gate.second = None
            gate.save_version(read_at_version=gate.version, update_fields=["second"])
            let_out(case=gate.case, mentor=mentor, by=by)
        entry.needed = bool(gates)
        entry.shown, entry.after = [gate.case.person_id for gate in gates], {"gates": len(gates)}
        return len(gates)


def _left_behind() -> QuerySet[GateLiberation]:
    """Planned gates named for somebody as the person's mentor, who no longer is: allocation, below this app, knows no gates.

    Whoever was named for the gate alone has access for it (`gate_access.let_in`) and stays, even if they once were the mentor.
    """
    mentored = Assignment.objects.lead().filter(case__episode=OuterRef("episode"), mentor=OuterRef("mentor"))
    for_the_gate = Access.objects.filter(
        person=OuterRef("case__person"), user=OuterRef("mentor__user"), reason=AccessReason.GATE, until_at=None
    )
    return GateLiberation.objects.filter(
        Exists(mentored),
        ~Exists(mentored.current().filter(case__closed_date=None)),
        ~Exists(for_the_gate),
        state=GateState.PLANNED,
        case__closed_date=None,
        episode__released_date=None,
    )


def follow_mentors(*, by=None) -> int:
    """By the clock: every gate that was left behind goes to the mentor of now, who is asked, or to nobody yet, which the managers
    see. Returns how many. Running it again changes nothing. `by` is nobody: it is a job."""
    with sweeping("follow_mentors", everything=True):
        gates = _left_behind().select_related("mentor", "case__programme", "case__person").order_by("pk")
        return sum(_follow(gate, by=by) for gate in gates)


def _follow(gate: GateLiberation, *, by) -> bool:
    lead = Assignment.objects.lead().current().filter(case=gate.case_id).select_related("mentor__user").first()
    passing = {"case": gate.case, "former": gate.mentor, "by": by}
    try:
        with transaction.atomic():
            return pass_gate(mentor=lead and lead.mentor, **passing)
    except EditedMeanwhile:
        # Somebody has the gate in hand this moment; the next run looks again.
        return False
    except RuleBroken:
        # Not this one: they left the team, or know the person. Somebody has yet to be named.
        return pass_gate(mentor=None, **passing)
