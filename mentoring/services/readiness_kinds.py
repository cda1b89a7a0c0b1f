"""What a programme wants in place before the gate, as its administrators keep it."""

import uuid
from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.text import slugify

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made, one_at_a_time
from mentoring.models import ReadinessKind
from mentoring.readiness.standard_list import FIRST_NIGHT, STANDARD_LIST
from referrals.models import Programme

TAKEN = "This programme already has an item of this name. Choose another name, or bring the other one back."
LONGEST_CODE = 40
# What an administrator types.
KIND_FIELDS = ("name", "about", "lead_days", "owner", "leads", "on_sheet")


def start_standard_list(*, programme: Programme, by) -> list[ReadinessKind]:
    """Give a programme that has never had a list the standard one. One that has, or had, a list keeps it."""
    if programme.readiness_kinds.exists():
        return []
    with trail.written("start_standard_list", Verb.CREATED, by=by, subject=programme) as entry:
        # Two who sign somebody up at once would not see each other's list.
        one_at_a_time(programme.pk)
        if programme.readiness_kinds.exists():
            entry.needed = False
            return []
        kinds = ReadinessKind.objects.bulk_create(
            ReadinessKind(
                programme=programme,
                code=kind.code,
                name=kind.name,
                about=kind.about,
                lead_days=kind.lead_days,
                owner=kind.owner,
                leads=kind.leads,
                on_sheet=kind.on_sheet,
                position=position,
            )
            for position, kind in enumerate(STANDARD_LIST, start=1)
        )
        entry.after = {"items": len(kinds)}
        return kinds


def add_kind(*, new_id: uuid.UUID, programme: Programme, details: Mapping[str, object], by) -> ReadinessKind:
    """Add an item at the end of a programme's list. From then on every open case of the programme is asked about it.

    `details` holds the KIND_FIELDS. Refuses a name in use there; the same `new_id` again gives the one made before.
    """
    try:
        with trail.written("add_readiness_kind", Verb.CREATED, by=by) as entry:
            if made := already_made(ReadinessKind, new_id, programme_id=programme.pk):
                entry.needed = False
                return made
            one_at_a_time(programme.pk)
            last = programme.readiness_kinds.aggregate(last=Max("position"))["last"] or 0
            code = _code(programme, details["name"])
            kind = ReadinessKind(pk=new_id, programme=programme, code=code, position=last + 1, **details)
            kind.save(force_insert=True)
            entry.subject, entry.after = kind, {**details, "programme": programme}
    except IntegrityError as clash:
        raise RuleBroken(TAKEN) from clash
    return kind


def edit_kind(*, kind: ReadinessKind, read_at_version: int, details: Mapping[str, object], by) -> ReadinessKind:
    """Change an item read at `read_at_version`; what is due, and when, follows at once. Raises EditedMeanwhile for an old one."""
    return _edit("edit_readiness_kind", kind, read_at_version, details, by=by)


def close_kind(*, kind: ReadinessKind, on: date, by) -> ReadinessKind:
    """From `on` nobody is asked about it; what was said of it stays on record. Twice is once.

    Refuses the bed for the first night: it is what makes the gate required.
    """
    if kind.code == FIRST_NIGHT:
        raise RuleBroken("A bed for the first night stays on every list. You can give it another name.")
    return _edit("close_readiness_kind", kind, kind.version, {"closed_date": kind.closed_date or on}, by=by)


def reopen_kind(*, kind: ReadinessKind, by) -> ReadinessKind:
    """Ask about it again. Refuses when another item has its name by now."""
    return _edit("reopen_readiness_kind", kind, kind.version, {"closed_date": None}, by=by)


def move_kind(*, kind: ReadinessKind, from_position: int, up: bool, by) -> ReadinessKind:
    """Change places with the item in use before it, or after it. Nothing happens when it no longer is at `from_position`."""
    with trail.written("move_readiness_kind", Verb.CHANGED, by=by, subject=kind) as entry:
        one_at_a_time(kind.programme_id)
        kind = ReadinessKind.objects.select_for_update(of=("self",)).get(pk=kind.pk)
        in_use = ReadinessKind.objects.filter(programme=kind.programme_id, closed_date=None)
        if up:
            other = in_use.filter(position__lt=kind.position).order_by("-position").first()
        else:
            other = in_use.filter(position__gt=kind.position).order_by("position").first()
        if other is None or kind.position != from_position:
            entry.needed = False
            return kind
        entry.before, entry.after = {"position": kind.position}, {"position": other.position}
        kind.position, other.position = other.position, kind.position
        ReadinessKind.objects.bulk_update([kind, other], ["position"])
        return kind


def _edit(action, kind, read_at_version, values, *, by):
    try:
        with transaction.atomic():
            return edit_row(action, kind, read_at_version=read_at_version, values=values, by=by)
    except IntegrityError as clash:
        raise RuleBroken(TAKEN) from clash


def _code(programme, name):
    """A code nobody else on the list has, from the name it starts with."""
    stem = slugify(name)[: LONGEST_CODE - 4] or "item"
    taken = set(programme.readiness_kinds.values_list("code", flat=True))
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if code not in taken)
