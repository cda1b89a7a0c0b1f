"""Lists as CSV files."""

import csv
import datetime as dt
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

# What makes a spreadsheet take text for a formula or a command (ASVS 5.0, 1.2.10).
RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")


def csv_response(name: str, columns: Sequence[str], rows: Iterable[Sequence]) -> HttpResponse:
    """A file to keep, `name` without its ending: a line of headings, then the rows, every cell plain text."""
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
    # The mark by which spreadsheets know that the file is UTF-8.
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(columns)
    writer.writerows([plain_cell(value) for value in row] for row in rows)
    return response


def plain_cell(value) -> str:
    """The value as text that no spreadsheet will work out: a risky first character gets an apostrophe before it."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(RISKY_STARTS) else text
