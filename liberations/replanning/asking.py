"""The question to the mentor at a gate: which gates are asked about, asking, and taking back what no longer holds.

For many gates at once; the services (services/gate_questions.py, services/replanning.py) say when.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from django.db.models import DateField, Exists, ExpressionWrapper, F, FilteredRelation, OuterRef, Q, QuerySet

from liberations.enums import GateAnswer, GateDecision, GateState
from liberations.models import GateLiberation, GateQuestion
from liberations.notifications import tell_answered
from liberations.replanning.rules import answer_by


def gates_with_day() -> QuerySet[GateLiberation]:
    """Gates somebody is named for and still to come, with `day`, the liberation day that counts now."""
    return (
        GateLiberation.objects.filter(
            state=GateState.PLANNED,
            decision=GateDecision.WANTED,
            mentor__user__is_active=True,
            case__closed_date=None,
            episode__released_date=None,
        )
        .annotate(
            ledger=FilteredRelation("episode__release_dates", condition=Q(episode__release_dates__is_current=True))
        )
        .annotate(day=F("ledger__liberation_date"))
        .select_related("mentor__user", "case__programme")
    )


def near_gates(today: dt.date) -> QuerySet[GateLiberation]:
    """Near gates whose mentor has not been asked about this day."""
    asked = GateQuestion.objects.in_force().filter(
        gate=OuterRef("pk"), mentor=OuterRef("mentor"), liberation_date=OuterRef("ledger__liberation_date")
    )
    asked_from = ExpressionWrapper(F("day") - F("case__programme__gate_answer_days"), output_field=DateField())
    near = gates_with_day().annotate(asked_from=asked_from).filter(day__gte=today, asked_from__lte=today)
    # Two at once would ask twice: who finds the gate in other hands leaves it to them.
    return near.filter(~Exists(asked)).select_for_update(of=("self",), skip_locked=True)


def ask(gates: Sequence[GateLiberation], *, by, now: dt.datetime) -> list[GateQuestion]:
    """Put the question about each of these gates, annotated with `day`, in the place of an earlier one. Tells nobody.

    Somebody who names themselves for the gate has answered by that.
    """
    if not gates:
        return []
    _end(GateQuestion.objects.in_force().filter(gate__in=gates), now=now)
    questions = []
    for gate in gates:
        hours = gate.case.programme.gate_answer_hours
        question = GateQuestion(
            gate=gate,
            mentor=gate.mentor,
            liberation_date=gate.day,
            asked_at=now,
            answer_by_at=answer_by(now, gate.day, hours=hours),
        )
        if by is not None and gate.mentor.user_id == by.pk:
            question.answer, question.answered_at, question.answered_by = GateAnswer.GOING, now, by
        questions.append(question)
    return GateQuestion.objects.bulk_create(questions)


def end_stale(*, now: dt.datetime, gates: Collection[uuid.UUID] | None = None) -> int:
    """Questions whose gate is no longer as it was asked about are over, with the notices that asked them."""
    asked = GateQuestion.objects.in_force()
    if gates is not None:
        asked = asked.filter(gate__in=gates)
    return _end(asked.exclude(pk__in=GateQuestion.objects.about_coming_gates().values("pk")), now=now)


def _end(questions, *, now: dt.datetime) -> int:
    over = list(questions)
    if over:
        GateQuestion.objects.filter(pk__in=[question.pk for question in over]).update(over_at=now)
        tell_answered(over)
    return len(over)
