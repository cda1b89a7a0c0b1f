"""Whether somebody has a bed for the first night: "a bed, not a letter" (practice.md). Pure."""

from mentoring.enums.readiness import CalledSafe, Lodging
from mentoring.models import FirstNight

# What a bed needs before it counts as in place, in the words the page says are missing.
NEEDED = {
    "address": "the address",
    "confirmed_by": "who confirmed it",
    "confirmed_date": "when it was confirmed",
    "arrive_by": "when to be there",
    "keys": "how they get in",
}


def missing(night: FirstNight | None) -> list[str]:
    """What is still to find out before the bed counts as in place, in words; empty when it is. Without a record: everything."""
    if night is None:
        return ["where they will sleep"]
    if night.lodging == Lodging.NOWHERE:
        return ["somewhere to stay"]
    words = [words for field, words in NEEDED.items() if not getattr(night, field)]
    if night.called_safe == CalledSafe.NO:
        words.append("a place they call safe")
    elif night.called_safe != CalledSafe.YES:
        words.append("whether they call it safe")
    return words


def in_place(night: FirstNight | None) -> bool:
    return not missing(night)
