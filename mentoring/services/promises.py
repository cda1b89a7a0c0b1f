"""What we said we would do for somebody: made, kept, or explained to them."""

import datetime as dt
import uuid

from django.utils import timezone

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from mentoring.enums.plans import PROMISE_MOVES, PromiseState
from mentoring.locks import locked_case, locked_of_case
from mentoring.models import Case, Promise
from mentoring.planning.days import check_day
from mentoring.visiting.who_and_where import mentor_of

# A promise for longer than this is a slip of the finger in the year.
LONGEST_PROMISE_DAYS = 366


def make_promise(
    *,
    case: Case,
    words: str,
    due_date: dt.date,
    by,
    promised_date: dt.date | None = None,
    new_id: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> Promise:
    """Write down what we promised (today, or on `promised_date`), and by when. It is the mentor's who made it, else of the
    person's own mentor. `at` is when it was written down (now)."""
    with trail.written("make_promise", Verb.CREATED, by=by, person=case.person) as entry:
        if made := already_made(Promise, new_id, case=case, made_by=by):
            entry.needed = False
            return made
        case = locked_case(case.pk)
        at = at or timezone.now()
        promised = promised_date or timezone.localdate(at)
        check_day(case, promised, today=timezone.localdate(at))
        _check_due(promised, due_date)
        promise = Promise(
            case=case,
            mentor=mentor_of(case, by),
            words=words,
            promised_date=promised,
            due_date=due_date,
            made_by=by,
            made_at=at,
        )
        if new_id:
            promise.pk = new_id
        promise.save(force_insert=True)
        entry.subject, entry.after = promise, {"promised_date": promised, "due_date": due_date}
        return promise


def edit_promise(*, promise: Promise, words: str, due_date: dt.date, read_at_version: int, by) -> Promise:
    """Put it in other words, or name another day. Raises EditedMeanwhile for an old version."""
    return edit_row(
        "edit_promise",
        promise,
        read_at_version=read_at_version,
        values={"words": words, "due_date": due_date},
        unsaid=["words"],
        check=_check_edited,
        person=promise.case.person,
        by=by,
    )


def keep_promise(*, promise: Promise, by, on: dt.date | None = None) -> Promise:
    """It was done, on a day (today)."""
    return _settle(promise, PromiseState.KEPT, on=on, explanation="", by=by, action="keep_promise")


def explain_promise(*, promise: Promise, explanation: str, by, on: dt.date | None = None) -> Promise:
    """It was not done, and the person was told why, on a day (today)."""
    if not explanation.strip():
        raise RuleBroken("Say what they were told.")
    return _settle(promise, PromiseState.EXPLAINED, on=on, explanation=explanation, by=by, action="explain_promise")


def reopen_promise(*, promise: Promise, by) -> Promise:
    """Take back that it was kept or explained. What was explained stays written until something else is."""
    with trail.written("reopen_promise", Verb.CHANGED, by=by, subject=promise, person=promise.case.person) as entry:
        promise = locked_of_case(promise)
        if promise.state == PromiseState.OPEN:
            entry.needed = False
            return promise
        entry.before = {"state": promise.state, "settled_date": promise.settled_date}
        promise.state = PromiseState.OPEN
        promise.settled_date = promise.settled_at = promise.settled_by = None
        _save(promise)
        return promise


def _settle(promise, state, *, on, explanation, by, action):
    with trail.written(action, Verb.CHANGED, by=by, subject=promise, person=promise.case.person) as entry:
        promise = locked_of_case(promise)
        on = on or timezone.localdate()
        if promise.state == state and (promise.settled_date, promise.explanation) == (on, explanation):
            entry.needed = False
            return promise
        if state not in PROMISE_MOVES[PromiseState(promise.state)]:
            raise RuleBroken("Something else was said of this promise meanwhile. Take that back first.")
        if not promise.promised_date <= on <= timezone.localdate():
            raise RuleBroken("Choose a day since the promise was made, and not one to come.")
        entry.before = {"state": promise.state}
        promise.state, promise.settled_date, promise.explanation = state, on, explanation
        promise.settled_by, promise.settled_at = by, timezone.now()
        _save(promise)
        entry.after = {"state": state, "settled_date": on}
        return promise


def _save(promise):
    promise.save_version(
        read_at_version=promise.version,
        update_fields=["state", "settled_date", "explanation", "settled_by_id", "settled_at"],
    )


def _check_due(promised, due):
    if due < promised:
        raise RuleBroken("The day by which it is to be kept is before the day of the promise.")
    if (due - promised).days > LONGEST_PROMISE_DAYS:
        raise RuleBroken("That is more than a year away. Check the year.")


def _check_edited(promise):
    if promise.state != PromiseState.OPEN:
        raise RuleBroken("It is kept or explained already. Take that back first.")
    _check_due(promise.promised_date, promise.due_date)
