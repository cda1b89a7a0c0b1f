"""Cells of an exported file."""

import datetime as dt

# What makes a spreadsheet take text for a formula or a command (ASVS 5.0, 1.2.10).
RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")


def plain_cell(value) -> str:
    """The value as text that no spreadsheet will work out: a risky first character gets an apostrophe before it."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(RISKY_STARTS) else text
