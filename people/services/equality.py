"""Offering the equality questions, keeping the answers apart, and taking them out again."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from people.enums import EqualityOutcome
from people.equality.codes import is_answer
from people.models import EqualityAnswers, EqualityOffer, Person


def record_equality_offer(
    *,
    person: Person,
    outcome: EqualityOutcome | str,
    offered_date: dt.date,
    by,
    answers: Mapping[str, Sequence[str]] | None = None,
    new_id: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> EqualityOffer:
    """The questions were offered; `answers` by question, as lists of codes of the code list in force (settings.EQUALITY_CODE_LIST).

    An answer takes the place of an earlier one to the same question; of another code list all earlier answers go. The trail
    holds that it was offered and what came of it, never an answer. Refuses a day to come and answers that do not fit.
    """
    with trail.written("record_equality_offer", Verb.CREATED, by=by, person=person) as entry:
        Person.objects.hold([person.pk])
        if made := already_made(EqualityOffer, new_id, person=person, recorded_by=by):
            entry.needed = False
            return made
        if offered_date > timezone.localdate():
            raise RuleBroken("The day the questions were offered cannot be in the future.")
        if bool(answers) != (outcome == EqualityOutcome.ANSWERED):
            raise RuleBroken("Choose at least one answer, or say that they did not answer.")
        if answers:
            _keep(person, answers, offered_date)
        offer = EqualityOffer(pk=new_id or uuid.uuid4(), person=person, outcome=outcome, offered_date=offered_date)
        offer.recorded_at, offer.recorded_by = at or timezone.now(), by
        offer.save(force_insert=True)
        entry.subject, entry.after = offer, {"outcome": outcome}
        return offer


def take_out_equality_answers(*, person: Person, by) -> int:
    """The person does not want their answers kept: they are deleted, and only that they asked for it is on record.

    Pressed twice, it is once. Returns how many rows went.
    """
    with trail.written("take_out_equality_answers", Verb.CHANGED, by=by, person=person) as entry:
        Person.objects.hold([person.pk])
        gone, _ = EqualityAnswers.objects.filter(person=person).delete()
        entry.needed, entry.after = bool(gone), {"taken_out": gone}
        if gone:
            EqualityOffer.objects.create(
                person=person,
                outcome=EqualityOutcome.TAKEN_OUT,
                offered_date=timezone.localdate(),
                recorded_at=timezone.now(),
                recorded_by=by,
            )
        return gone


def _keep(person: Person, answers: Mapping[str, Sequence[str]], on: dt.date) -> None:
    code_list = settings.EQUALITY_CODE_LIST
    if not all(is_answer(code_list, key, codes) for key, codes in answers.items()):
        raise RuleBroken("Some answers do not go together. “None” and “Prefer not to say” stand alone.")
    kept = EqualityAnswers.objects.filter(person=person).order_by("-answered_date").first()
    if kept is None:
        kept = EqualityAnswers(person=person)
    before = kept.answers if kept.code_list == code_list else {}
    kept.code_list, kept.answered_date = code_list, on
    kept.answers = before | {key: sorted(codes) for key, codes in answers.items()}
    kept.save()
