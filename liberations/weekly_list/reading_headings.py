"""Finding the headings of a sheet: by the wordings prisons use, or by the columns somebody chose for the prison before."""

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from liberations.enums import ListColumn
from liberations.weekly_list.reading_cells import day, words
from liberations.weekly_list.reading_files import Sheet, is_blank
from people.birth_dates import YOUNGEST_YEARS

# Titles, dates of printing and the like stand above the headings, never more of them than this.
HEADINGS_WITHIN_ROWS = 30
LONGEST_HEADING = 60
NOT_NEEDED = ""

# What prisons call their columns, in small letters without punctuation, the clearest wording first: where a sheet has two
# of a kind, the clearer one is taken.
WORDINGS = {
    ListColumn.NUMBER: (
        "prison number", "prisoner number", "prison no", "prisoner no", "sps number", "sps no", "spin", "spin number",
        "spin no", "pris no", "offender number", "offender no", "prison id", "prisoner id", "number", "no",
    ),
    ListColumn.FAMILY_NAME: ("surname", "family name", "last name", "surnames", "family"),
    ListColumn.GIVEN_NAMES: (
        "forenames", "forename s", "forename", "first names", "first name s", "first name", "given names",
        "given name s", "given name", "christian name",
    ),
    ListColumn.NAME: (
        "full name", "prisoner name", "name of prisoner", "surname forename", "surname and forename", "name", "prisoner",
    ),
    ListColumn.BIRTH_DATE: ("date of birth", "birth date", "dob", "d o b", "born"),
    ListColumn.LIBERATION_DATE: (
        "liberation date", "date of liberation", "lib date", "liberation day", "earliest date of liberation", "edl",
        "edl date", "earliest liberation date", "expected date of liberation", "release date", "date of release",
        "expected release date", "planned release date", "due for liberation", "liberation", "date",
    ),
    ListColumn.HALL: ("hall", "residential hall", "accommodation", "wing", "unit", "house block", "location"),
    ListColumn.SEX: ("sex", "gender"),
}  # fmt: skip
MEANINGS = {wording: (column, place) for column, known in WORDINGS.items() for place, wording in enumerate(known)}
# Headings of a column that may as well count the lines: 1, 2, 3.
MAY_COUNT_LINES = {"number", "no"}


@dataclasses.dataclass(frozen=True)
class Headings:
    """Where a sheet's rows begin and what its columns say.

    `row` is the row number of the (last) line of headings, 0 where there are none. `keys` names every column by its
    heading; `columns` has the place of each column that is needed. `by_choice`: a person chose them.
    """

    sheet: Sheet
    row: int
    keys: tuple[str, ...]
    columns: Mapping[ListColumn, int]
    by_choice: bool = False


def is_enough(columns: Iterable) -> bool:
    """Whether these columns make a list: somebody's whole name and the day they leave."""
    columns = set(columns)
    named = ListColumn.NAME in columns or {ListColumn.FAMILY_NAME, ListColumn.GIVEN_NAMES} <= columns
    return named and ListColumn.LIBERATION_DATE in columns


def headings_of(sheet: Sheet, choices: Iterable[Mapping[str, str]]) -> Headings | None:
    """The headings of a sheet: those somebody chose columns by, in any order, else the first line prisons are known to use.

    `choices` map heading to column, the latest first; the one that finds most columns counts. A heading that is new since
    then counts as its wording says.
    """
    chosen = [found for choice in choices if (found := _headings_by_choice(sheet, choice))]
    if chosen:
        return max(chosen, key=lambda headings: len(headings.columns))
    return next(_found(sheet, lambda keys: _by_wording(sheet, keys)), None)


