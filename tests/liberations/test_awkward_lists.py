"""Every file of tests/data/liberation_lists is read as the file beside it says."""

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest

from core.errors import RuleBroken
from liberations.weekly_list.reading import read_list_file

FOLDER = Path(__file__).parent.parent / "data" / "liberation_lists"
NO_LISTS = {"README.md", ".gitattributes"}
LISTS = sorted(
    path for path in FOLDER.iterdir() if path.name not in NO_LISTS and not path.name.endswith(".expected.json")
)
ON = dt.date(2026, 11, 23)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_awkward_list_is_read_as_expected(path):
    expected = json.loads(path.with_name(f"{path.name}.expected.json").read_text())
    chosen = expected.pop("columns", None)

    assert read(path, chosen) == expected


def test_every_oddity_is_described():
    described = (FOLDER / "README.md").read_text()

    assert [path.name for path in LISTS if f"`{path.name}`" not in described] == []


def read(path, chosen) -> dict:
    try:
        reading = read_list_file(path.read_bytes(), on=ON, choices=[chosen] if chosen else [])
    except RuleBroken as refusal:
        return {"refused": str(refusal)}
    if reading is None:
        return {"choose_columns": True}
    said = {
        "rows": [
            {name: plain(value) for name, value in dataclasses.asdict(row).items() if value} for row in reading.rows
        ]
    }
    return {**said, "remarks": reading.remarks} if reading.remarks else said


def plain(value):
    return value.isoformat() if isinstance(value, dt.date) else value
