"""The three questions of the first 48 hours: out? bed tonight? spoken next day?"""

import datetime as dt
from dataclasses import dataclass

from core.templatetags.ui import day
from liberations.enums import BedTonight, GateState
from liberations.models import FollowUp
from liberations.selectors import gate_of
from mentoring.models import Case

# How long the panel of the first 48 hours stays in sight: a window of the record, no decision of a programme.
FIRST_DAYS_SHOWN = 28


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the three questions of the first 48 hours."""

    question: str
    kind: str
    label: str
    text: str
    what: str
    action: str


def first_48_hours(case: Case, steps: list[FollowUp], today: dt.date) -> list[Answer]:
    """Out? Bed tonight? Spoken next day? Empty while inside, and when it is long over. No query."""
    released = case.episode.released_date
    if released is None or today > released + dt.timedelta(days=FIRST_DAYS_SHOWN) or case.closed_date:
        return []
    gate = gate_of(case)
    return [_out(case, gate), _bed(gate), _spoken(case, steps, today)]


def _out(case, gate):
    how = case.episode.get_released_how_display().lower()
    text = f"Released {how} on {day(case.episode.released_date)}."
    if gate and gate.state == GateState.MET:
        text += " Met at the gate."
    elif gate and gate.state == GateState.NOT_MET:
        text += f" Not met: {gate.get_not_met_reason_display().lower()}."
    return Answer("Out?", "done", "Out", text, "gate", "Open the gate card")


def _bed(gate):
    bed = gate.bed_tonight if gate else BedTonight.NOT_ASKED
    note = gate.bed_note if gate else ""
    kind, label = {
        BedTonight.SAFE: ("done", "Yes, safe"),
        BedTonight.UNSAFE: ("needs-attention", "Not safe"),
        BedTonight.NOWHERE: ("at-risk", "Nowhere yet"),
    }.get(bed, ("not-started", "Not asked yet"))
    text = note or BedTonight(bed).label + "."
    return Answer("Bed tonight?", kind, label, text, "bed", "Change" if bed != BedTonight.NOT_ASKED else "Ask")


def _spoken(case, steps, today):
    first = steps[0] if steps else None
    if case.spoken_date:
        return Answer("Spoken next day?", "done", "Spoken", f"On {day(case.spoken_date)}.", "log", "Log a contact")
    if first and first.due_date < today:
        text = f"Was due by {day(first.due_date)}."
        return Answer("Spoken next day?", "at-risk", "Not yet", text, "log", "Log a contact")
    text = f"Due by {day(first.due_date)}." if first else "No contact logged since release."
    return Answer("Spoken next day?", "needs-attention", "Not yet", text, "log", "Log a contact")
