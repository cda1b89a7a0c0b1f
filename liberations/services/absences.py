"""Who looks after a mentor's people while they are away, at the gate too."""

import datetime as dt
from collections.abc import Sequence

from audit import trail
from audit.enums import Verb
from liberations.moving_on.absences import gates_of
from liberations.services.gate_mentors import pass_gate
from mentoring.models import Absence, AbsenceCover, Case, Mentor
from mentoring.services import absences


def cover(*, absence: Absence, choices: Sequence[tuple[Case, Mentor | None]], by) -> list[AbsenceCover]:
    """Say who covers each of these people, or that nobody does; all or nothing. Whoever covers on the day of a gate that was the
    mentor's meets them there, and is asked."""
    with trail.written("cover", Verb.CHANGED, by=by, subject=absence) as entry:
        covers = absences.cover_cases(absence=absence, choices=choices, by=by)
        moved = _settle_gates(absence, by=by)
        entry.shown = [case.person_id for case, _ in choices]
        entry.needed = trail.joined(entry)
        entry.after |= {"covers": len(covers), "gates": moved}
        return covers


def move_end(*, absence: Absence, until_date: dt.date, read_at_version: int, by) -> Absence:
    """The mentor is back sooner or later; see `move_absence_end`. Gates of days that are theirs again are theirs."""
    with trail.written("move_end", Verb.CHANGED, by=by, subject=absence) as entry:
        changed = absences.move_absence_end(
            absence=absence, until_date=until_date, read_at_version=read_at_version, by=by
        )
        gates = _settle_gates(changed, by=by)
        entry.needed = trail.joined(entry)
        entry.after |= {"gates": gates}
        return changed


def call_off(*, absence: Absence, by) -> Absence:
    """They are not away: nobody covers, and visits and gates are the mentor's again."""
    with trail.written("call_off", Verb.CHANGED, by=by, subject=absence) as entry:
        changed = absences.call_off_absence(absence=absence, by=by)
        gates = _settle_gates(changed, by=by)
        entry.needed = trail.joined(entry)
        entry.after |= {"gates": gates}
        return changed


def _settle_gates(absence: Absence, *, by) -> int:
    """Each gate of the mentor's people that the mentor or a cover of theirs is named for: to whoever covers on its day, else back
    to the mentor. Gates of which somebody else was put in charge are left alone. How many changed."""
    moved = 0
    for gate, covers in gates_of(absence):
        if gate.day is None:
            continue
        in_force = next((each for each in covers if each.holds_on(gate.day)), None)
        wanted = in_force.mentor if in_force else absence.mentor
        if gate.mentor_id != wanted.pk:
            moved += pass_gate(case=gate.case, former=gate.mentor, mentor=wanted, by=by)
    return moved
