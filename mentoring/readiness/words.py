"""What pages say of a thing that has to be in place. Pure."""

from core.templatetags.ui import day
from mentoring.enums.readiness import FailedReason, HoldReason, ItemOwner, ItemState, Standing

# On the sheet the person gets; it says nowhere that they were in prison.
OWNER_TO_PERSON = {
    ItemOwner.PERSON: "you",
    ItemOwner.MENTOR: "your mentor",
    ItemOwner.CUSTODY: "staff where you are",
    ItemOwner.HEALTH: "the nurse",
    ItemOwner.PARTNER: "an agency we work with",
    ItemOwner.FAMILY: "your family",
}


def tag_of(standing: Standing, state: ItemState) -> tuple[str, str]:
    """Kind and label of the status tag."""
    if standing == Standing.SETTLED:
        return "done", state.label
    if standing == Standing.OVERDUE:
        return "at-risk", "Overdue"
    if standing == Standing.ON_HOLD:
        return "paused", "On hold"
    if state == ItemState.FAILED:
        return "at-risk", state.label
    if standing == Standing.DUE:
        return "needs-attention", "Due"
    return "not-started", state.label


def said(item, *, with_hold: bool = True) -> str:
    """What was last said of an item or in a step, in sentences; empty where the state says it all."""
    sentences = []
    if item.state == ItemState.ASKED:
        whom = f": {item.asked_of}" if item.asked_of else ""
        sentences.append(f"Asked on {day(item.asked_date)}{whom}.")
    elif item.state == ItemState.IN_PLACE:
        sentences.append(_ended(item.evidence))
    elif item.state == ItemState.FAILED:
        sentences.append(f"Did not work: {FailedReason(item.failed_reason).label.lower()}.")
    if item.hold_reason and with_hold:
        sentences.append(f"On hold until {day(item.hold_until)}: {_lower(HoldReason(item.hold_reason).label)}.")
    if item.note:
        sentences.append(_ended(item.note))
    return " ".join(sentences)


def _lower(text):
    return text[:1].lower() + text[1:]


def _ended(text):
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
