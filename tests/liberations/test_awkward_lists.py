"""Every file of tests/data/liberation_lists is read as the file beside it says."""

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest
import time_machine

from core.errors import RuleBroken
from liberations.weekly_list.keeping import keep_rows
from liberations.weekly_list.printing import preview_lines
from liberations.weekly_list.reading import read_list_file
from tests.liberations.small_record import NOW, SmallRecord

FOLDER = Path(__file__).parent.parent / "data" / "liberation_lists"
NO_LISTS = {"README.md", ".gitattributes"}
LISTS = sorted(
    path
    for path in FOLDER.iterdir()
    if path.name not in NO_LISTS and not path.name.endswith((".expected.json", ".preview.txt"))
)
READABLE = [path for path in LISTS if path.with_name(f"{path.name}.preview.txt").exists()]
ON = dt.date(2026, 11, 23)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_awkward_list_is_read_as_expected(path):
    expected = json.loads(path.with_name(f"{path.name}.expected.json").read_text())
    chosen = expected.pop("columns", None)

    assert read(path, chosen) == expected


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_awkward_list_is_previewed_as_expected(path):
    record = SmallRecord()
    made = record.new_list()
    expected = json.loads(path.with_name(f"{path.name}.expected.json").read_text())
    chosen = expected.get("columns")

    keep_rows(made, read_list_file(path.read_bytes(), on=ON, choices=[chosen] if chosen else []).rows)

    preview = path.with_name(f"{path.name}.preview.txt").read_text()
    assert "\n".join(preview_lines(made, record.manager)) + "\n" == preview


def test_every_list_that_can_be_read_has_its_preview():
    rows = {path: "rows" in json.loads(path.with_name(f"{path.name}.expected.json").read_text()) for path in LISTS}

    assert [path.name for path in LISTS if rows[path] != (path in READABLE)] == []


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
