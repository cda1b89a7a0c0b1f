"""Reading what is about to be changed, held until the transaction ends: always the case first, so that nobody waits in a circle."""

import uuid
from collections.abc import Collection
from typing import TypeVar

from django.db import models

from core.errors import RuleBroken
from mentoring.models import Case, Meeting, Plan

OfCase = TypeVar("OfCase", bound=models.Model)
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


def locked_open_case(key: uuid.UUID) -> Case:
    """As `locked_case`; refuses where support has ended."""
    case = locked_case(key)
    refuse_ended(case)
    return case


def refuse_ended(case: Case) -> None:
    if case.closed_date:
        raise RuleBroken("This case has ended. Reopen it first.")


def locked_of_case(row: OfCase, *related: str) -> OfCase:
    """A row that hangs on a case, as it stands now, with what is `related` to it. Its case is held first."""
    case = locked_case(row.case_id)
    found = type(row)._base_manager.select_for_update(of=("self",)).select_related(*related).get(pk=row.pk)
    found.case = case
    return found


def locked_meeting(meeting: Meeting) -> Meeting:
    """A contact as it stands now. Its case is held too: recording one may plan the next, and a handover passes them all on."""
    return locked_of_case(meeting, "episode", "mentor")


def locked_plan(plan: Plan) -> Plan:
    """A version of a plan as it stands now, with its case held: whatever changes a plan waits for whoever changes it."""
    case = locked_case(plan.case_id)
    found = Plan.objects.get(pk=plan.pk)
    found.case = case
    return found
