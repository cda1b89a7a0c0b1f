"""What a button or a link brings back of the page it stands on, so that nothing is done that was not looked at."""

import uuid

LONGEST_NUMBER = 9


def shown_number(text: str) -> int:
    """The number of a version as a form sends it; 0, which no version has, for anything else. int() takes no thousands of digits."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else 0


def shown_key(text: str | None) -> uuid.UUID | None:
    """The key of a row as a hidden box or an address sends it; None for anything else."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
