"""The places that partner agencies hold for a team: added, changed, closed and opened again by administrators."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import IntegrityError
from django.utils import timezone

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from mentoring.models import HeldPlace

PLACE_FIELDS = ("service", "team", "name", "kind", "area", "address", "notes")
TAKEN_NAME = "This service has an open place of this name already. Choose another name."


def add_held_place(*, details: Mapping[str, object], by, new_id: uuid.UUID | None = None) -> HeldPlace:
    """A place a service holds for a team; `details` are PLACE_FIELDS. Refuses a second open one of the same name."""
    try:
        with trail.written("add_held_place", Verb.CREATED, by=by) as entry:
            if made := already_made(HeldPlace, new_id, service=details["service"], name=details["name"]):
                entry.needed = False
                return made
            place = HeldPlace(pk=new_id or uuid.uuid4(), **details)
            _check_name(place)
            place.save(force_insert=True)
            entry.subject, entry.after = place, dict(details)
            return place
    except IntegrityError as clash:
        raise RuleBroken(TAKEN_NAME) from clash


def edit_held_place(*, place: HeldPlace, details: Mapping[str, object], read_at_version: int, by) -> HeldPlace:
    """Change what is known of it. It goes to another team only while nobody has it. Raises EditedMeanwhile for an old version."""
    try:
        return edit_row(
            "edit_held_place", place, read_at_version=read_at_version, values=details, check=_check_edited, by=by
        )
    except IntegrityError as clash:
        raise RuleBroken(TAKEN_NAME) from clash


def close_held_place(*, place: HeldPlace, by, on: dt.date | None = None) -> HeldPlace:
    """The partner no longer holds it for us, from a day on (today). Refuses while somebody has it or was offered it."""
    with trail.written("close_held_place", Verb.CHANGED, by=by, subject=place) as entry:
        place = _locked(place)
        if place.closed_date:
            entry.needed = False
            return place
        if place.stays.running().exists():
            raise RuleBroken("Somebody has this place or was offered it. It can be closed once it is free.")
        return _set_closed(place, on or timezone.localdate(), entry)


def reopen_held_place(*, place: HeldPlace, by) -> HeldPlace:
    """It is held for us again. Refuses where the service has another open place of this name by now."""
    with trail.written("reopen_held_place", Verb.CHANGED, by=by, subject=place) as entry:
        place = _locked(place)
        if place.closed_date is None:
            entry.needed = False
            return place
        _check_name(place)
        return _set_closed(place, None, entry)


def _set_closed(place, day, entry):
    entry.before, entry.after = {"closed_date": place.closed_date}, {"closed_date": day}
    place.closed_date = day
    place.save_version(read_at_version=place.version, update_fields=["closed_date"])
    return place


def _locked(place):
    return HeldPlace.objects.select_for_update(of=("self",)).get(pk=place.pk)


def _check_edited(place):
    _check_name(place)
    was_of = HeldPlace.objects.values_list("team", flat=True).get(pk=place.pk)
    if place.team_id != was_of and place.stays.running().exists():
        raise RuleBroken("Somebody has this place or was offered it. It can go to another team once it is free.")


def _check_name(place):
    others = HeldPlace.objects.filter(service=place.service, name=place.name, closed_date=None).exclude(pk=place.pk)
    if place.closed_date is None and others.exists():
        raise RuleBroken(TAKEN_NAME)
