import datetime as dt
import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from core.errors import RuleBroken
from liberations.weekly_list.reading import read_list_file

SHEET = "xl/worksheets/sheet1.xml"
TODAY = dt.date(2026, 11, 22)


def read_rows(content: bytes):
    return read_list_file(content, on=TODAY).rows


def workbook_with(part, change) -> bytes:
    """A good workbook of which one part is changed."""
    good, damaged, book = io.BytesIO(), io.BytesIO(), Workbook()
    book.active.append(["Surname", "Forename", "Liberation date"])
    book.active.append(["Reid", "Tam", "14/01/2027"])
    book.save(good)
    with zipfile.ZipFile(good) as before, zipfile.ZipFile(damaged, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, change(content) if name == part else content)
    return damaged.getvalue()


@pytest.mark.parametrize("part", [SHEET, "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize(
    "change", [lambda xml: xml[: len(xml) // 2], lambda xml: b"junk", lambda xml: b"<x/>", lambda xml: b""]
)
def test_damaged_workbook_is_refused(part, change):
    with pytest.raises(RuleBroken, match=r"cannot be opened|file is empty"):
        read_rows(workbook_with(part, change))


def test_workbook_of_very_wide_rows_is_read_soon():
    wide = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (row, row) for row in range(9, 15_000))
    content = workbook_with(SHEET, lambda xml: xml.replace(b"</sheetData>", wide + b"</sheetData>"))

    began = time.process_time()
    rows = read_rows(content)

    assert [row.family_name for row in rows] == ["Reid"]
    assert time.process_time() - began < 5


def test_long_workbook_is_read_soon():
    book = Workbook()
    book.active.append(["Prison number", "Surname", "Forename", "DOB", "Hall", "Liberation date", "Sex"])
    for number in range(10_000):
        book.active.append([number, "O'NEILL", "Mr Tam", dt.date(1990, 1, 1), "Ross", "Fri 14 January 2027 09:00", "M"])
    content = io.BytesIO()
    book.save(content)

    began = time.process_time()
    rows = read_rows(content.getvalue())

    assert len(rows) == 10_000
    assert time.process_time() - began < 2.5


def test_workbook_that_unpacks_to_far_too_much_is_refused_unopened():
    content = workbook_with(SHEET, lambda xml: xml.replace(b"</sheetData>", b" " * 101 * 1024 * 1024 + b"</sheetData>"))

    with pytest.raises(RuleBroken, match="unpacks to more than 100 MB"):
        read_rows(content)


def test_workbook_with_entities_that_blow_up_is_refused():
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    document = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">' + laughs + b"]>"
    content = workbook_with(SHEET, lambda xml: document + xml.replace(b"Reid", b"&l9;"))

    began = time.process_time()
    with pytest.raises(RuleBroken, match="cannot be opened"):
        read_rows(content)
    assert time.process_time() - began < 5


@pytest.mark.parametrize("text", [b"Name,Liberation date\n" + b"Tam Reid,1/1/27\n" * 20_001, b"\n" * 20_001])
def test_text_of_too_many_rows_is_refused(text):
    with pytest.raises(RuleBroken, match="more than 20000 rows"):
        read_rows(text)


def test_text_of_very_wide_rows_is_read_soon():
    wide = b"Name,Liberation date" + b"," * 5000 + b"\n"

    began = time.process_time()
    rows = read_rows(wide + (b"Tam Reid,1/1/27" + b"," * 5000 + b"\n") * 900)

    assert len(rows) == 900
    assert time.process_time() - began < 5
