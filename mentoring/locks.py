"""Reading what is about to be changed, held until the transaction ends: always the case first, so that nobody waits in a circle."""

import uuid
from collections.abc import Collection

from mentoring.models import Case, Meeting, Plan

_OF_THE_CASE = ("person", "episode", "programme__team")


def locked_case(key: uuid.UUID) -> Case:
    """A case as it stands now, with its person, its time in custody and its programme.

    Held first and read then: whoever waited for another one, who gave the case a new time in custody, would not find it joined
    to the old.
    """
    return locked_cases([key])[key]


def locked_cases(keys: Collection[uuid.UUID]) -> dict[uuid.UUID, Case]:
    """Many cases by their key, held in one order."""
    held = list(Case.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))
    return Case.objects.select_related(*_OF_THE_CASE).in_bulk(held)


def locked_meeting(meeting: Meeting) -> Meeting:
    """A contact as it stands now. Its case is held too: recording one may plan the next, and a handover passes them all on."""
    case = locked_case(meeting.case_id)
    found = Meeting.objects.select_for_update(of=("self",)).select_related("episode", "mentor").get(pk=meeting.pk)
    found.case = case
    return found


def locked_plan(plan: Plan) -> Plan:
    """A version of a plan as it stands now, with its case held: whatever changes a plan waits for whoever changes it."""
    case = locked_case(plan.case_id)
    found = Plan.objects.get(pk=plan.pk)
    found.case = case
    return found
