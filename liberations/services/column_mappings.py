"""The columns a person chose for a prison's lists: a waiting list is read by them, and so are the lists that come after."""

from collections.abc import Mapping

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from liberations.enums import ListColumn, ListState
from liberations.models import ColumnMapping, LiberationList, ListFile, ListRow
from liberations.models.column_mappings import layout_of
from liberations.services.lists import NoLongerWaiting
from liberations.weekly_list.keeping import READ_FIELDS, keep_rows
from liberations.weekly_list.known import number_of
from liberations.weekly_list.reading import Reading, ReadRow, read_sheet
from liberations.weekly_list.reading_cells import day
from liberations.weekly_list.reading_files import Sheet, open_sheets
from liberations.weekly_list.reading_headings import Headings, headings_at, is_enough


def choose_columns(
    *, liberation_list: LiberationList, sheet: int, heading_row: int, columns: Mapping[int, str], by
) -> LiberationList:
    """Read a waiting list anew by the columns somebody chose, and keep the choice for the prison's next lists.

    `sheet` counts from 0, `heading_row` is the row number of the headings (0: there are none), `columns` maps the place of
    a column, from 0, to a ListColumn. What was left out or decided row by row starts afresh. Refuses columns by which
    nobody can be read; nothing is kept then.
    """
    with trail.written("choose_columns", Verb.CHANGED, by=by, subject=liberation_list) as entry:
        locked = LiberationList.objects.lock(liberation_list.pk)
        headings = headings_at(_sheet(locked, sheet), heading_row, columns)
        _check_headings(headings)
        reading = read_sheet(headings, on=timezone.localdate())
        if not any(row.liberation_date for row in reading.rows):
            raise RuleBroken("No row has a liberation date that can be read. Check which column holds it.")
        saved = _save_columns(locked, headings, by)
        if not saved and _is_read_so(locked, reading):
            entry.needed = False
            return locked
        locked.rows.all().delete()
        keep_rows(locked, reading.rows)
        locked.count_preview()
        locked.state, locked.remarks = ListState.READ, reading.remarks
        locked.save(update_fields=["state", "remarks"])
        entry.after = {"rows": len(reading.rows), "columns": sorted(headings.columns)}
        return locked


def forget_columns(*, mapping: ColumnMapping, by) -> ColumnMapping:
    """Read the prison's next lists by the usual wordings again, or ask. Lists already read stay as they are."""
    with trail.written("forget_columns", Verb.CHANGED, by=by, subject=mapping) as entry:
        locked = ColumnMapping.objects.select_for_update(of=("self",)).get(pk=mapping.pk)
        if locked.forgotten_at:
            entry.needed = False
            return locked
        entry.before = {"columns": locked.columns, "prison": locked.prison_id}
        locked.forgotten_at, locked.forgotten_by = timezone.now(), by
        locked.save_version(read_at_version=locked.version, update_fields=["forgotten_at", "forgotten_by"])
        return locked


def _sheet(liberation_list: LiberationList, number: int) -> Sheet:
    if liberation_list.state not in (ListState.COLUMNS, ListState.READ):
        raise NoLongerWaiting(liberation_list)
    kept = ListFile.objects.filter(list=liberation_list).first()
    if kept is None:
        raise RuleBroken("The file of this list is no longer kept. Upload it again to choose its columns.")
    sheets = open_sheets(bytes(kept.content))
    if not 0 <= number < len(sheets):
        raise RuleBroken("Choose one of the sheets of the file.")
    return sheets[number]


def _check_headings(headings: Headings) -> None:
    if not is_enough(headings.columns):
        raise RuleBroken(
            "Choose the column of the liberation date, and of the full name or of both surname and forenames."
        )
    if not headings.row:
        return
    line = headings.sheet.lines[headings.row - 1] if headings.row <= len(headings.sheet.lines) else ()
    place = headings.columns[ListColumn.LIBERATION_DATE]
    try:
        is_person = place < len(line) and day(line[place], on=timezone.localdate()) is not None
    except (ValueError, OverflowError):
        is_person = False
    # Its cells would be kept as headings, names and all.
    if is_person:
        raise RuleBroken(f"Row {headings.row} has a date where the heading should be. Choose the row of the headings.")


def _save_columns(liberation_list: LiberationList, headings: Headings, by) -> bool:
    """Whether this is news."""
    named = {place: column.value for column, place in headings.columns.items()}
    columns = {key: named.get(place, "") for place, key in enumerate(headings.keys)}
    mapping, made = ColumnMapping.objects.get_or_create(
        team=liberation_list.team,
        prison=liberation_list.prison,
        layout=layout_of(headings.keys),
        forgotten_at=None,
        defaults={"columns": columns, "saved_by": by, "saved_at": timezone.now()},
    )
    if not made and mapping.columns != columns:
        mapping.columns, mapping.saved_by, mapping.saved_at = columns, by, timezone.now()
        mapping.save_version(read_at_version=mapping.version, update_fields=["columns", "saved_by", "saved_at"])
        return True
    return made


def _is_read_so(liberation_list: LiberationList, reading: Reading) -> bool:
    kept = liberation_list.rows.exclude(row_number=None).order_by("row_number")
    return [_facts(row) for row in kept] == [_facts(row) for row in reading.rows]


def _facts(row: ListRow | ReadRow) -> tuple:
    return number_of(row.number), *(getattr(row, name) for name in READ_FIELDS)
