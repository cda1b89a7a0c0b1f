"""Saying how things stand that have to be in place before the gate. When they are due is worked out: mentoring/readiness/."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import AnswerRefused, EditedMeanwhile, RuleBroken
from mentoring.enums.readiness import ITEM_MOVES, ItemState
from mentoring.locks import locked_case
from mentoring.models import Case, ReadinessItem, ReadinessKind, ReadinessStep
from mentoring.models.readiness import SAID_FIELDS
from mentoring.readiness.standard_list import FIRST_NIGHT

# The trail keeps that a text changed, not what it says: evidence may be about health.
_UNSAID = ("evidence", "note", "asked_of")
_NOTHING_SAID = {name: ReadinessStep._meta.get_field(name).get_default() for name in SAID_FIELDS}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one kind when the list was gone through. `evidence` is needed for "in place"."""

    kind: ReadinessKind
    state: ItemState | str
    evidence: str = ""


def record_item(
    *,
    case: Case,
    kind: ReadinessKind,
    read_at_version: int,
    state: ItemState | str,
    by,
    at: dt.datetime | None = None,
    **said,
) -> ReadinessItem:
    """Say how one item stands. `read_at_version` is 0 when nothing had been said of it; `said` are others of SAID_FIELDS.

    The same again is nothing new. Raises EditedMeanwhile for an old version; refuses (AnswerRefused) what an answer needs
    and lacks, such as "in place" without how we know, and a bed for the first night, which has a page of its own.
    """
    with trail.written("record_readiness", Verb.CHANGED, by=by, person=case.person) as entry:
        if kind.code == FIRST_NIGHT:
            raise RuleBroken("A bed is recorded under the first night.")
        return _say(
            locked_case(case.pk), kind, {"state": ItemState(state), **said}, entry, read_at_version, by=by, at=at
        )


def record_answers(*, case: Case, answers: list[Answer], by, at: dt.datetime | None = None) -> int:
    """What was said when the list was gone through with the person, for items nothing has been said of. How many were new.

    Items that somebody has spoken of meanwhile keep what was said of them.
    """
    with trail.written("record_readiness_answers", Verb.CHANGED, by=by, subject=case, person=case.person) as entry:
        held = locked_case(case.pk)
        known = set(held.readiness_items.exclude(state=ItemState.NOT_ASKED).values_list("kind_id", flat=True))
        new = [each for each in answers if each.kind.pk not in known and each.kind.code != FIRST_NIGHT]
        for each in new:
            said = {"state": ItemState(each.state), "evidence": each.evidence}
            _say(held, each.kind, said, trail.Entry(), None, by=by, at=at)
        entry.needed = bool(new)
        entry.after = {each.kind.code: str(each.state) for each in new}
        return len(new)


def follow_first_night(*, case: Case, is_in_place: bool, confirmed: str, by, at: dt.datetime | None = None) -> None:
    """The bed on the list follows what is recorded about the first night; where the list has no bed nothing happens."""
    kind = ReadinessKind.objects.filter(programme=case.programme_id, code=FIRST_NIGHT, closed_date=None).first()
    if kind is None:
        return
    said = {"state": ItemState.IN_PLACE, "evidence": confirmed} if is_in_place else {"state": ItemState.TO_DO}
    with trail.written("follow_first_night", Verb.CHANGED, by=by, person=case.person) as entry:
        _say(locked_case(case.pk), kind, said, entry, None, by=by, at=at)


def take_back_step(*, item: ReadinessItem, step_id: uuid.UUID, by) -> ReadinessItem:
    """Take back what was last said of an item: it stands again as before. The step stays on record, as taken back.

    Only the latest step can go; pressed twice, it is once.
    """
    with trail.written("take_back_readiness", Verb.CHANGED, by=by, subject=item, person=item.case.person) as entry:
        case = locked_case(item.case_id)
        item = ReadinessItem.objects.select_for_update(of=("self",)).select_related("kind").get(pk=item.pk)
        if item.kind.code == FIRST_NIGHT:
            raise RuleBroken("The bed follows what is recorded under the first night. Change it there.")
        step = item.steps.filter(pk=step_id).first()
        if step is None or step.taken_back_at is not None:
            entry.needed = False
            return item
        latest, former = [*item.steps.standing().order_by("-recorded_at", "-pk")[:2], None][:2]
        if latest != step:
            raise RuleBroken("Something newer has been said of this since. Look at it again.")
        _refuse_ended(case)
        step.taken_back_at, step.taken_back_by = timezone.now(), by
        step.save(update_fields=["taken_back_at", "taken_back_by"])
        stood = former or ReadinessStep()
        entry.before, entry.after = {"state": item.state}, {"state": stood.state}
        for name in SAID_FIELDS:
            setattr(item, name, getattr(stood, name))
        item.save_version(read_at_version=item.version, update_fields=SAID_FIELDS)
        return item


