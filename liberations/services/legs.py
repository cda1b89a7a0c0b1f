"""The ways people know: how long it takes from one place to another, by what, for how much. Kept for everybody, or for one day."""

import uuid

from django.db import transaction
from django.db.models import Q

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made, wait_in_line
from liberations.enums import TravelMode
from liberations.first_day.locks import locked_day_plan
from liberations.models import DayPlan, Leg

ENDS = ["from_prison_id", "from_place_id", "from_text", "to_place_id", "to_text"]
# Whoever writes into the library waits for whoever is doing so: a way is known once.
LIBRARY = "the library of ways"
KNOWN_ALREADY = "This way is in the list already, by the same means. Change that one."


def add_leg(
    *,
    mode: TravelMode | str,
    minutes: int,
    by,
    cost_pence: int = 0,
    both_ways: bool = True,
    note: str = "",
    new_id: uuid.UUID | None = None,
    **ends,
) -> Leg:
    """Keep a way for everybody's day (`ends`: names of ENDS). Refuses one that is known by the same means."""
    with trail.written("add_leg", Verb.CREATED, by=by) as entry:
        if made := already_made(Leg, new_id, plan=None):
            entry.needed = False
            return made
        leg = Leg(mode=mode, minutes=minutes, cost_pence=cost_pence, both_ways=both_ways, note=note, **ends)
        _check_ends(leg)
        wait_in_line(LIBRARY)
        if _same_way(leg).exists():
            raise RuleBroken(KNOWN_ALREADY)
        if new_id:
            leg.pk = new_id
        leg.save(force_insert=True)
        entry.subject, entry.after = leg, {"mode": leg.mode, "minutes": leg.minutes, "cost_pence": leg.cost_pence}
        return leg


def edit_leg(*, leg: Leg, read_at_version: int, by, **facts) -> Leg:
    """Change a way in the library; every day that goes by it is worked out with the new figures. Raises EditedMeanwhile."""

    def check(row):
        _check_ends(row)
        if _same_way(row).exists():
            raise RuleBroken(KNOWN_ALREADY)

    with transaction.atomic():
        # First the line, then the row, as `write_way` takes them.
        wait_in_line(LIBRARY)
        return edit_row("edit_leg", leg, read_at_version=read_at_version, values=facts, check=check, by=by)


def remove_leg(*, key: uuid.UUID, by) -> None:
    """Take a way out of the library: it is not there any more, or nobody goes it. One that is gone stays gone."""
    with trail.written("remove_leg", Verb.CHANGED, by=by) as entry:
        leg = Leg.objects.kept().select_for_update(of=("self",)).filter(pk=key).first()
        entry.needed = leg is not None
        if leg:
            entry.subject = leg
            entry.before = {"mode": leg.mode, "minutes": leg.minutes, "cost_pence": leg.cost_pence}
            Leg.objects.filter(pk=key).delete()


def write_way(
    *,
    plan: DayPlan,
    mode: TravelMode | str,
    minutes: int,
    cost_pence: int,
    by,
    both_ways: bool = True,
    note: str = "",
    for_everybody: bool = False,
    **ends,
) -> Leg:
    """How somebody gets from one stop of a day to the next. The same way by the same means is written over.

    `for_everybody` keeps it in the library, where both ends are in our lists; otherwise it holds for this day alone.
    """
    with trail.written("write_way", Verb.CHANGED, by=by, person=plan.case.person) as entry:
        plan = locked_day_plan(plan)
        in_lists = not ends.get("from_text") and not ends.get("to_text")
        facts = {"minutes": minutes, "cost_pence": cost_pence, "both_ways": both_ways, "note": note}
        leg = Leg(plan=None if for_everybody and in_lists else plan, mode=mode, **ends, **facts)
        _check_ends(leg)
        if leg.plan is None:
            wait_in_line(LIBRARY)
        known = _same_way(leg).first()
        entry.after = facts | {"mode": mode}
        if known is None:
            leg.save(force_insert=True)
        else:
            entry.before = {name: getattr(known, name) for name in facts}
            entry.needed = entry.before != facts
            for name, value in facts.items():
                setattr(known, name, value)
            known.version += entry.needed
            known.save()
            leg = known
        entry.subject = leg
        if leg.plan_id is None:
            # What was said for this day alone no longer beats what everybody goes by.
            _same_way(leg, of=plan).delete()
        return leg


def _same_way(leg: Leg, *, of: DayPlan | None = None):
    """The same way by the same means, of the same day or of the library (of another day: `of`)."""
    ends = {name: getattr(leg, name) for name in ENDS}
    return Leg.objects.filter(Q(plan=of or leg.plan), mode=leg.mode, **ends).exclude(pk=leg.pk)


def _check_ends(leg: Leg) -> None:
    if leg.to_place_id is None and not leg.to_text:
        raise RuleBroken("Choose where the way ends.")
    if (leg.from_prison_id, leg.from_place_id, leg.from_text) == (None, None, ""):
        raise RuleBroken("Choose where the way begins.")
    if leg.from_place_id and leg.from_place_id == leg.to_place_id:
        raise RuleBroken("The way begins and ends at the same place. Choose another one for one of the two.")
