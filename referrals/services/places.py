"""Places people go to after release, and when they are open."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from itertools import pairwise
from uuid import UUID

from django.db import IntegrityError

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import EditedMeanwhile, RuleBroken
from core.once import already_made
from prisons.enums import Weekday
from referrals.models import OpeningTime, Place
from referrals.opening import OpenTime

TAKEN_MEANWHILE = "Someone else just used this name in this area. Look at the list again."
HOW_OPEN = ("open_always", "open_on_holidays", "eve_until")


def add_place(*, new_id: UUID, details: Mapping[str, object], by) -> Place:
    """Make a place of `details`, its fields but for the opening times. The same `new_id` and name again: the one made before.

    Refuses a name that another place of the area has.
    """
    try:
        with trail.written("add_place", Verb.CREATED, by=by) as entry:
            if made := already_made(Place, new_id, name=details["name"]):
                entry.needed = False
                return made
            place = Place(pk=new_id, **details)
            _refuse_taken_name(place)
            place.save(force_insert=True)
            entry.subject, entry.after = place, dict(details)
    except IntegrityError as clash:
        raise RuleBroken(TAKEN_MEANWHILE) from clash
    return place


def edit_place(*, place: Place, read_at_version: int, details: Mapping[str, object], by) -> Place:
    """Change a place read at `read_at_version`. Raises EditedMeanwhile for an old one; refuses a name taken in the area."""
    try:
        return edit_row(
            "edit_place", place, read_at_version=read_at_version, values=details, check=_refuse_taken_name, by=by
        )
    except IntegrityError as clash:
        raise RuleBroken(TAKEN_MEANWHILE) from clash


def set_opening_times(
    *,
    place: Place,
    read_at_version: int,
    times: Iterable[OpenTime],
    open_always: bool,
    open_on_holidays: bool,
    eve_until: time | None,
    by,
) -> Place:
    """Give a place read at `read_at_version` the opening times of its whole week; those there were go.

    Refuses times of a day that overlap or end before they begin. What is on record already changes nothing; otherwise
    raises EditedMeanwhile for a place that is no longer at that version.
    """
    week = sorted(times, key=lambda each: (each.weekday, each.from_time))
    _refuse_impossible(week)
    how = {"open_always": open_always, "open_on_holidays": open_on_holidays, "eve_until": eve_until}
    with trail.written("set_opening_times", Verb.CHANGED, by=by, subject=place) as entry:
        stored = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
        entry.before, entry.after = _as_kept(stored), {**how, "times": _in_words(week)}
        if entry.before == entry.after:
            entry.needed = False
            return stored
        if stored.version != read_at_version:
            raise EditedMeanwhile
        for name, value in how.items():
            setattr(stored, name, value)
        stored.save_version(read_at_version=read_at_version, update_fields=HOW_OPEN)
        stored.opening_times.all().delete()
        OpeningTime.objects.bulk_create(
            OpeningTime(place=stored, weekday=each.weekday, from_time=each.from_time, until_time=each.until_time)
            for each in week
        )
    return stored


def close_place(*, place: Place, closed_date: date, by) -> Place:
    """From `closed_date` on nobody is sent there. Plans made before keep it."""
    if place.closed_date not in (None, closed_date):
        raise RuleBroken(f"{place.name} already has a closing day. Reopen it first to change the day.")
    return edit_row("close_place", place, read_at_version=place.version, values={"closed_date": closed_date}, by=by)


def reopen_place(*, place: Place, by) -> Place:
    """Take the closing day away; without one nothing happens."""
    return edit_row("reopen_place", place, read_at_version=place.version, values={"closed_date": None}, by=by)


def _refuse_taken_name(place):
    others = Place.objects.exclude(pk=place.pk).filter(area=place.area_id, name__iexact=place.name)
    if others.exists():
        raise RuleBroken("There is already a place of this name in this area. Look for it in the list.")


def _refuse_impossible(week):
    for each in week:
        if each.until_time <= each.from_time:
            raise RuleBroken(f"On {Weekday(each.weekday).label} it closes before it opens.")
    for one, following in pairwise(week):
        if one.weekday == following.weekday and following.from_time < one.until_time:
            raise RuleBroken(f"Two of the times of {Weekday(one.weekday).label} overlap.")


def _as_kept(place):
    times = [OpenTime(each.weekday, each.from_time, each.until_time) for each in place.opening_times.all()]
    return {**{name: getattr(place, name) for name in HOW_OPEN}, "times": _in_words(times)}


def _in_words(times):
    return [f"{each.weekday} {each.from_time:%H:%M}-{each.until_time:%H:%M}" for each in times]
