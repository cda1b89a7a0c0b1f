"""The question to those who go to a gate: which gates are asked about, asking, and taking back what no longer holds.

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
from mentoring.models import Mentor


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
        .select_related("mentor__user", "second__user", "case__programme")
    )


def near_gates(today: dt.date) -> QuerySet[GateLiberation]:
    """Near gates where somebody who is to go has not been asked about this day."""
    asked = GateQuestion.objects.in_force().filter(
        gate=OuterRef("pk"), liberation_date=OuterRef("ledger__liberation_date")
    )
    asked_from = ExpressionWrapper(F("day") - F("case__programme__gate_answer_days"), output_field=DateField())
    near = gates_with_day().annotate(asked_from=asked_from).filter(day__gte=today, asked_from__lte=today)
    not_asked = ~Exists(asked.filter(mentor=OuterRef("mentor"))) | (
        Q(second__user__is_active=True) & ~Exists(asked.filter(mentor=OuterRef("second")))
    )
    # Two at once would ask twice: who finds the gate in other hands leaves it to them.
    return near.filter(not_asked).select_for_update(of=("self",), skip_locked=True)


def ask(gates: Sequence[GateLiberation], *, by, now: dt.datetime, again: bool = False) -> list[GateQuestion]:
    """Ask who is to go to each of these gates, annotated with `day`: who meets the person, and the second. Tells nobody.

    Whoever has been asked about that day is not asked twice, unless `again`: what they said was said of something else.
    Somebody who names themselves for the gate has answered by that.
    """
    if not gates:
        return []
    in_force = GateQuestion.objects.in_force().filter(gate__in=gates)
    if again:
        _end(in_force, now=now)
    asked = {} if again else {(each.gate_id, each.mentor_id): each for each in in_force}
    about_another_day = []
    questions = []
    for gate in gates:
        for mentor in gate.goers:
            before = asked.get((gate.pk, mentor.pk))
            if not mentor.user.is_active or (before and before.liberation_date == gate.day):
                continue
            about_another_day += [before] if before else []
            questions.append(_question(gate, mentor, by=by, now=now))
    _end(about_another_day, now=now)
    return GateQuestion.objects.bulk_create(questions)


def _question(gate: GateLiberation, mentor: Mentor, *, by, now: dt.datetime) -> GateQuestion:
    question = GateQuestion(
        gate=gate,
        mentor=mentor,
        liberation_date=gate.day,
        asked_at=now,
        answer_by_at=answer_by(now, gate.day, hours=gate.case.programme.gate_answer_hours),
    )
    if by is not None and mentor.user_id == by.pk:
        question.answer, question.answered_at, question.answered_by = GateAnswer.GOING, now, by
    return question


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
