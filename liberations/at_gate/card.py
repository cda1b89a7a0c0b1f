"""What the gate card shows besides the plan itself: what it still needs, what goes out with the person."""

from django.utils.text import get_text_list

from liberations.at_gate.complete import still_missing
from liberations.models import GateLiberation
from mentoring.models import Case, ReadinessItem
from mentoring.readiness.standard_list import PRESCRIPTIONS
from mentoring.selectors.headers import PersonHeader
from prisons.models import Prison


def pharmacy(case: Case) -> ReadinessItem | None:
    """What is on record of the person's medicine and where the next comes from; None while nobody has asked. One query."""
    return ReadinessItem.objects.filter(case=case.pk, kind__code=PRESCRIPTIONS).first()


def prison_of(case: Case) -> Prison | None:
    """The prison they are in now. One query; none for somebody who is not in prison."""
    return Prison.objects.filter(pk=case.now_at).first() if case.now_at else None


def missing_of(gate: GateLiberation | None, prison: Prison | None, header: PersonHeader) -> str:
    """What the plan still needs, in words; empty when it is complete."""
    words = still_missing(gate, in_twos=header.in_twos, threatened=bool(header.threats), prison=prison)
    return get_text_list(words, "and")


def what_to_do(gate: GateLiberation | None, prison: Prison | None) -> str:
    """What to do if nobody comes out: as the plan says, else as it is done at that prison."""
    return (gate and gate.if_nobody) or (prison.if_nobody if prison else "")
