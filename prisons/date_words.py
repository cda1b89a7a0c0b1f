"""Why the liberation day is the day it is, in a sentence."""

import datetime as dt

from prisons.enums import SET_KINDS, DateKind, DateSource
from prisons.liberation_rules import spell_day

# Dates that are set by somebody, not worked out of a sentence.
SET_BY = {
    DateKind.HDC: "The day home detention curfew begins",
    DateKind.PAROLE: "The day set by the Parole Board",
    DateKind.COURT: "The day set by the court",
    DateKind.EMERGENCY: "The day set under an early release scheme",
}


def why(
    *,
    kind: DateKind | str,
    source: DateSource | str,
    stated_date: dt.date | None,
    worked_out_date: dt.date | None,
    reason: str,
) -> str:
    """The sentence for a row of the ledger, shown wherever the day is; empty while no day is known."""
    told_by = DateSource(source).label.lower()
    if kind in SET_KINDS:
        return f"{SET_BY[kind]} ({told_by}). Nothing is worked out." if stated_date else ""
    if stated_date is None:
        return reason
    if stated_date == worked_out_date and reason:
        return f"{reason} The prison says the same."
    if worked_out_date:
        return f"The day the prison stated ({told_by}). It counts before ours, {spell_day(worked_out_date)}: {reason}"
    return f"The day the prison stated ({told_by})."
