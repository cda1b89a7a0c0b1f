"""Keeping what comparing found beside each row of a list, and finding out whether it still holds."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from liberations.enums import RowDifference
from liberations.models import LiberationList, ListRow
from liberations.weekly_list.comparing import Comparison, compare, improbable
from liberations.weekly_list.known import Known, number_of
from liberations.weekly_list.missing import not_listed
from liberations.weekly_list.reading import ReadRow
from liberations.weekly_list.referring import choose_programmes

READ_FIELDS = ("row_number", "given_names", "family_name", "birth_date", "sex", "hall", "liberation_date")
LONGEST_PROBLEM = 300
OUTCOME_FIELDS = (
    "difference",
    "person_id",
    "also",
    "before_date",
    "before_prison_id",
    "problem",
    "programme_id",
    "against",
    "adds_number",
    "left_out",
    "candidates",
)
# What stands beside a preview's promises: a change of these breaks none.
REMARKS = {"problem", "against", "candidates"}


def keep_rows(liberation_list: LiberationList, read: Sequence[ReadRow]) -> None:
    """Store the rows of a new list with what each would change, and who is missing on it. Part of the service that reads it."""
    rows = [_row(liberation_list, each, timezone.localdate()) for each in read]
    compared = _compare(liberation_list, rows)
    for row, what in zip(rows, compared, strict=True):
        _fill(row, what)
    ListRow.objects.bulk_create([*rows, *not_listed(liberation_list, rows, compared)], batch_size=1000)


def compare_again(liberation_list: LiberationList) -> bool:
    """Compare a waiting list with the record as it is now and keep that; returns whether a row promises anything else now.

    The caller holds the list's lock. What people decided about rows stands.
    """
    rows = list(liberation_list.rows.filter(row_number__isnull=False))
    compared = _compare(liberation_list, rows)
    different = {row: _fill(row, what) for row, what in zip(rows, compared, strict=True)}
    changed = [row for row in rows if different[row]]
    ListRow.objects.bulk_update(changed, OUTCOME_FIELDS, batch_size=1000)
    _keep_missing(liberation_list, not_listed(liberation_list, rows, compared))
    promises_else = any(not REMARKS.issuperset(different[row]) for row in changed)
    if promises_else:
        liberation_list.count_preview()
    return promises_else


def _compare(liberation_list: LiberationList, rows: Sequence[ListRow]) -> list[Comparison]:
    today = timezone.localdate()
    known = Known.of(liberation_list, rows)
    compared = compare(liberation_list, rows, known, on=today)
    choose_programmes(liberation_list, rows, compared, known, on=today)
    return compared


def _row(liberation_list: LiberationList, read: ReadRow, today: dt.date) -> ListRow:
    row = ListRow(list=liberation_list, **{name: getattr(read, name) for name in READ_FIELDS})
    number = number_of(read.number)
    problem = read.problem or improbable(row, number, on=today)
    row.number = read.number if problem else number
    if problem:
        row.difference, row.problem = RowDifference.UNREADABLE, f"{problem[0].upper()}{problem[1:]}."[:LONGEST_PROBLEM]
    return row


def _fill(row: ListRow, what: Comparison) -> list[str]:
    """Give the row what was found; returns the names of the fields that are different now."""
    found = {name: getattr(what, name) for name in OUTCOME_FIELDS}
    if row.left_out_chosen:
        found["left_out"] = row.left_out
    different = [name for name, value in found.items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, found[name])
    return different


def _keep_missing(liberation_list: LiberationList, missing: Sequence[ListRow]) -> None:
    stored = liberation_list.rows.filter(row_number=None)
    if {(row.person_id, row.before_date) for row in missing} != set(stored.values_list("person_id", "before_date")):
        stored.delete()
        ListRow.objects.bulk_create(missing, batch_size=1000)
