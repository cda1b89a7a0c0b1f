from django import forms
from openpyxl.utils import get_column_letter

from core.forms import Form, LongSelect
from liberations.enums import ListColumn
from liberations.weekly_list.reading_cells import words
from liberations.weekly_list.reading_files import Sheet, is_blank
from liberations.weekly_list.reading_headings import HEADINGS_WITHIN_ROWS, NOT_NEEDED, is_enough

LINES_SHOWN = 12
# Lines to see below the headings, however far down they stand.
LINES_BELOW = 6
LONGEST_PREVIEW = 40
NO_HEADINGS = "0"


class ColumnsForm(Form):
    """What each column of a sheet says, and which row has the headings. The page shows the first lines beside it."""

    marks_optional = False
    heading_row = forms.ChoiceField(label="Which row has the headings?")

    def __init__(self, *args, sheet: Sheet, start: tuple[int, dict[int, str]], **kwargs):
        row, guessed = start
        super().__init__(*args, **kwargs)
        self.lines = _lines_to_show(sheet, row)
        self.fields["heading_row"].choices = [
            *((str(number), f"Row {number}: {_beginning(cells)}") for number, cells in self.lines),
            (NO_HEADINGS, "No row: the people begin at once"),
        ]
        self.fields["heading_row"].initial = str(row)
        choices = [(NOT_NEEDED, "Not needed"), *ListColumn.choices]
        for place in range(sheet.width):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=f"Column {get_column_letter(place + 1)}",
                choices=choices,
                required=False,
                initial=guessed.get(place, NOT_NEEDED),
                widget=LongSelect,
            )

    def column_fields(self):
        return [self[name] for name in self.fields if name.startswith("column_")]

    def columns(self) -> dict[int, str]:
        """The place of each column that is needed, from 0, and what it says."""
        chosen = {name: value for name, value in self.cleaned_data.items() if name.startswith("column_") and value}
        return {int(name.removeprefix("column_")): value for name, value in chosen.items()}

    def clean(self):
        columns, seen = self.columns(), set()
        for place, column in columns.items():
            if column in seen:
                label = ListColumn(column).label
                self.add_error(f"column_{place}", f"Choose “{label}” for one column only.")
            seen.add(column)
        if not is_enough(columns.values()):
            self.add_error(
                None, "Choose the column of the liberation date, and of the full name or of both surname and forenames."
            )
        return self.cleaned_data


def _lines_to_show(sheet: Sheet, heading_row: int) -> list[tuple[int, list[str]]]:
    """Row number and cells of the first lines that hold anything, as far down as some lines below the headings."""
    shown = []
    for number, line in enumerate(sheet.lines, 1):
        if len(shown) >= LINES_SHOWN and number > min(heading_row, HEADINGS_WITHIN_ROWS) + LINES_BELOW:
            break
        if not all(is_blank(cell) for cell in line):
            cells = [_shown(line[place]) if place < len(line) else "" for place in range(sheet.width)]
            shown.append((number, cells))
    return shown


def _shown(cell) -> str:
    """As the spreadsheet shows it: a day without the midnight behind it."""
    text = f"{cell:%d/%m/%Y}" if hasattr(cell, "strftime") and hasattr(cell, "year") else words(cell)
    return text if len(text) <= LONGEST_PREVIEW else f"{text[:LONGEST_PREVIEW]}…"


def _beginning(cells: list[str]) -> str:
    text = ", ".join(cell for cell in cells if cell)
    return text if len(text) <= LONGEST_PREVIEW else f"{text[:LONGEST_PREVIEW]}…"
