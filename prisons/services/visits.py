"""Rooms and times of agencies' visits, as administrators keep them for each prison."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from prisons.models import Prison, VisitRoom, VisitSlot

ROOM_TAKEN = "This prison already has a room of this name. Choose another name."
SLOT_TAKEN = "This prison already has a visiting time that begins then. Change that one instead."


def add_room(*, new_id: UUID, prison: Prison, name: str, is_private: bool, by) -> VisitRoom:
    """Add a room where agencies meet people. Refuses a name in use there; the same `new_id` again gives the one made before."""
    return _add(
        "add_room", VisitRoom, new_id, prison, {"name": name, "is_private": is_private}, taken=ROOM_TAKEN, by=by
    )


def edit_room(*, room: VisitRoom, read_at_version: int, name: str, is_private: bool, by) -> VisitRoom:
    """Change a room read at `read_at_version`. Raises EditedMeanwhile for an old one; refuses a name in use there."""
    values = {"name": name, "is_private": is_private}
    return _edit("edit_room", room, read_at_version, values, taken=ROOM_TAKEN, by=by)


def close_room(*, room: VisitRoom, on: date, by) -> VisitRoom:
    """From `on` the room is not used any more; past visits keep it. Closed already: nothing happens."""
    return _edit("close_room", room, room.version, {"closed_date": room.closed_date or on}, taken=ROOM_TAKEN, by=by)


def reopen_room(*, room: VisitRoom, by) -> VisitRoom:
    """Use the room again. Refuses when another room has its name by now."""
    return _edit("reopen_room", room, room.version, {"closed_date": None}, taken=ROOM_TAKEN, by=by)


def add_slot(*, new_id: UUID, prison: Prison, details: Mapping[str, object], by) -> VisitSlot:
    """Add a visiting time; its day becomes one of the prison's visiting days.

    `details` holds weekday, from_time, until_time and places. Refuses a second one that begins at the same time of the
    week; the same `new_id` again gives the one made before.
    """
    return _add("add_slot", VisitSlot, new_id, prison, dict(details), taken=SLOT_TAKEN, by=by)


def edit_slot(*, slot: VisitSlot, read_at_version: int, details: Mapping[str, object], by) -> VisitSlot:
    """Change a visiting time read at `read_at_version`; the prison's visiting days follow. Refuses as `add_slot` does."""
    return _edit("edit_slot", slot, read_at_version, dict(details), taken=SLOT_TAKEN, by=by)


def close_slot(*, slot: VisitSlot, on: date, by) -> VisitSlot:
    """From `on` there are no visits at this time; with the last time of a day the day goes. Twice is once."""
    return _edit("close_slot", slot, slot.version, {"closed_date": slot.closed_date or on}, taken=SLOT_TAKEN, by=by)


def reopen_slot(*, slot: VisitSlot, by) -> VisitSlot:
    """Take visits at this time again. Refuses when another one begins then by now."""
    return _edit("reopen_slot", slot, slot.version, {"closed_date": None}, taken=SLOT_TAKEN, by=by)


def _add(action, model, new_id, prison, values, *, taken, by):
    try:
        with trail.written(action, Verb.CREATED, by=by) as entry:
            made = already_made(model, new_id, prison_id=prison.pk)
            if made is not None:
                entry.needed = False
                return made
            row = model(pk=new_id, prison=prison, **values)
            row.save(force_insert=True)
            entry.subject, entry.after = row, {**values, "prison": prison}
            _keep_visiting_days(row)
    except IntegrityError as clash:
        raise RuleBroken(taken) from clash
    return row


def _edit(action, row, read_at_version, values, *, taken, by):
    try:
        with transaction.atomic():
            stored = edit_row(action, row, read_at_version=read_at_version, values=values, by=by)
            _keep_visiting_days(stored)
    except IntegrityError as clash:
        raise RuleBroken(taken) from clash
    return stored


def _keep_visiting_days(row):
    """The days of the slots in use are the prison's visiting days: booking and planning again read them there."""
    if not isinstance(row, VisitSlot):
        return
    prison = Prison.objects.select_for_update(of=("self",)).get(pk=row.prison_id)
    days = prison.visit_slots.weekdays()
    if days != sorted(prison.visiting_weekdays):
        prison.visiting_weekdays = days
        prison.save_version(read_at_version=prison.version, update_fields=["visiting_weekdays"])
