"""What is said of the steps of the first 48 hours that nothing else tells: prescription, benefits claim."""

import uuid

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from liberations.keeping_contact.enums import SAID_STEPS, FirstStep, StepAnswer
from liberations.models import FirstHourAnswer
from mentoring.locks import locked_case
from mentoring.models import Case


def answer_first_step(
    *,
    case: Case,
    step: FirstStep | str,
    answer: StepAnswer | str,
    by,
    note: str = "",
    new_id: uuid.UUID | None = None,
) -> FirstHourAnswer:
    """Say how a step of the first hours stands. Said again, the former answer is taken back and stays on record.

    Refuses while they are inside, and what did not work without a word on why.
    """
    with trail.written("answer_first_step", Verb.CHANGED, by=by, person=case.person) as entry:
        if made := already_made(FirstHourAnswer, new_id, case=case, said_by=by):
            entry.needed = False
            return made
        case = locked_case(case.pk)
        if step not in SAID_STEPS:
            raise RuleBroken("This is not said here: the gate card and the contacts show it.")
        _check(case)
        if answer == StepAnswer.NOT_YET and not note:
            raise RuleBroken("Say what did not work, so that the next one knows.")
        now = timezone.now()
        former = case.first_hour_answers.in_force().filter(episode=case.episode_id, step=step)
        entry.before = {"answer": list(former.values_list("answer", flat=True))}
        former.update(taken_back_at=now)
        made = FirstHourAnswer.objects.create(
            pk=new_id or uuid.uuid4(),
            case=case,
            episode=case.episode,
            step=step,
            answer=answer,
            note=note,
            said_at=now,
            said_by=by,
        )
        entry.subject, entry.after = made, {"step": step, "answer": answer}
        return made


def take_back_first_step(*, answer: FirstHourAnswer, by) -> None:
    """What was said is taken back: the step is open again."""
    with trail.written("take_back_first_step", Verb.CHANGED, by=by, subject=answer, person=answer.case.person) as entry:
        case = locked_case(answer.case_id)
        _check(case)
        taken = FirstHourAnswer.objects.in_force().filter(pk=answer.pk).update(taken_back_at=timezone.now())
        entry.before, entry.needed = {"step": answer.step, "answer": answer.answer}, bool(taken)


def _check(case: Case) -> None:
    if case.closed_date:
        raise RuleBroken("Support has ended. Reopen the case to record anything new.")
    if case.episode.released_date is None:
        raise RuleBroken("They are not out. Say on the gate card what happened first.")
