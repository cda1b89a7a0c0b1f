"""The steps of looking for somebody: what is to be done by when, by whom, and what has been done. Pure: facts in, steps out.

The days are the programme's (referrals.models.ContactRules), counted from the day contact counts as lost.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list

from liberations.keeping_contact.enums import SAID_RUNGS, Rung, RungAnswer, RungState
from liberations.models import LostContact, LostContactStep
from mentoring.enums.meetings import Channel
from referrals.models import Programme

_AFTER = {
    Rung.CHANNELS: "lost_channels_days",
    Rung.PARTNERS: "lost_partners_days",
    Rung.EMERGENCY: "lost_emergency_days",
    Rung.MANAGER: "lost_manager_days",
    Rung.WELFARE: "lost_welfare_days",
}


@dataclass(frozen=True, slots=True)
class Try:
    """An attempt that nobody answered."""

    on_date: dt.date
    channel: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the ladder; `said` is what somebody said of it, None where it is worked out or open."""

    rung: Rung
    due_date: dt.date
    state: RungState
    text: str
    said: LostContactStep | None = None

    @property
    def is_open(self):
        return self.state not in (RungState.DONE, RungState.NOT_POSSIBLE)

    @property
    def may_be_said(self):
        """Whether somebody says what came of it; the others are worked out."""
        return self.rung in SAID_RUNGS


def steps(
    lost: LostContact,
    rules: Programme,
    *,
    tries: Sequence[Try],
    said: Mapping[str, LostContactStep],
    may_ask: int,
    today: dt.date,
) -> list[Step]:
    """The programme's steps in their order of days. `tries` are those since anybody spoke with them, `may_ask` how many people
    they agreed we may ask."""
    found = [_step(Rung.TRY, lost.began_date, *_tried(tries, rules), said, today)]
    for rung, setting in _AFTER.items():
        after: int | None = getattr(rules, setting)
        if after is None:
            continue
        due_date = lost.began_date + dt.timedelta(days=after)
        if rung == Rung.CHANNELS:
            text, state = _ways(tries, rules)
        elif rung == Rung.EMERGENCY and not may_ask and rung not in said:
            text, state = "They named nobody, or do not agree that we ask.", RungState.NOT_POSSIBLE
        else:
            text, state = "", None
        found.append(_step(rung, due_date, text, state, said, today))
    return sorted(found, key=lambda step: step.due_date)


def next_step(found: Sequence[Step]) -> Step | None:
    """What comes next: the first that is open."""
    return next((step for step in found if step.is_open), None)


def _step(rung, due_date, text, state, said, today):
    row = said.get(rung)
    if row:
        state = RungState.DONE if row.answer == RungAnswer.DONE else RungState.NOT_POSSIBLE
        text = row.note
    elif state is None:
        late, now = due_date < today, due_date == today
        state = RungState.OVERDUE if late else RungState.DUE if now else RungState.LATER
    return Step(rung, due_date, state, text, row)


def _tried(tries, rules):
    days, wanted = len({each.on_date for each in tries}), rules.lost_tries or rules.lost_tried_days
    text = f"Tried on {days} of {wanted} days." if days < wanted else f"Tried on {days} days."
    return text, RungState.DONE if days >= wanted else None


def _ways(tries, rules):
    ways = list(dict.fromkeys(each.channel for each in tries))
    if not ways:
        return "", None
    text = f"Tried so far: {get_text_list([Channel(way).label.lower() for way in ways], 'and')}."
    return text, RungState.DONE if len(ways) >= rules.lost_ways else None
