"""The bytes of a prison's file to sheets of cells. Knows nothing of headings or people, and keeps nothing."""

import codecs
import csv
import dataclasses
import datetime as dt
import functools
import io
import itertools
import re
import zipfile
import zlib
from collections.abc import Iterable
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.datetime import WINDOWS_EPOCH
from openpyxl.utils.exceptions import InvalidFileException

from core.errors import RuleBroken

LONGEST_BYTES = 5 * 1024 * 1024
# A workbook is a zip: what it unpacks to is bounded before it is opened.
LONGEST_UNPACKED_BYTES = 100 * 1024 * 1024
MOST_ROWS = 20_000
# One cell in the last of Excel's 16,384 columns makes a row of as many: a small file would take a quarter of a minute.
MOST_COLUMNS = 100
MOST_SHEETS = 20
# What openpyxl and the unpacking raise over a workbook that is cut short, damaged or not one at all.
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
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
LOCKED = "EncryptedPackage".encode("utf-16-le")
SEPARATORS = ",;\t|"
# Enough of a text to tell its separator by.
SAMPLE_LINES = 50
# What other programs save, by how it begins, and what to do with it.
OTHER_FORMATS = (
    (b"%PDF", "This is a PDF. Ask the prison for the spreadsheet it was made from, as XLSX or CSV."),
    (b"{\\rtf", "This is a text document. Ask the prison for the list as a spreadsheet, as XLSX or CSV."),
    (b"\x89PNG", "This is a picture. Ask the prison for the list as a spreadsheet, as XLSX or CSV."),
    (b"\xff\xd8\xff", "This is a picture. Ask the prison for the list as a spreadsheet, as XLSX or CSV."),
)
WEB_PAGE = re.compile(r"\s*<(?:!doctype|html|table|\?xml|meta|head|body)\b", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Sheet:
    """One sheet. `lines` stand as in the file, blank ones too, so that the place of a line tells its row number."""

    lines: list[tuple]
    name: str = ""
    in_view: bool = True
    # Day 0 of this workbook's numbers: books begun on an old Mac count from 1904.
    epoch: dt.datetime = WINDOWS_EPOCH

    @functools.cached_property
    def width(self) -> int:
        """How many columns hold something."""
        return max(
            (place + 1 for line in self.lines for place, cell in enumerate(line) if not is_blank(cell)), default=0
        )


def is_blank(cell) -> bool:
    return cell is None or not str(cell).strip()


def open_sheets(content: bytes, *, only_lines: int | None = None) -> list[Sheet]:
    """The sheets that hold anything, those in view first. Raises RuleBroken, with what to do, for a file that holds none.

    What a file is shows in how it begins, never in its name. `only_lines` reads so many lines of each sheet and no more.
    """
    if len(content) > LONGEST_BYTES:
        raise RuleBroken(
            "The file is larger than 5 MB. A prison's list is much smaller: check that it is the right file."
        )
    sheets = (
        _sheets_of_workbook(content, only_lines) if content.startswith(b"PK") else [_sheet_of_text(content, only_lines)]
    )
    sheets = [sheet for sheet in sheets if sheet.width]
    if not sheets:
        raise RuleBroken("The file is empty. Check that it is the list the prison sent.")
    return sheets


def _sheets_of_workbook(content: bytes, only_lines: int | None) -> list[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LONGEST_UNPACKED_BYTES:
                raise RuleBroken("The workbook unpacks to more than 100 MB. Save the list alone as a new workbook.")
            _check_is_xlsx(set(packed.namelist()))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = []
        for sheet in book.worksheets[:MOST_SHEETS]:
            sheet.reset_dimensions()
            lines = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
            in_view = sheet.sheet_state == "visible"
            sheets.append(Sheet(_bounded(lines, only_lines), sheet.title, in_view, book.epoch))
        sheets.sort(key=lambda sheet: not sheet.in_view)
        return sheets
    except UNREADABLE_WORKBOOK as error:
        raise RuleBroken(
            "The workbook cannot be opened. Open it in the spreadsheet program and save it again."
        ) from error


def _check_is_xlsx(parts: set[str]) -> None:
    if "xl/workbook.bin" in parts:
        raise RuleBroken("This is a binary workbook (.xlsb). Open it and save it as an Excel workbook (.xlsx).")
    if "word/document.xml" in parts:
        raise RuleBroken("This is a Word document. Copy the list into a spreadsheet and save it as XLSX.")
    if "mimetype" in parts or "content.xml" in parts:
        raise RuleBroken("This is an OpenDocument file. Open it and save it as an Excel workbook (.xlsx).")
    if "Index/Document.iwa" in parts:
        raise RuleBroken("This is a Numbers file. Open it and export it as an Excel workbook (.xlsx).")


def _bounded(lines: Iterable, only_lines: int | None) -> list[tuple]:
    kept = []
    for line in lines if only_lines is None else itertools.islice(lines, only_lines):
        if len(kept) == MOST_ROWS:
            raise RuleBroken(f"The file has more than {MOST_ROWS} rows. Upload one prison's list at a time.")
        kept.append(tuple(line[:MOST_COLUMNS]))
    return kept


def _text(content: bytes) -> str:
    if content.startswith(OLD_OFFICE):
        if LOCKED in content:
            raise RuleBroken(
                "The workbook is locked with a password. Open it, take the password off (File, Info, Protect Workbook), "
                "save it and upload it again."
            )
        raise RuleBroken("This is an older Excel file (.xls). Open it and save it as an Excel workbook (.xlsx).")
    for beginning, advice in OTHER_FORMATS:
        if content.startswith(beginning):
            raise RuleBroken(advice)
    text = _decoded(content)
    if "\x00" in text:
        raise RuleBroken("The file is neither a workbook nor text. Save the list as XLSX or CSV.")
    if WEB_PAGE.match(text):
        raise RuleBroken("This is a web page that only looks like a spreadsheet. Open it in Excel and save it as XLSX.")
    return text


def _decoded(content: bytes) -> str:
    """Excel writes UTF-8 with a mark, UTF-16 with a mark ("Unicode text"), or else what Windows uses here."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _sheet_of_text(content: bytes, only_lines: int | None) -> Sheet:
    text = _text(content)
    # Excel's own hint is no row of the sheet: Excel does not show it.
    hint = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if hint:
        text = text[hint.end() :]
    separator = hint[1] if hint else max(SEPARATORS, key=lambda sign: _separates(text, sign))
    try:
        lines = _bounded(csv.reader(io.StringIO(text, newline=""), delimiter=separator), only_lines)
    except csv.Error as error:
        raise RuleBroken("The CSV file cannot be read. Save it again in the spreadsheet program.") from error
    if text.count('"') % 2 and lines and any("\n" in cell for cell in lines[-1]):
        raise RuleBroken(
            "A quotation mark is opened and never closed, so that the rows after it run together. "
            "Open the file in the spreadsheet program and save it as XLSX."
        )
    return Sheet(lines)


def _separates(text: str, separator: str) -> int:
    """How many cells the separator makes of the first lines. "SURNAME, Forename" has one comma, its row five semicolons."""
    try:
        sample = zip(range(SAMPLE_LINES), csv.reader(io.StringIO(text, newline=""), delimiter=separator), strict=False)
        return sum(len(line) - 1 for _, line in sample)
    except csv.Error:
        return 0