def without_headings(sheet: Sheet, choices: Iterable[Mapping[str, str]]) -> Headings | None:
    """The columns chosen for a sheet that has no headings, known by how many there are; the caller sees whether they fit."""
    keys = _unnamed_keys(sheet)
    for chosen in choices:
        if _names_no_heading(chosen) and len(chosen) == len(keys):
            columns = {ListColumn(chosen[key]): place for place, key in enumerate(keys) if chosen[key]}
            return Headings(sheet, 0, tuple(keys), columns, by_choice=True)
    return None


def headings_at(sheet: Sheet, row: int, columns: Mapping[int, str]) -> Headings:
    """The headings somebody pointed at: row number (0 for none) and what the column at each place says."""
    keys = keys_at(sheet, row) if row else _unnamed_keys(sheet)
    return Headings(sheet, row, tuple(keys), {ListColumn(column): place for place, column in columns.items() if column})


def keys_at(sheet: Sheet, row: int) -> list[str]:
    """The columns' headings if they stand in this row: its own wording, else the wording above, else "column 3"; no two alike."""
    own, above = _line(sheet, row), _line_above(sheet, row)
    return _all_different([mine or over for mine, over in zip(own, above, strict=True)])


def wording(cell) -> str:
    """A heading without capitals, punctuation and what stands in brackets behind it."""
    text = words(cell).casefold()
    plain = re.sub(r"[\W_]+", " ", re.sub(r"\(.{2,}\)|\[.*\]", " ", text)).strip()
    return (plain or re.sub(r"[\W_]+", " ", text).strip())[:LONGEST_HEADING].strip()


def unnamed(place: int) -> str:
    """The name of a column that has no heading."""
    return f"column {place + 1}"


def likely_sheet(sheets: list[Sheet], choices: Sequence[Mapping[str, str]]) -> int:
    """The number of the sheet that somebody who chooses columns most likely means, counted from 0."""
    for find in (headings_of, without_headings):
        for number, sheet in enumerate(sheets):
            if find(sheet, choices):
                return number
    return max(range(len(sheets)), key=lambda number: len(_best_row(sheets[number])[1]))


def start_for(sheet: Sheet, choices: Sequence[Mapping[str, str]], *, on: dt.date) -> tuple[int, dict[int, str]]:
    """Where somebody who chooses starts from: the row most like headings and what its columns may say, by their place."""
    found = headings_of(sheet, choices) or without_headings(sheet, choices)
    if found:
        return found.row, {place: column.value for column, place in found.columns.items()}
    row, columns = _best_row(sheet)
    by_heading = {place: column.value for column, place in columns.items()}
    by_content = _by_content(sheet, row, on)
    free = {place: column for place, column in by_content.items() if column not in by_heading.values()}
    return row, free | by_heading


def _best_row(sheet: Sheet) -> tuple[int, dict[ListColumn, int]]:
    """The row with the most headings that are known, else the first with more than one cell."""
    best, columns = 0, {}
    for row in range(1, min(len(sheet.lines), HEADINGS_WITHIN_ROWS) + 1):
        found = _by_wording(sheet, keys_at(sheet, row))
        if len(found) > len(columns):
            best, columns = row, found
    if not best:
        best = next((row for row, line in enumerate(sheet.lines, 1) if sum(not is_blank(cell) for cell in line) > 1), 0)
    return best, columns


def _by_content(sheet: Sheet, row: int, on: dt.date) -> dict[int, str]:
    """What columns may be by what stands in them: six figures, days long past, days to come. One column of each."""
    found = {}
    for place in range(sheet.width):
        cells = [line[place] for line in sheet.lines[row:] if place < len(line) and not is_blank(line[place])]
        for column, fits in (
            (ListColumn.NUMBER, lambda cell: bool(re.fullmatch(r"\d{4,6}", words(cell).removesuffix(".0")))),
            (ListColumn.BIRTH_DATE, lambda cell: (on - day(cell, on=on)).days > 365 * YOUNGEST_YEARS),
            (ListColumn.LIBERATION_DATE, lambda cell: (day(cell, on=on) - on).days > -365),
        ):
            if (
                column not in found.values()
                and place not in found
                and cells
                and all(_is_so(fits, cell) for cell in cells)
            ):
                found[place] = column.value
    return found


