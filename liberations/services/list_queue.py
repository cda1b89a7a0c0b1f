"""Long lists are handed to the worker. What is to be done stands in the list's state, so that a worker that dies loses nothing:
the next run of the job takes the list up again, and one that keeps stopping part-way goes back to those who asked."""

import uuid

from django.db import transaction
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from liberations.enums import LIST_MOVES, ListState
from liberations.models import LiberationList
from liberations.services.list_apply import apply_list
from liberations.services.lists import NoLongerWaiting, NotAsSeen

MOST_TRIES = 3
STOPPED = "Applying stopped part-way three times, so it was given up. Nothing has changed. Try again; if it stops once more, ask for help."
LONGEST_PROBLEM = 500


def ask_to_apply(*, liberation_list: LiberationList, by, seen: int | None = None) -> LiberationList:
    """Hand a list to the worker, to be applied in the name of `by`. Asked twice, it is asked once. `seen`: see apply_list."""
    with trail.written("ask_to_apply", Verb.CHANGED, by=by, subject=liberation_list) as entry:
        locked = LiberationList.objects.lock(liberation_list.pk)
        if locked.state in (ListState.APPLYING, ListState.APPLIED):
            entry.needed = False
            return locked
        if ListState.APPLYING not in LIST_MOVES[locked.state]:
            raise NoLongerWaiting(locked)
        if not locked.is_as_seen(seen):
            raise NotAsSeen
        locked.state, locked.apply_asked_by, locked.apply_asked_at = ListState.APPLYING, by, timezone.now()
        locked.apply_tries, locked.apply_problem = 0, ""
        locked.save(update_fields=["state", "apply_asked_by", "apply_asked_at", "apply_tries", "apply_problem"])
        return locked


def apply_asked_lists() -> int:
    """Apply the lists that were handed over, the oldest first, leaving out those somebody is at work on. Returns how many."""
    asked = LiberationList.objects.filter(state=ListState.APPLYING).order_by("apply_asked_at")
    return sum(_apply(key) for key in asked.values_list("pk", flat=True))


def _apply(key: uuid.UUID) -> bool:
    taken = _take_up(key)
    if taken is None:
        return False
    try:
        apply_list(liberation_list=taken, by=taken.apply_asked_by)
    except RuleBroken as refusal:
        _hand_back(key, str(refusal))
        return False
    return True


def _take_up(key: uuid.UUID) -> LiberationList | None:
    """Count the try before it begins, so that a list that kills its worker is not tried for ever."""
    with transaction.atomic():
        waiting = LiberationList.objects.select_for_update(of=("self",), skip_locked=True)
        taken = waiting.select_related("apply_asked_by").filter(pk=key, state=ListState.APPLYING).first()
        if taken is None:
            return None
        taken.apply_tries += 1
        taken.save(update_fields=["apply_tries"])
    if taken.apply_tries > MOST_TRIES:
        _hand_back(key, STOPPED)
        return None
    return taken


def _hand_back(key: uuid.UUID, problem: str) -> None:
    with trail.written("hand_back_list", Verb.CHANGED, by=None) as entry:
        locked = LiberationList.objects.lock(key)
        entry.subject, entry.needed = locked, locked.state == ListState.APPLYING
        if locked.state == ListState.APPLYING:
            entry.reason = problem
            locked.state, locked.apply_problem = ListState.READ, problem[:LONGEST_PROBLEM]
            locked.save(update_fields=["state", "apply_problem"])
