"""A first draft of how somebody is getting on, for a court, made from facts of the record. Whoever writes it changes every word.

Neither what they are accused of, nor a prison, nor their health, nor a number of the needs stands in it by itself.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from core.templatetags.ui import day


@dataclass(frozen=True, slots=True)
class Progress:
    """What the record says. `called` is how they like to be called; `kept` and `planned` are contacts since support began, up to
    today; `steps` are steps of their plan that they have done, `wins` small wins in their words."""

    called: str
    since: dt.date
    today: dt.date
    kept: int
    planned: int
    last_contact: dt.date | None = None
    steps: Sequence[str] = ()
    wins: Sequence[str] = ()


def draft(progress: Progress) -> str:
    """The draft, a paragraph a fact; facts there are none of are left out."""
    name = progress.called
    paragraphs = [f"We have worked with {name} since {day(progress.since)}. Taking part is {name}’s own choice."]
    if progress.planned:
        paragraphs.append(_contacts(progress))
    if progress.steps:
        paragraphs.append(f"{name} has a plan of their own. Done so far: {_in_a_row(progress.steps)}.")
    if progress.wins:
        paragraphs.append(f"In {name}’s own words: {_in_a_row([f'“{each}”' for each in progress.wins])}.")
    paragraphs.append(f"Support goes on. This is how things stand on {day(progress.today)}.")
    return "\n\n".join(paragraphs)


def _contacts(progress):
    kept = f"kept {progress.kept} of {progress.planned} contacts we had agreed"
    last = f", the last on {day(progress.last_contact)}" if progress.last_contact else ""
    return f"{progress.called} has {kept}{last}."


def _in_a_row(texts):
    return "; ".join(text.rstrip(".") for text in texts)
