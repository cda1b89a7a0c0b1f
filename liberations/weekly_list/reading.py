"""Reading a prison's list: the bytes of a file to rows of people. Knows nothing of who is on record.

Files are opened in reading_files, headings found in reading_headings, cells understood in reading_cells.
"""

import dataclasses
import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Sequence

from core.errors import RuleBroken
from liberations.enums import ListColumn
from liberations.weekly_list.reading_cells import (
    as_name,
    birth_day,
    day,
    prison_number,
    sex,
    split_name,
    without_title,
    words,
)
from liberations.weekly_list.reading_files import Sheet, is_blank, open_sheets
from liberations.weekly_list.reading_headings import Headings, headings_of, without_headings

LONGEST_NAME = 120
LONGEST_NUMBER = 20
LONGEST_HALL = 40
# What stands below or between the people of a list: no more than a few cells, and no liberation date.
FOOTER = re.compile(
    r"(?:grand |sub[- ]?)?totals?\b|count\b|end of (?:report|list|page|document)|page:? \d+|continued\b|"
    r"(?:report |list |data )?(?:printed|produced|generated|extracted|created|run)(?: on| by| at|:| \d)|"
    r"\d+ (?:people|persons|prisoners|records|rows|liberations)\b|(?:number|no\.?) of (?:people|prisoners|liberations)|"
    r"official\b|confidential\b|restricted\b",
    re.IGNORECASE,
)
MOST_CELLS_OF_A_FOOTER = 3
# A column of these tells that a list may be of several prisons.
PRISON_HEADINGS = {"prison", "prison name", "establishment", "establishment name", "current establishment"}
MOST_ROWS_NAMED = 12


@dataclasses.dataclass
class ReadRow:
    """One row as read. `problem` says why it could not be read; `row_number` is the spreadsheet's own, from 1."""

    row_number: int
    number: str = ""
    given_names: str = ""
    family_name: str = ""
    birth_date: dt.date | None = None
    liberation_date: dt.date | None = None
    hall: str = ""
    sex: str = ""
    problem: str = ""


@dataclasses.dataclass(frozen=True)
class Reading:
    """What a file says, and how it was understood: sentences for the person who checks."""

    rows: list[ReadRow]
    headings: Headings
    remarks: list[str]


def file_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read_list_file(content: bytes, *, on: dt.date, choices: Sequence[Mapping[str, str]] = ()) -> Reading | None:
    """The first sheet whose headings are known, read; None where somebody must choose the columns.

    `choices` are the columns chosen for this prison before, the latest first; they come before the wordings prisons are
    known to use. Raises RuleBroken, with what to do, for a file that cannot be read at all.
    """
    sheets = open_sheets(content)
    known = [headings for sheet in sheets if (headings := headings_of(sheet, choices))]
    if not known:
        return _read_without_headings(sheets, choices, on)
    known.sort(key=lambda headings: not headings.by_choice)
    if _may_miss_the_number(known[0]):
        return None
    reading = read_sheet(known[0], on=on)
    for other in known[1:]:
        if other.sheet.in_view:
            reading.remarks.append(
                f"Only the sheet “{known[0].sheet.name}” was read. “{other.sheet.name}” looks like a list too: if its "
                "people count, copy them into one sheet and upload that."
            )
    return reading


def read_sheet(headings: Headings, *, on: dt.date) -> Reading:
    """The people below the headings of a sheet. Raises RuleBroken where there is nobody."""
    rows, passed_over = [], []
    repeated = _repeatable_lines(headings)
    for number, line in enumerate(headings.sheet.lines[headings.row :], headings.row + 1):
        texts = [text for text in map(words, line) if text]
        if not texts:
            continue
        row = None if tuple(texts) in repeated else _row(number, line, texts, headings, on)
        if row is None:
            passed_over.append(number)
        else:
            rows.append(row)
    if not rows:
        raise RuleBroken("There is nobody below the headings. Check that it is the list the prison sent.")
    return Reading(rows, headings, [*_about_prisons(headings, rows), *_about_rows(passed_over)])


