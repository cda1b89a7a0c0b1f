import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from core.errors import RuleBroken
from liberations.weekly_list.reading import read_rows

SHEET = "xl/worksheets/sheet1.xml"


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
        read_rows("list.xlsx", workbook_with(part, change))


def test_workbook_of_very_wide_rows_is_read_soon():
    wide = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (row, row) for row in range(9, 15_000))
    content = workbook_with(SHEET, lambda xml: xml.replace(b"</sheetData>", wide + b"</sheetData>"))

    began = time.process_time()
    rows = read_rows("list.xlsx", content)

    assert [row.family_name for row in rows] == ["Reid"]
    assert time.process_time() - began < 5
