"""Keeping what comparing found beside each row of a list, and finding out whether it still holds."""

import dataclasses

from django.utils import timezone

from liberations.enums import RowDifference
from liberations.models import LiberationList, ListRow
from liberations.weekly_list.comparing import Comparison, compare
from liberations.weekly_list.reading import ReadRow

READ_FIELDS = ("row_number", "number", "given_names", "family_name", "birth_date", "sex", "hall", "liberation_date")


def keep_rows(liberation_list: LiberationList, rows: list[ReadRow]) -> None:
    """Store the rows of a new list with what each would change. Called inside the service that makes the list."""
    compared = compare(rows, liberation_list.prison, on=timezone.localdate())
    ListRow.objects.bulk_create(
        [_list_row(liberation_list, row, what) for row, what in zip(rows, compared, strict=True)], batch_size=1000
    )


def compare_again(liberation_list: LiberationList) -> bool:
    """Compare a waiting list with the record as it is now and keep that; returns whether anything differs from before.

    The caller holds the list's lock. What people decided about rows stands.
    """
    stored = list(liberation_list.rows.all())
    compared = compare([_read_row(row) for row in stored], liberation_list.prison, on=timezone.localdate())
    changed = []
    for row, what in zip(stored, compared, strict=True):
        new = _outcome(what)
        if any(getattr(row, name) != value for name, value in new.items()):
            for name, value in new.items():
                setattr(row, name, value)
            changed.append(row)
    ListRow.objects.bulk_update(changed, ["difference", "person_id", "before_date", "problem"], batch_size=1000)
    return bool(changed)


def _outcome(what: Comparison) -> dict:
    return {
        "difference": what.difference,
        "person_id": what.person.pk if what.person else None,
        "before_date": what.before_date,
        "problem": what.problem[:300],
    }


def _list_row(liberation_list: LiberationList, row: ReadRow, what: Comparison) -> ListRow:
    read = {name: getattr(row, name) for name in READ_FIELDS}
    return ListRow(list=liberation_list, **read, **_outcome(what))


def _read_row(row: ListRow) -> ReadRow:
    unreadable = row.difference == RowDifference.UNREADABLE
    problem = row.problem.partition(": ")[2].rstrip(".") if unreadable else ""
    return dataclasses.replace(
        ReadRow(row.row_number), **{name: getattr(row, name) for name in READ_FIELDS}, problem=problem
    )