def _read_without_headings(sheets: list[Sheet], choices: Sequence[Mapping[str, str]], on: dt.date) -> Reading | None:
    """A sheet that has as many columns as one somebody chose, and most of whose rows are people with a liberation date."""
    for sheet in sheets:
        headings = without_headings(sheet, choices)
        reading = headings and read_sheet(headings, on=on)
        if reading and sum(bool(row.liberation_date and not row.problem) for row in reading.rows) * 2 > len(
            reading.rows
        ):
            return reading
    return None


def _may_miss_the_number(headings: Headings) -> bool:
    """Without the number everybody might be somebody new: ask which column has it, if one is left that may."""
    left = len(headings.columns) < headings.sheet.width
    return left and not headings.by_choice and ListColumn.NUMBER not in headings.columns


def _repeatable_lines(headings: Headings) -> set[tuple]:
    """The headings and what stands above them, which printed pages repeat."""
    return {tuple(text for text in map(words, line) if text) for line in headings.sheet.lines[: headings.row]}


def _row(number: int, line: tuple, texts: list[str], headings: Headings, on: dt.date) -> ReadRow | None:
    cell = {column: line[place] if place < len(line) else None for column, place in headings.columns.items()}
    if all(is_blank(value) for value in cell.values()):
        return None
    row, problems = ReadRow(row_number=number), []
    row.family_name, row.given_names = _names(cell)
    if not row.family_name or not row.given_names:
        problems.append("the name is missing or has one part only")
    epoch = headings.sheet.epoch
    try:
        row.liberation_date = day(cell.get(ListColumn.LIBERATION_DATE), epoch=epoch, on=on)
    except (ValueError, OverflowError):
        problems.append("the liberation date cannot be read")
    if row.liberation_date is None and _is_footer(texts):
        return None
    try:
        row.birth_date = birth_day(cell.get(ListColumn.BIRTH_DATE), epoch=epoch, on=on)
    except (ValueError, OverflowError):
        problems.append("the date of birth cannot be read")
    row.number = prison_number(cell.get(ListColumn.NUMBER))
    if len(row.number) > LONGEST_NUMBER:
        row.number = ""
        problems.append("the prison number is too long")
    row.hall = words(cell.get(ListColumn.HALL))[:LONGEST_HALL]
    row.sex = sex(cell.get(ListColumn.SEX))
    row.problem = "; ".join(problems)
    return row


def _names(cell: dict) -> tuple[str, str]:
    """Family name and given names, from two columns or from one."""
    family, given = words(cell.get(ListColumn.FAMILY_NAME)), words(cell.get(ListColumn.GIVEN_NAMES))
    if not family and ListColumn.NAME in cell:
        family, given = split_name(words(cell[ListColumn.NAME]))
    return as_name(without_title(family))[:LONGEST_NAME], as_name(without_title(given))[:LONGEST_NAME]


def _is_footer(texts: list[str]) -> bool:
    if not re.search(r"[^\W_]", "".join(texts)):
        return True
    return len(texts) <= MOST_CELLS_OF_A_FOOTER and bool(FOOTER.match(texts[0].strip(" *-=_#.<[(")))


def _about_prisons(headings: Headings, rows: list[ReadRow]) -> list[str]:
    for place, key in enumerate(headings.keys):
        if key in PRISON_HEADINGS:
            lines = [headings.sheet.lines[row.row_number - 1] for row in rows]
            named = {words(line[place]).casefold() for line in lines if place < len(line)} - {""}
            if len(named) > 1:
                return [f"Column “{key}” names {len(named)} prisons: check that everybody here is in this one."]
    return []


def _about_rows(passed_over: list[int]) -> list[str]:
    if not passed_over:
        return []
    named = ", ".join(map(str, passed_over[:MOST_ROWS_NAMED]))
    more = len(passed_over) - MOST_ROWS_NAMED
    rest = f" and {more} more" if more > 0 else ""
    if len(passed_over) == 1:
        return [f"Row {named} holds no person (a heading, a total or a note) and was passed over."]
    return [f"Rows {named}{rest} hold no person (headings, totals or notes) and were passed over."]
