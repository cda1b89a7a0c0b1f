"""Whether a gate can be gone to as it is planned. Pure: facts in, words out."""

from liberations.enums import NOT_ANSWERED, GateDecision
from liberations.models import GateLiberation

OFFER = "what they say to being met"


def still_missing(gate: GateLiberation | None, *, in_twos: bool, threatened: bool, prison=None) -> list[str]:
    """What the plan still needs, in words that may stand on paper; empty when it is complete, or when they do not want to be met.

    `in_twos`: an alert in force says that staff meet them in twos. `threatened`: one tells of somebody who may do them harm,
    so that another door or time is agreed with the prison (practice.md, risks to people). `prison` is the prison they leave:
    what it says for every gate need not be said again.
    """
    if gate is None or gate.decision in NOT_ANSWERED:
        return [OFFER]
    if gate.decision == GateDecision.DECLINED:
        return []
    needed = [
        (gate.mentor_id is None, "who meets them"),
        (in_twos and gate.second_id is None, "a second member of staff"),
        (gate.meet_time is None, "the time"),
        (threatened and not gate.other_door, "another door or time"),
        (not (gate.meeting_point or gate.other_door or (prison and prison.gate_arrangements)), "where to stand"),
        (not (gate.fallback_phone or (prison and prison.gate_phone)), "a phone if nobody comes out"),
        (not (gate.if_nobody or (prison and prison.if_nobody)), "what to do if nobody comes out"),
    ]
    return [words for missing, words in needed if missing]