def _is_so(fits: Callable, cell) -> bool:
    try:
        return fits(cell)
    except (ValueError, TypeError, OverflowError):
        return False


def _headings_by_choice(sheet: Sheet, chosen: Mapping[str, str]) -> Headings | None:
    needed = {key for key, column in chosen.items() if column}

    def columns_of(keys):
        if not needed <= set(keys):
            return {}
        known = _by_wording(sheet, [key if key not in chosen else "" for key in keys])
        return known | {ListColumn(chosen[key]): place for place, key in enumerate(keys) if chosen.get(key)}

    found = None if _names_no_heading(chosen) else next(_found(sheet, columns_of), None)
    return found and dataclasses.replace(found, by_choice=True)


def _names_no_heading(chosen: Mapping[str, str]) -> bool:
    return {key for key, column in chosen.items() if column} <= {unnamed(place) for place in range(len(chosen))}


def _found(sheet: Sheet, columns_of: Callable) -> Iterator[Headings]:
    """Every row in which `columns_of` its headings is enough, by itself or together with the row above it."""
    for row in range(1, min(len(sheet.lines), HEADINGS_WITHIN_ROWS) + 1):
        ways = [(keys, columns_of(keys)) for keys in (keys_at(sheet, row), _keys_of_two_rows(sheet, row))]
        keys, columns = max(ways, key=lambda way: len(way[1]))
        if is_enough(columns):
            yield Headings(sheet, row, tuple(keys), columns)


def _keys_of_two_rows(sheet: Sheet, row: int) -> list[str]:
    """Headings written over two rows: "Date of" above "birth", or "Name" above "Surname" and "Forename"."""
    own, above = _line(sheet, row), _line_above(sheet, row)
    joined = [f"{over} {mine}".strip() for mine, over in zip(own, above, strict=True)]
    choose = zip(joined, own, above, strict=True)
    return _all_different([next((way for way in ways if way in MEANINGS), ways[0]) for ways in choose])


def _line(sheet: Sheet, row: int) -> list[str]:
    line = sheet.lines[row - 1] if 0 < row <= len(sheet.lines) else ()
    return [wording(line[place]) if place < len(line) else "" for place in range(sheet.width)]


def _line_above(sheet: Sheet, row: int) -> list[str]:
    """The row above, if it can be part of the headings: a title stands alone in its row."""
    above = _line(sheet, row - 1)
    return above if sum(map(bool, above)) > 1 else [""] * len(above)


def _all_different(keys: list[str]) -> list[str]:
    seen = {}
    named = []
    for place, key in enumerate(keys):
        key = key or unnamed(place)
        seen[key] = seen.get(key, 0) + 1
        named.append(key if seen[key] == 1 else f"{key} {seen[key]}")
    return named


def _by_wording(sheet: Sheet, keys: Iterable[str]) -> dict[ListColumn, int]:
    best = {}
    for place, key in enumerate(keys):
        column, rank = MEANINGS.get(key, (None, 0))
        if column and (column not in best or rank < best[column][0]):
            best[column] = (rank, place, key)
    return {
        column: place
        for column, (_, place, key) in best.items()
        if not (key in MAY_COUNT_LINES and _counts(sheet, place))
    }


def _counts(sheet: Sheet, place: int) -> bool:
    """Whether a column counts its lines from 1, as nobody's prison number does."""
    cells = [words(line[place]).removesuffix(".0") for line in sheet.lines if place < len(line)]
    figures = [cell.rstrip(".") for cell in cells if cell.rstrip(".").isdecimal()]
    return bool(figures) and figures == [str(number) for number in range(1, len(figures) + 1)]


def _unnamed_keys(sheet: Sheet) -> list[str]:
    return [unnamed(place) for place in range(sheet.width)]
