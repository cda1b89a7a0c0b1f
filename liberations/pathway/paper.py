"""The sheet as a PDF that is tagged and holds real text: typeset by Typst, in the type of our pages."""

import importlib.resources
import json
from collections.abc import Mapping
from pathlib import Path

import typst

from liberations.pathway.drawing import drawing
from liberations.pathway.sheet import Sheet

TEMPLATE = Path(__file__).with_name("pathway.typ").read_bytes()
FONTS = str(importlib.resources.files("fontpkg_figtree") / "files")
ASK, WRONG = "Whom to ring", "If it goes wrong"
# In points; the largest in which all of it goes on one page is taken. The last is for a day with more in it than a day holds.
SIZES = (16, 15, 14, 13, 12, 11, 10, 9)
# What stands at the foot is never larger.
FOOT_SIZE = 12


def type_size(sheet: Sheet, *, words: str) -> int:
    """In how many points the sheet is set: measured by setting it. The page is printed in the same."""
    found = typst.query(TEMPLATE, "<size>", field="value", one=True, **_told(sheet, {}, words))
    return json.loads(found)


def pdf(sheet: Sheet, pictures: Mapping[object, bytes], *, words: str) -> bytes:
    """The sheet on one A4 page. `pictures` holds the JPEG of each photo by its key; `words` describe the drawing.

    What people wrote goes to Typst as data, never as markup: "#read(...)" in a note is printed as it stands.
    """
    told = _told(sheet, pictures, words)
    try:
        return typst.compile(TEMPLATE, pdf_standards=["ua-1"], **told)
    except typst.TypstError:
        # A letter that none of our fonts has, such as Chinese: the standard refuses it, the person still needs the paper.
        return typst.compile(TEMPLATE, **{**told, "ignore_system_fonts": False})


def _told(sheet, pictures, words):
    keys = list(pictures)
    data = {
        "title": sheet.title,
        "name": sheet.name,
        "day": sheet.day,
        "drawing": str(drawing(sheet.entries, words=words)),
        "words": words,
        "entries": [_entry(number, entry, keys) for number, entry in enumerate(sheet.entries)],
        "ask_title": ASK,
        "ask": sheet.ask,
        "wrong_title": WRONG,
        "wrong": sheet.wrong,
        "printed": sheet.printed,
        "pictures": [list(pictures[key]) for key in keys],
        "foot_size": FOOT_SIZE,
        "sizes": SIZES,
    }
    return {"sys_inputs": {"data": json.dumps(data)}, "font_paths": [FONTS], "ignore_system_fonts": True}


def _entry(number, entry, keys):
    """`picture` is its place among the pictures; without its bytes the room is kept that it needs."""
    photo = entry.photo
    return {
        "number": str(number) if number else "",
        "when": entry.when,
        "texts": entry.texts,
        "has_picture": photo is not None,
        "picture": keys.index(photo.key) if photo and photo.key in keys else None,
        "shows": photo.shows if photo else "",
    }