def ask_anew(*, case: Case, by, at: dt.datetime) -> int:
    """Another time in custody began at `at`: what was said for the gate before is history, and everything is asked again.

    The step that says so can be taken back for one item that still holds. How many items it touched; three statements.
    """
    with trail.written("ask_readiness_anew", Verb.CHANGED, by=by, subject=case, person=case.person) as entry:
        said = case.readiness_items.select_for_update(of=("self",)).exclude(state=ItemState.NOT_ASKED, hold_reason="")
        keys = list(said.values_list("pk", flat=True))
        ReadinessStep.objects.bulk_create(
            ReadinessStep(item_id=key, recorded_at=at, recorded_by=by, **_NOTHING_SAID) for key in keys
        )
        ReadinessItem.objects.filter(pk__in=keys).update(version=F("version") + 1, **_NOTHING_SAID)
        entry.needed, entry.after = bool(keys), {"items": len(keys)}
        return len(keys)


def take_back_ask_anew(*, case: Case, asked_at: dt.datetime, by) -> int:
    """What `ask_anew` did at `asked_at` was not so: items stand again as before, or as somebody has said since.

    How many items it touched; a constant number of statements.
    """
    with trail.written("take_back_ask_anew", Verb.CHANGED, by=by, subject=case, person=case.person) as entry:
        items = case.readiness_items.select_for_update(of=("self",)).filter(
            pk__in=ReadinessStep.objects.standing()
            .filter(item__case=case, state=ItemState.NOT_ASKED, recorded_at=asked_at)
            .values("item")
        )
        items = {item.pk: item for item in items}
        ReadinessStep.objects.standing().filter(
            item__in=items.keys(), state=ItemState.NOT_ASKED, recorded_at=asked_at
        ).update(taken_back_at=timezone.now(), taken_back_by=by)
        latest = ReadinessStep.objects.standing().filter(item__in=items.keys())
        for step in latest.order_by("item", "-recorded_at", "-pk").distinct("item"):
            item = items[step.item_id]
            item.version += 1
            for name in SAID_FIELDS:
                setattr(item, name, getattr(step, name))
        ReadinessItem.objects.bulk_update(items.values(), [*SAID_FIELDS, "version"])
        entry.needed, entry.after = bool(items), {"items": len(items)}
        return len(items)


def _say(case, kind, said, entry, read_at_version, *, by, at):
    """Write the step and the item it leads to. `read_at_version` None: whatever is there, this is what holds now."""
    _refuse_ended(case)
    item = ReadinessItem.objects.filter(case=case, kind=kind).first() or ReadinessItem(case=case, kind=kind, version=0)
    at = at or timezone.now()
    wanted = _tidied({**_NOTHING_SAID, **said})
    stood = {name: getattr(item, name) for name in SAID_FIELDS}
    entry.subject = item
    if wanted == stood:
        entry.needed = False
        return item
    if read_at_version is not None and item.version != read_at_version:
        raise EditedMeanwhile
    _check(ItemState(stood["state"]), wanted, today=timezone.localdate(at), longest=case.programme.readiness_hold_days)
    for name, value in wanted.items():
        setattr(item, name, value)
    if item.version == 0:
        item.version = 1
        item.save(force_insert=True)
    else:
        item.save_version(read_at_version=item.version, update_fields=SAID_FIELDS)
    ReadinessStep.objects.create(item=item, recorded_at=at, recorded_by=by, **wanted)
    entry.before, entry.after = {"state": stood["state"]}, {"kind": kind.code, **_for_trail(wanted)}
    return item


def _refuse_ended(case):
    if case.closed_date:
        raise RuleBroken("Support has ended. Reopen the case to change what is ready.")


def _tidied(said: Mapping[str, object]) -> dict[str, object]:
    """Without answers that the state makes meaningless, and without a hold on what is settled."""
    wanted = dict(said)
    for state, names in {
        ItemState.ASKED: ("asked_date", "asked_of"),
        ItemState.IN_PLACE: ("evidence",),
        ItemState.FAILED: ("failed_reason",),
    }.items():
        if wanted["state"] != state:
            wanted |= {name: None if name == "asked_date" else "" for name in names}
    if wanted["state"] in (ItemState.IN_PLACE, ItemState.NOT_NEEDED) or not wanted["hold_reason"]:
        wanted |= {"hold_reason": "", "hold_until": None}
    return wanted


def _check(stood: ItemState, wanted, *, today, longest) -> None:
    state = ItemState(wanted["state"])
    if state != stood and state not in ITEM_MOVES[stood]:
        raise AnswerRefused(f"It cannot go from “{stood.label}” to “{state.label}”.", "state")
    if state == ItemState.ASKED and not wanted["asked_date"]:
        raise AnswerRefused("Say when it was asked for.", "asked_date")
    if state == ItemState.ASKED and wanted["asked_date"] > today:
        raise AnswerRefused("It cannot have been asked for on a day that has not come.", "asked_date")
    if state == ItemState.IN_PLACE and not wanted["evidence"].strip():
        raise AnswerRefused("Say how you know that it is in place.", "evidence")
    if state == ItemState.FAILED and not wanted["failed_reason"]:
        raise AnswerRefused("Say why it did not work.", "failed_reason")
    if wanted["hold_reason"] and not wanted["hold_until"]:
        raise AnswerRefused("Say until when it is on hold.", "hold_until")
    if wanted["hold_until"] and not 0 <= (wanted["hold_until"] - today).days <= longest:
        raise AnswerRefused(f"A hold ends today or later, and within {longest} days.", "hold_until")


def _for_trail(said):
    return {name: "(text)" if name in _UNSAID and value else value for name, value in said.items() if value}
