"""What somebody does on the day of release: stops written into the plan, put in order, taken out and put back."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from liberations.enums import AppointmentKind
from liberations.first_day.locks import liberation_day_of, locked_day_plan
from liberations.models import Appointment, DayPlan

STOP_FIELDS = [
    "kind",
    "title",
    "place",
    "place_text",
    "with_whom",
    "bring",
    "start_time",
    "minutes",
    "grace_minutes",
    "fixed",
    "mandatory",
    "by_phone",
    "phone",
    "travel_by",
]
# More than any day holds; nobody can read them on one sheet either.
MOST_STOPS = 20
# Of these the trail keeps that they changed, not what they say.
UNSAID = ["title", "place_text", "with_whom", "bring", "phone"]


def add_appointment(*, plan: DayPlan, by, new_id: uuid.UUID | None = None, **facts) -> Appointment:
    """Write a stop into the day (`facts`: names of STOP_FIELDS). One with a time stands before those that begin later.

    At a fixed time it counts as booked for the liberation day as it is known now.
    """
    with trail.written("add_appointment", Verb.CREATED, by=by, person=plan.case.person) as entry:
        if made := already_made(Appointment, new_id, plan=plan):
            entry.needed = False
            return made
        plan = locked_day_plan(plan)
        stop = Appointment(plan=plan, number=0, booked_date=_booked(plan, facts["fixed"]), **facts)
        if new_id:
            stop.pk = new_id
        _check(stop)
        standing = list(plan.appointments.standing())
        _check_room(standing)
        standing.insert(_where(stop, standing), stop)
        stop.number = standing.index(stop)
        stop.save(force_insert=True)
        _number(standing)
        entry.subject, entry.after = stop, {"kind": stop.kind, "start_time": stop.start_time}
        return stop


def edit_appointment(*, appointment: Appointment, read_at_version: int, by, **facts) -> Appointment:
    """Change a stop. At another fixed time it is booked for the liberation day as it is known now. Raises EditedMeanwhile."""
    with transaction.atomic():
        plan = locked_day_plan(appointment.plan)
        stored = Appointment.objects.get(pk=appointment.pk)
        same_time = (stored.fixed, stored.start_time) == (facts["fixed"], facts["start_time"])
        booked = stored.booked_date if same_time else _booked(plan, facts["fixed"])
        return edit_row(
            "edit_appointment",
            appointment,
            read_at_version=read_at_version,
            values=facts | {"booked_date": booked},
            unsaid=UNSAID,
            check=_check,
            person=plan.case.person,
            by=by,
        )


def shift_appointment(*, appointment: Appointment, to: int, by) -> Appointment:
    """Give a stop another place in the order of the day, counted from 0; beyond the end is the end."""
    with trail.written(
        "shift_appointment", Verb.CHANGED, by=by, subject=appointment, person=appointment.plan.case.person
    ) as entry:
        plan = locked_day_plan(appointment.plan)
        standing = list(plan.appointments.standing())
        if appointment not in standing:
            raise RuleBroken("This was taken out of the plan. Put it back first.")
        was = standing.index(appointment)
        stop = standing.pop(was)
        standing.insert(max(0, to), stop)
        entry.before, entry.after = {"number": was}, {"number": standing.index(stop)}
        entry.needed = entry.before != entry.after
        _number(standing)
        return stop


def take_out_appointment(*, appointment: Appointment, by) -> Appointment:
    """It is not done that day. It can be put back."""
    with trail.written(
        "take_out_appointment", Verb.CHANGED, by=by, subject=appointment, person=appointment.plan.case.person
    ) as entry:
        locked_day_plan(appointment.plan)
        stop = Appointment.objects.get(pk=appointment.pk)
        entry.needed, entry.after = stop.removed_at is None, {"kind": stop.kind}
        if entry.needed:
            stop.removed_at, stop.removed_by = timezone.now(), by
            stop.save(update_fields=["removed_at", "removed_by"])
        return stop


def put_back_appointment(*, appointment: Appointment, by) -> Appointment:
    """It is done that day after all, where it stood in the order."""
    with trail.written(
        "put_back_appointment", Verb.CHANGED, by=by, subject=appointment, person=appointment.plan.case.person
    ) as entry:
        plan = locked_day_plan(appointment.plan)
        stop = Appointment.objects.get(pk=appointment.pk)
        entry.needed, entry.after = stop.removed_at is not None, {"kind": stop.kind}
        if entry.needed:
            standing = list(plan.appointments.standing())
            _check_room(standing)
            standing.insert(stop.number, stop)
            stop.removed_at = stop.removed_by = None
            stop.save(update_fields=["removed_at", "removed_by"])
            _number(standing)
        return stop


def rebook_appointment(*, appointment: Appointment, by) -> Appointment:
    """The office has given it for the liberation day as it is known now, at the same time."""
    with trail.written(
        "rebook_appointment", Verb.CHANGED, by=by, subject=appointment, person=appointment.plan.case.person
    ) as entry:
        plan = locked_day_plan(appointment.plan)
        stop = Appointment.objects.get(pk=appointment.pk)
        day = liberation_day_of(plan)
        if not stop.fixed:
            raise RuleBroken("This has no fixed time, so it needs no booking.")
        if day is None:
            raise RuleBroken("The liberation day is not known yet. Book it when it is.")
        entry.needed = stop.booked_date != day
        entry.before, entry.after = {"booked_date": stop.booked_date}, {"booked_date": day}
        if entry.needed:
            stop.booked_date = day
            stop.version += 1
            stop.save(update_fields=["booked_date", "version"])
        return stop


def _booked(plan, fixed):
    return liberation_day_of(plan) if fixed else None


def _where(stop: Appointment, standing: Sequence[Appointment]) -> int:
    """Before the first that begins later; without a time at the end, but before the bed for the night."""
    if stop.start_time:
        later = (at for at, each in enumerate(standing) if each.start_time and each.start_time > stop.start_time)
        found = next(later, None)
        if found is not None:
            return found
    ends_in_bed = bool(standing) and standing[-1].kind == AppointmentKind.BED and stop.kind != AppointmentKind.BED
    return len(standing) - ends_in_bed


def _number(standing: Sequence[Appointment]) -> None:
    moved = [stop for at, stop in enumerate(standing) if stop.number != at]
    for at, stop in enumerate(standing):
        stop.number = at
    Appointment.objects.bulk_update(moved, ["number"])


def _check_room(standing: Sequence[Appointment]) -> None:
    if len(standing) >= MOST_STOPS:
        raise RuleBroken(f"No day holds more than {MOST_STOPS} stops. Take something out first.")


def _check(stop: Appointment) -> None:
    if stop.fixed and stop.start_time is None:
        raise RuleBroken("Enter the time somebody expects them, or say that they can go whenever they get there.")
    if not stop.by_phone and stop.place is None and not stop.place_text:
        raise RuleBroken("Choose where it is, or write it down in words.")
    if stop.place_id and stop.place_text:
        raise RuleBroken("Choose a place from the list or write one down in words, not both.")
