"""Reading what is about to be changed, held until the transaction ends: always the case first, so that nobody waits in a circle."""

import uuid

from mentoring.models import Case, Plan


def locked_case(key: uuid.UUID) -> Case:
    """A case as it stands now, with its person and programme."""
    return Case.objects.select_for_update(of=("self",)).select_related("person", "programme").get(pk=key)


def locked_plan(plan: Plan) -> Plan:
    """A version of a plan as it stands now, with its case held: whatever changes a plan waits for whoever changes it."""
    case = locked_case(plan.case_id)
    found = Plan.objects.get(pk=plan.pk)
    found.case = case
    return found
