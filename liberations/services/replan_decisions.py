"""Decisions that a re-plan asks for: left as they are, taken up again, or settled by what was done elsewhere."""

import dataclasses

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.sweeps import sweeping
from liberations.enums import REPLAN_ITEM_MOVES, ReplanItemState
from liberations.models import ReplanItem


@dataclasses.dataclass(frozen=True)
class DecisionChanges:
    """How many decisions a run found settled, and how many needed again."""

    settled: int = 0
    reopened: int = 0


def leave_as_it_is(*, item: ReplanItem, by) -> ReplanItem:
    """Decide that nothing has to be done. Pressed twice, it is once."""
    with trail.written("leave_as_it_is", Verb.CHANGED, by=by, person=item.replan.case.person) as entry:
        item = _locked(item)
        entry.subject, entry.needed = item, item.state != ReplanItemState.LEFT
        if entry.needed:
            _move(entry, item, ReplanItemState.LEFT)
            item.decided_at, item.decided_by = timezone.now(), by
            _save(item)
        return item


def decide_again(*, item: ReplanItem, by) -> ReplanItem:
    """Undo of "leave as it is": it needs a decision again."""
    with trail.written("decide_again", Verb.CHANGED, by=by, person=item.replan.case.person) as entry:
        item = _locked(item)
        entry.subject, entry.needed = item, item.state != ReplanItemState.OPEN
        if entry.needed:
            if item.state != ReplanItemState.LEFT:
                raise RuleBroken("Only what was left as it is can be taken up again.")
            _move(entry, item, ReplanItemState.OPEN)
            item.decided_at, item.decided_by = None, None
            _save(item)
        return item


def settle_decisions(*, by=None) -> DecisionChanges:
    """By the clock: keep that a decision was taken where what raised it is put right, and take up again what came undone.

    The pages ask the facts and need no job; this keeps the day for the history. `by` is nobody.
    """
    with sweeping("settle_decisions", everything=True):
        items = ReplanItem.objects.all()
        settled = items.filter(state=ReplanItemState.OPEN).exclude(
            pk__in=items.filter(state=ReplanItemState.OPEN).standing().values("pk")
        )
        undone = items.filter(state=ReplanItemState.SETTLED).standing()
        reopened = items.filter(pk__in=list(undone.values_list("pk", flat=True)))
        return DecisionChanges(
            settled=settled.update(state=ReplanItemState.SETTLED, decided_at=timezone.now()),
            reopened=reopened.update(state=ReplanItemState.OPEN, decided_at=None),
        )


def _locked(item: ReplanItem) -> ReplanItem:
    return ReplanItem.objects.select_for_update(of=("self",)).select_related("replan__case__person").get(pk=item.pk)


def _move(entry, item: ReplanItem, state: ReplanItemState) -> None:
    if state not in REPLAN_ITEM_MOVES[item.state]:
        raise RuleBroken(f"This no longer needs a decision: {item.get_state_display().lower()}.")
    entry.before, entry.after = {"state": item.state}, {"state": state, "kind": item.kind}
    item.state = state


def _save(item: ReplanItem) -> None:
    item.save_version(read_at_version=item.version, update_fields=["state", "decided_at", "decided_by"])
