"""What follows when they were not met: where somebody goes on from there. Pure."""

import dataclasses

from liberations.enums import NotMetReason


@dataclasses.dataclass(frozen=True, slots=True)
class NextStep:
    """A link to the page where it is done: the name of its address, and whether that is about the case or the person."""

    words: str
    label: str
    page: str
    about: str = "case"


_BED = NextStep("They are out. Have they a bed tonight?", "Say where they sleep", "liberations:bed")
_DATE = NextStep(
    "Ask the prison for the day that counts now. Everything that hangs on it is planned again.",
    "Record what they say",
    "liberations:release_date",
    "person",
)
_MOVED = NextStep(
    "Record the prison they are in now: visits, the gate and who goes there are planned again.",
    "Record the move",
    "liberations:transfer",
    "person",
)
_WAIT = NextStep("Still expected today. When they come out, press “They are out” here.", "", "")
_STEPS = {
    NotMetReason.MOVED: (_MOVED, _DATE),
    NotMetReason.NOT_RELEASED: (_DATE,),
    NotMetReason.ARRESTED: (_DATE,),
    NotMetReason.RELEASED_LATE: (_WAIT,),
}


def next_steps(reason: NotMetReason | str) -> tuple[NextStep, ...]:
    """What to do now that they were not met for this reason; for every reason with which they are out, about the night."""
    return _STEPS.get(reason, (_BED,)) if reason else ()
