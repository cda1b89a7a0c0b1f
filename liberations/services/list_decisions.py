"""What people decide about the rows of a waiting list: who a doubtful row is, and which rows are left out."""

import uuid
from collections.abc import Collection

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from liberations.enums import ListState, RowDecision, RowDifference
from liberations.models import LiberationList, ListRow
from liberations.services.lists import NoLongerWaiting
from liberations.weekly_list.keeping import compare_again
from people.models import Person

DECISION_FIELDS = ["decision", "decided_person", "decided_by", "decided_at", "left_out", "left_out_chosen"]


def decide_row(*, row: ListRow, decision: RowDecision | str, by, person: Person | None = None) -> ListRow:
    """Answer who a doubtful row is: `person` on record, someone new, or nobody to be taken from this list.

    The row then says what applying would do. Nothing on record changes. The same answer again changes nothing; another
    replaces it. Refuses a row that leaves no doubt, a person it cannot be, and one whom another row is taken as already.
    """
    with trail.written("decide_row", Verb.CHANGED, by=by, person=person) as entry:
        made = _lock_waiting(row.list_id)
        row = made.rows.get(pk=row.pk)
        entry.subject, entry.before = made, {"row": row.row_number, "decision": row.decision}
        entry.after = {"row": row.row_number, "decision": decision}
        if (row.decision, row.decided_person_id) == (decision, person.pk if person else None):
            entry.needed = False
            return row
        _check_doubtful(row)
        if decision == RowDecision.SAME_PERSON:
            _check_candidate(row, person)
        elif decision == RowDecision.NEW_PERSON:
            _check_number_is_free(row)
        row.decision, row.decided_person = decision, person
        row.decided_by, row.decided_at = by, timezone.now()
        row.left_out = row.left_out_chosen = decision == RowDecision.LEAVE
        row.save(update_fields=DECISION_FIELDS)
        return _compared(made, row)


def undo_decision(*, row: ListRow, by) -> ListRow:
    """Take an answer back: the row waits for a person again."""
    with trail.written("undo_decision", Verb.CHANGED, by=by) as entry:
        made = _lock_waiting(row.list_id)
        row = made.rows.select_related("decided_person").get(pk=row.pk)
        entry.subject, entry.person, entry.needed = made, row.decided_person, bool(row.decision)
        entry.before = {"row": row.row_number, "decision": row.decision}
        if not row.decision:
            return row
        row.decision, row.decided_person, row.decided_by, row.decided_at = "", None, None, None
        row.left_out = row.left_out_chosen = False
        row.save(update_fields=DECISION_FIELDS)
        return _compared(made, row)


def leave_out_rows(*, liberation_list: LiberationList, rows: Collection[uuid.UUID], left_out: bool, by) -> int:
    """Leave rows, given by their keys, out of applying, or take them in again. Returns how many that changed.

    What cannot be applied anyway stays as it is. A row taken in that was "left out" as a person's answer waits again.
    """
    with trail.written("leave_out_rows", Verb.CHANGED, by=by) as entry:
        made = _lock_waiting(liberation_list.pk)
        to_change = made.rows.filter(pk__in=rows, row_number__isnull=False).exclude(left_out=left_out)
        to_change = to_change.exclude(difference=RowDifference.UNREADABLE)
        changed = list(to_change.values_list("row_number", "person_id"))
        entry.subject, entry.needed = made, bool(changed)
        entry.after = {"rows": sorted(number for number, _ in changed), "left_out": left_out}
        entry.shown = [person for _, person in changed if person]
        if changed:
            keys = list(to_change.values_list("pk", flat=True))
            if not left_out:
                made.rows.filter(pk__in=keys, decision=RowDecision.LEAVE).update(
                    decision="", decided_by=None, decided_at=None
                )
            made.rows.filter(pk__in=keys).update(left_out=left_out, left_out_chosen=True)
            made.count_preview()
            compare_again(made)
        return len(changed)


def _lock_waiting(key: uuid.UUID) -> LiberationList:
    made = LiberationList.objects.lock(key)
    if made.state != ListState.READ:
        raise NoLongerWaiting(made)
    return made


def _compared(made: LiberationList, row: ListRow) -> ListRow:
    compare_again(made)
    row.refresh_from_db()
    return row


def _check_doubtful(row: ListRow) -> None:
    if row.difference != RowDifference.DECIDE and not row.decision:
        raise RuleBroken("There is no doubt about this row: it needs no decision.")


def _check_candidate(row: ListRow, person: Person | None) -> None:
    if person is None or person.pk not in row.candidates:
        raise RuleBroken("Choose one of the people shown for this row.")
    other = _taken(row).filter(person=person).first()
    if other:
        raise RuleBroken(f"Row {other.row_number} is already taken as this person. Leave one of the two out first.")


def _check_number_is_free(row: ListRow) -> None:
    other = _taken(row).filter(number=row.number, difference=RowDifference.NEW_PERSON).first() if row.number else None
    if other:
        raise RuleBroken(
            f"Row {other.row_number} already takes this prison number. Leave one of the two out, and ask the prison."
        )


def _taken(row: ListRow):
    """The other rows of the list that applying would do something with, or that are certain."""
    others = row.list.rows.filter(row_number__isnull=False, left_out=False).exclude(pk=row.pk)
    return others.exclude(difference__in=[RowDifference.DECIDE, RowDifference.UNREADABLE])
