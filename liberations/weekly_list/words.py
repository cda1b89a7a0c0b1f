"""The words of a preview, the same on the page, in the exported file and in the command."""

import datetime as dt
from collections.abc import Sequence

from django.utils.text import get_text_list

from core.templatetags.ui import day
from liberations.enums import DATE_CHANGES, RowDecision, RowDifference
from liberations.models import ListRow
from liberations.weekly_list.previewing import KINDS, OTHERS, Counts, Support, told_of

# What applying does, for one and for several.
DOES = {
    RowDifference.NEW_PERSON: ("takes one new person onto the record", "takes {n} new people onto the record"),
    RowDifference.RETURNER: (
        "records that one person is back in custody",
        "records that {n} people are back in custody",
    ),
    RowDifference.BROUGHT_FORWARD: ("brings one date forward", "brings {n} dates forward"),
    RowDifference.PUT_BACK: ("puts one date back", "puts {n} dates back"),
    RowDifference.NEW_DATE: ("records one date that was not known", "records {n} dates that were not known"),
    RowDifference.TRANSFER: ("moves one person to this prison", "moves {n} people to this prison"),
    RowDifference.SAME: (
        "adds a referral or a prison number to one record",
        "adds referrals or prison numbers to {n} records",
    ),
    OTHERS: (
        "keeps one record that others work with in step with the list",
        "keeps {n} records that others work with in step with the list",
    ),
}
HIDDEN = (
    "Others work with this person, so what is on record is not shown here. Applying keeps it in step with the list."
)
HIDDEN_DOUBT = "Others work with this person. What is on record speaks against this row: ask the prison."
NOT_LISTED = (
    "Expected in this prison by the dates of this list. They may be released or moved, the date may have moved, or the list "
    "left them out by mistake: ask the prison. Nothing is changed."
)
STILL_LISTED = (
    "Recorded as released. The list may be older than that, or the release was recorded by mistake. Nothing is changed."
)


def what_will_happen(counts: Counts) -> str:
    """One sentence on what applying does; empty when it does nothing."""
    parts = [_count(DOES[kind], counts.changes[kind]) for kind in DOES if counts.changes.get(kind)]
    return f"Applying this list {get_text_list(parts, 'and')}." if parts else ""


def what_will_not(counts: Counts) -> str:
    """One sentence on the rows that applying passes over; empty when there are none."""
    parts = []
    if counts.undecided:
        parts.append(_count(("one row waits for a decision", "{n} rows wait for a decision"), counts.undecided))
    if counts.left_out:
        parts.append(_count(("one is left out", "{n} are left out"), counts.left_out))
    if counts.kinds.get(RowDifference.UNREADABLE):
        parts.append(_count(("one could not be read", "{n} could not be read"), counts.kinds[RowDifference.UNREADABLE]))
    if not parts:
        return ""
    text = get_text_list(parts, "and")
    return f"{text[0].upper()}{text[1:]}: nothing is done about {'it' if text.startswith('one') and len(parts) == 1 else 'them'}."


def remarks(row: ListRow, support: Sequence[Support] = ()) -> list[str]:
    """Sentences beside a row of `preview_rows`: how far a date moves, from where, which programme and why not, what is doubtful."""
    if not row.may_open:
        return [HIDDEN_DOUBT if row.difference == RowDifference.DECIDE else HIDDEN]
    said = [*_about_change(row), *_about_referral(row)]
    if row.adds_number and row.difference != RowDifference.NEW_PERSON:
        said.append("The prison number is added to their record.")
    if row.difference == RowDifference.RETURNER:
        said += [_support(case) for case in support]
    return said


def line_of(row: ListRow, support: Sequence[Support] = ()) -> str:
    """A row of `preview_rows` in one line that names nobody but staff, for the command."""
    kinds = " and ".join([KINDS[row.shown], *([KINDS[row.shown_also].lower()] if row.shown_also else [])])
    before, after = (day(date) if date else "no date" for date in (row.shown_date, row.liberation_date))
    told = told_of(row, support) if row.may_open else []
    if row.row_number:
        start = f"Row {row.row_number}: {kinds} ({before} -> {after})."
    else:
        references = ", ".join(case.reference for case in support if case.closed_date is None)
        start = f"{kinds}: {references or 'somebody referred'}, expected on {before}."
    parts = [
        start,
        *remarks(row, support),
        decided(row),
        "Left out." if row.left_out else "",
        f"Told: {', '.join(told)}." if told else "",
    ]
    return " ".join(part for part in parts if part)


def decided(row: ListRow) -> str:
    """What a person answered about the row; empty when nobody was asked."""
    if not row.decision:
        return ""
    who = f" by {row.decided_by.name}" if row.decided_by else ""
    return f"Decided{who} on {day(row.decided_at)}: {RowDecision(row.decision).label.lower()}."


def _about_change(row: ListRow) -> list[str]:
    said = [row.problem] if row.problem else []
    if row.difference == RowDifference.NOT_LISTED:
        said.append(NOT_LISTED)
    elif row.difference == RowDifference.STILL_LISTED:
        said.append(STILL_LISTED)
    elif row.difference == RowDifference.TRANSFER and row.before_prison:
        said.append(f"From {row.before_prison.name}.")
    if DATE_CHANGES & {row.difference, row.also} and row.before_date:
        said.append(_how_far(row.before_date, row.liberation_date))
    return said


def _about_referral(row: ListRow) -> list[str]:
    said = []
    if row.against:
        said.append(f"Not for {row.list.programme.name}, because: {row.against}")
    if row.programme_id and row.programme_id != row.list.programme_id:
        said.append(f"Referred to {row.programme.name} instead.")
    elif row.programme_id:
        said.append(f"Referred to {row.programme.name}.")
    elif row.against and row.left_out and not row.left_out_chosen:
        said.append("No record is made unless you take the row in.")
    return said


def _how_far(before: dt.date, after: dt.date) -> str:
    days = abs((after - before).days)
    return f"{days} day{'' if days == 1 else 's'} {'earlier' if after < before else 'later'}."


def _support(case: Support) -> str:
    if case.closed_date:
        return f"Earlier support: {case.reference}, {case.programme}, ended {day(case.closed_date)}."
    mentors = f" with {get_text_list(list(case.mentors), 'and')}" if case.mentors else ""
    return f"Support goes on: {case.reference}, {case.programme}{mentors}."


def _count(words: tuple[str, str], n: int) -> str:
    return words[n != 1].format(n=n)
