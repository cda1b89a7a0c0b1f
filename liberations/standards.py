"""What the minimum standards ask of the gate, joined to what they ask of the case: whether somebody wanted to be met."""

import dataclasses
import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from liberations.enums import GateDecision
from liberations.models import GateLiberation
from mentoring.models import Case
from mentoring.standards import reading
from mentoring.standards.facts import CaseFacts


def with_facts(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Annotates what `case_facts` needs. After `with_liberation`; the case comes with its programme, referral and episode."""
    declined = GateLiberation.objects.filter(episode=OuterRef("episode"), decision=GateDecision.DECLINED)
    return reading.with_facts(cases).annotate(gate_declined=Exists(declined))


def case_facts(case: Case, today: dt.date) -> CaseFacts:
    """Everything the minimum standards ask about a case from `with_facts`. Two queries."""
    return dataclasses.replace(reading.case_facts(case, today), gate_declined=case.gate_declined)
