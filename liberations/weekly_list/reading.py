"""Reading a prison's list: bytes of an XLSX or CSV file to rows. Knows nothing of who is on record."""

import csv
import dataclasses
import datetime as dt
import hashlib
import io
import re
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from core.errors import RuleBroken
from people.enums import Sex

LONGEST_BYTES = 5 * 1024 * 1024
# A workbook is a zip: what it unpacks to is bounded before it is opened.
LONGEST_UNPACKED_BYTES = 100 * 1024 * 1024
MOST_ROWS = 20_000
HEADER_WITHIN_ROWS = 20
# One cell in the last of Excel's 16,384 columns makes a row of as many: a small file would take a quarter of a minute.
MOST_COLUMNS = 100
# What openpyxl and the unpacking raise over a workbook that is cut short, damaged, locked or not one at all.
UNREADABLE_WORKBOOK = (
    InvalidFileException,
    ParseError,
    zipfile.BadZipFile,
    zlib.error,
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)

# What prisons call their columns, in lower case without punctuation.
COLUMNS = {
    "number": {"prison number", "prisoner number", "number", "prison no", "prisoner no", "spin", "sps number", "no"},
    "family_name": {"surname", "family name", "last name", "family"},
    "given_names": {"forename", "forenames", "first name", "first names", "given name", "given names"},
    "name": {"name", "full name", "prisoner name", "prisoner"},
    "birth_date": {"date of birth", "dob", "birth date", "d o b", "born"},
    "liberation_date": {
        "liberation date", "liberation day", "release date", "edl", "earliest date of liberation", "lib date", "date",
        "date of liberation", "date of release",
    },
    "hall": {"hall", "location", "wing", "unit"},
    "sex": {"sex", "gender"},
}  # fmt: skip
DATE_FORMATS = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d/%m/%y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d %b %Y",
    "%d %B %Y",
)
SEXES = {"m": Sex.MALE, "male": Sex.MALE, "f": Sex.FEMALE, "female": Sex.FEMALE}


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


def file_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def read_rows(file_name: str, content: bytes) -> list[ReadRow]:
    """The rows below the header. Raises RuleBroken, with what to do, for a file that cannot be read at all."""
    if len(content) > LONGEST_BYTES:
        raise RuleBroken(
            "The file is larger than 5 MB. A prison's list is much smaller: check that it is the right file."
        )
    if content[:2] == b"PK":
        cells = _cells_of_workbook(content)
    elif file_name.lower().endswith((".csv", ".txt")):
        cells = _cells_of_text(content)
    else:
        raise RuleBroken("The file is neither XLSX nor CSV. Save it as one of them in the spreadsheet program.")
    if len(cells) > MOST_ROWS:
        raise RuleBroken(f"The file has more than {MOST_ROWS} rows. Upload one prison's list at a time.")
    start, columns = _header(cells)
    rows = (_row(number, line, columns) for number, line in enumerate(cells[start:], start + 1))
    return [row for row in rows if row is not None]


def _cells_of_workbook(content: bytes) -> list[tuple]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LONGEST_UNPACKED_BYTES:
                raise RuleBroken("The workbook unpacks to more than 100 MB. Save the list alone as a new workbook.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        lines = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
        return [tuple(line) for _, line in zip(range(MOST_ROWS + 2), lines, strict=False)]
    except RuleBroken:
        raise
    except UNREADABLE_WORKBOOK as error:
        raise RuleBroken(
            "The workbook cannot be opened. Open it in the spreadsheet program and save it again."
        ) from error


def _cells_of_text(content: bytes) -> list[tuple]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise RuleBroken("The file is not text. Save it as CSV or XLSX in the spreadsheet program.")
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        return [tuple(line) for line in csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error as error:
        raise RuleBroken("The CSV file cannot be read. Save it again in the spreadsheet program.") from error


def _header(cells: list[tuple]) -> tuple[int, dict[str, int]]:
    for index, line in enumerate(cells[:HEADER_WITHIN_ROWS]):
        columns = {}
        for place, cell in enumerate(line):
            wording = re.sub(r"[^a-z]+", " ", str(cell or "").lower()).strip()
            for field, wordings in COLUMNS.items():
                if wording in wordings:
                    columns.setdefault(field, place)
        named = "name" in columns or {"family_name", "given_names"} <= columns.keys()
        if named and "liberation_date" in columns:
            return index + 1, columns
    raise RuleBroken(
        "No heading row was found. The list needs columns for the name (or surname and forename) and the liberation date; "
        "prison number, date of birth and hall help."
    )


def _row(number: int, line: tuple, columns: dict[str, int]) -> ReadRow | None:
    cell = {field: line[place] if place < len(line) else None for field, place in columns.items()}
    if not any(str(value).strip() for value in cell.values() if value is not None):
        return None
    row = ReadRow(row_number=number, number=_number(cell.get("number")), hall=_text(cell.get("hall"))[:40])
    if "name" in cell and not cell.get("family_name"):
        row.family_name, row.given_names = _split_name(_text(cell["name"]))
    else:
        row.family_name, row.given_names = _text(cell.get("family_name")), _text(cell.get("given_names"))
    row.family_name, row.given_names = _proper(row.family_name)[:120], _proper(row.given_names)[:120]
    row.sex = SEXES.get(_text(cell.get("sex")).lower(), "")
    problems = []
    if not row.family_name or not row.given_names:
        problems.append("the name is missing or has one part only")
    for field, label in (("liberation_date", "liberation date"), ("birth_date", "date of birth")):
        try:
            setattr(row, field, _date(cell.get(field)))
        except ValueError:
            problems.append(f"the {label} cannot be read")
    if len(row.number) > 20:
        row.number = ""
        problems.append("the prison number is too long")
    row.problem = "; ".join(problems)
    return row


def _text(value) -> str:
    return " ".join(str(value).replace("\x00", "").split()) if value is not None else ""


def _number(value) -> str:
    """A prison number as text: a spreadsheet that made it a number has dropped leading zeros and added .0."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _text(value)


def _split_name(name: str) -> tuple[str, str]:
    if "," in name:
        family, _, given = name.partition(",")
        return family.strip(), given.strip()
    given, _, family = name.rpartition(" ")
    return family.strip(), given.strip()


def _proper(name: str) -> str:
    """Names in capitals are written as names; anything else stays as the prison wrote it."""
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), name) if name.isupper() else name


def _date(value) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = _text(value)
    if not text:
        return None
    for form in DATE_FORMATS:
        try:
            return dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    raise ValueError("not a date")
