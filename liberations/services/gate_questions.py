"""Can the mentor be at the gate? Asked when it nears or moves, answered by one press, told to the managers when it is no or
nothing, and put right by somebody else going."""

import dataclasses
import datetime as dt

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.sweeps import sweeping
from liberations.enums import GateAnswer, GateDecision, GateState
from liberations.models import GateLiberation, GateQuestion
from liberations.notifications import (
    tell_answered,
    tell_asked,
    tell_cannot,
    tell_going,
    tell_unanswered,
)
from liberations.replanning.asking import ask, end_stale, gates_with_day, near_gates
from liberations.services.gate_access import change_who_goes, end_what_is_over
from mentoring.models import Case, Mentor


@dataclasses.dataclass(frozen=True)
class GateQuestionChanges:
    """What a run did: questions asked, taken back because the gate is not as it was, and told to managers unanswered."""

    asked: int = 0
    over: int = 0
    told: int = 0


def look_after_gates(*, by=None) -> GateQuestionChanges:
    """By the clock: ask about gates that have come near, take back what is no longer so, tell managers who waits too long.

    Running it again changes nothing. `by` is nobody: it is a job.
    """
    now = timezone.now()
    with sweeping("look_after_gates", everything=True):
        end_what_is_over()
        over = end_stale(now=now)
        asked = ask(list(near_gates(timezone.localdate(now))), by=by, now=now)
        tell_asked(asked)
        return GateQuestionChanges(asked=len(asked), over=over, told=_tell_of_unanswered(now))


def ask_of_plan(*, gate: GateLiberation, by) -> None:
    """A gate plan was saved: ask those it names if the gate is near and they have not been asked about this day."""
    now = timezone.now()
    end_stale(now=now, gates=[gate.pk])
    asked = ask(list(near_gates(timezone.localdate(now)).filter(pk=gate.pk)), by=by, now=now)
    tell_asked(asked)


def answer_gate_question(*, question: GateQuestion, answer: GateAnswer | str, by) -> GateQuestion:
    """Say "I'm going" or "I can't"; the other one may be pressed later. A manager may answer for the mentor who rang.

    The managers are told at once when nobody goes, and not bothered any more when somebody does.
    """
    with trail.written("answer_gate_question", Verb.CHANGED, by=by) as entry:
        GateLiberation.objects.select_for_update(of=("self",)).get(pk=question.gate_id)
        # A changed answer is a new row: an open page may still send the former one's key.
        question = (
            GateQuestion.objects.about_coming_gates()
            .select_related("gate__case__person", "gate__case__programme", "mentor__user")
            .filter(gate=question.gate_id, mentor=question.mentor_id, liberation_date=question.liberation_date)
            .first()
        )
        if question is None:
            raise RuleBroken("The day or who meets them has changed since this was asked. Look at the gate card.")
        entry.subject, entry.person = question, question.gate.case.person
        if by.pk != question.mentor.user_id and not by.is_manager:
            raise RuleBroken(f"Only {question.mentor.user.name} or a manager can answer this.")
        if question.answer == answer:
            entry.needed = False
            return question
        entry.before, entry.after = {"answer": question.answer}, {"answer": answer}
        question = _with_answer(question, answer, by)
        tell_answered([question])
        if question.cannot:
            tell_cannot(question, by=by)
        else:
            tell_going(question)
        return question


def cover_gate(*, case: Case, mentor: Mentor, read_at_version: int, by) -> GateLiberation:
    """Somebody else meets them: `mentor` may open the record and is asked in turn. The same mentor again is no change.

    Raises EditedMeanwhile when the gate plan was changed since the page was opened.
    """
    with trail.written("cover_gate", Verb.CHANGED, by=by, person=case.person) as entry:
        gate = GateLiberation.objects.select_for_update(of=("self",)).filter(episode=case.episode_id).first()
        if gate is None:
            raise RuleBroken("There is no plan for this gate yet. Plan the gate first.")
        entry.subject, entry.before, entry.after = gate, {"mentor": gate.mentor_id}, {"mentor": mentor}
        if gate.mentor_id == mentor.pk:
            entry.needed = False
            return gate
        if gate.state != GateState.PLANNED or gate.decision != GateDecision.WANTED or case.closed_date:
            raise RuleBroken("Nobody is needed at this gate any more. Look at the gate card.")
        if mentor.user.team_id != case.programme.team_id or not mentor.user.is_active:
            raise RuleBroken("Choose a mentor of the programme's team.")
        former, gate.mentor = gate.goers, mentor
        if gate.second_id == mentor.pk:
            # Who was to go along meets them now: a second has to be found again.
            gate.second = None
        gate.save_version(read_at_version=read_at_version, update_fields=["mentor", "second"])
        change_who_goes(case=case, former=former, goers=gate.goers, by=by)
        now = timezone.now()
        end_stale(now=now, gates=[gate.pk])
        coming = gates_with_day().filter(pk=gate.pk, day__gte=timezone.localdate(now))
        tell_asked(ask(list(coming), by=by, now=now))
        return gate


def _with_answer(question: GateQuestion, answer, by) -> GateQuestion:
    """The question with the answer; changed, the former answer stays on record as a question that is over."""
    now = timezone.now()
    if question.answer != GateAnswer.NOT_YET:
        GateQuestion.objects.filter(pk=question.pk).update(over_at=now)
        former = question
        question = GateQuestion(
            gate=former.gate,
            mentor=former.mentor,
            liberation_date=former.liberation_date,
            asked_at=former.asked_at,
            answer_by_at=former.answer_by_at,
        )
    question.answer, question.answered_at, question.answered_by = answer, now, by
    question.save()
    return question


def _tell_of_unanswered(now: dt.datetime) -> int:
    late = list(
        GateQuestion.objects.about_coming_gates()
        .unanswered()
        .filter(answer_by_at__lte=now, managers_told_at=None)
        .select_related("gate__case__programme")
    )
    if late:
        tell_unanswered(late)
        GateQuestion.objects.filter(pk__in=[question.pk for question in late]).update(managers_told_at=now)
    return len(late)
