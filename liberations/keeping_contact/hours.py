"""The first 48 hours by the hour: what is due when, who sees to it, and what is done. Pure: facts in, hours out, no query.

The hours are the programme's (referrals.models.ContactRules). A step without an hour is not one of this programme.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from core.templatetags.ui import clock, day
from liberations.enums import BedTonight, GateState
from liberations.keeping_contact.enums import SAID_STEPS, FirstStep, HourState, StepAnswer
from liberations.models import GateLiberation
from mentoring.enums.meetings import Channel
from referrals.models import Programme

# How many days after the day of release the first hours last (domain.md section 3.5: D, D+1, D+2).
LAST_DAY = 2
# The programme's question for each step, and on which day after release it is due.
_DUE = {
    FirstStep.PRESCRIPTION: ("prescription_by", 0),
    FirstStep.BED: ("bed_by", 0),
    FirstStep.EVENING: ("evening_call_by", 0),
    FirstStep.MORNING: ("morning_call_by", 1),
    FirstStep.BENEFITS: ("benefits_by", 1),
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A two-way contact since the day of release; `at_time` is None where nobody wrote it down."""

    on_date: dt.date
    at_time: dt.time | None
    channel: str


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of a step (liberations.FirstHourAnswer), by the row's key."""

    answer: str
    note: str
    at: dt.datetime
    by: str
    key: uuid.UUID


@dataclass(frozen=True, slots=True)
class FirstHours:
    """What the hours are worked out from. `released_date` is the day they came out; `mentor` the name of the lead mentor."""

    released_date: dt.date
    gate: GateLiberation | None
    contacts: Sequence[Spoken]
    answers: Mapping[str, Said]
    mentor: str = ""


@dataclass(frozen=True, slots=True)
class Hour:
    """One step: when it is due, how it stands, in words, and who sees to it."""

    step: FirstStep
    due_at: dt.datetime
    state: HourState
    text: str
    who: str
    said: Said | None = None

    @property
    def is_open(self):
        return self.state not in (HourState.DONE, HourState.NOT_NEEDED)

    @property
    def may_be_said(self):
        """Whether somebody says how it stands; the others are worked out."""
        return self.step in SAID_STEPS


def hours(facts: FirstHours, rules: Programme, now: dt.datetime) -> list[Hour]:
    """The steps in the order in which they fall due. `now` is a moment; days and hours are those of Europe/London."""
    found = [_out(facts)]
    for step, (setting, after) in _DUE.items():
        by: dt.time | None = getattr(rules, setting)
        if by is None:
            continue
        due_at = timezone.make_aware(dt.datetime.combine(facts.released_date + dt.timedelta(days=after), by))
        text, state = _SAID[step](facts)
        found.append(
            Hour(
                step=step,
                due_at=due_at,
                state=state or _by_the_clock(due_at, now),
                text=text or f"By {clock(by)} on {day(due_at.date())}.",
                who=facts.mentor,
                said=facts.answers.get(step),
            )
        )
    return sorted(found, key=lambda hour: hour.due_at)


def _out(facts):
    gate = facts.gate
    out_at = gate.out_at if gate and gate.out_at else None
    at = out_at or timezone.make_aware(dt.datetime.combine(facts.released_date, dt.time.min))
    text = f"Out at {clock(timezone.localtime(out_at).time())}." if out_at else f"Out on {day(facts.released_date)}."
    if gate and gate.state == GateState.MET:
        text += " Met at the gate."
    elif gate and gate.state == GateState.NOT_MET:
        text += f" Not met: {gate.get_not_met_reason_display().lower()}."
    who = gate.mentor.user.name if gate and gate.mentor else facts.mentor
    return Hour(FirstStep.OUT, at, HourState.DONE, text, who)


def _bed(facts):
    bed = facts.gate.bed_tonight if facts.gate else BedTonight.NOT_ASKED
    if bed == BedTonight.NOT_ASKED:
        return "", None
    text = facts.gate.bed_note or f"{BedTonight(bed).label}."
    return text, HourState.DONE if bed == BedTonight.SAFE else None


def _evening(facts):
    return _spoken([each for each in facts.contacts if each.channel != Channel.GATE])


def _morning(facts):
    return _spoken([each for each in facts.contacts if each.on_date > facts.released_date])


def _spoken(contacts):
    """The earliest of these settles it, also when it came later than it should: then there is nothing more to do."""
    first = min(contacts, key=lambda each: (each.on_date, each.at_time or dt.time.max), default=None)
    if first is None:
        return "", None
    at = f" at {clock(first.at_time)}" if first.at_time else ""
    return f"Spoken on {day(first.on_date)}{at}.", HourState.DONE


def _said_of(step):
    def said(facts):
        row = facts.answers.get(step)
        if row is None:
            return "", None
        text = row.note or f"{StepAnswer(row.answer).label}."
        return text, {StepAnswer.DONE: HourState.DONE, StepAnswer.NOT_NEEDED: HourState.NOT_NEEDED}.get(row.answer)

    return said


_SAID = {
    FirstStep.PRESCRIPTION: _said_of(FirstStep.PRESCRIPTION),
    FirstStep.BED: _bed,
    FirstStep.EVENING: _evening,
    FirstStep.MORNING: _morning,
    FirstStep.BENEFITS: _said_of(FirstStep.BENEFITS),
}


def _by_the_clock(due_at, now):
    if due_at < now:
        return HourState.OVERDUE
    return HourState.DUE if timezone.localdate(due_at) == timezone.localdate(now) else HourState.LATER
