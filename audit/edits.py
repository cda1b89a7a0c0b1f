"""An edit of a row that two people may edit: refused when it was read too long ago, and told to the trail."""

from collections.abc import Callable, Iterable, Mapping

from audit import trail
from audit.changes import changed_fields
from audit.enums import Verb
from core.errors import EditedMeanwhile


def edit_row(
    action: str,
    row,
    *,
    read_at_version: int,
    values: Mapping[str, object],
    by,
    lists: Mapping[str, Iterable] | None = None,
    unsaid: Iterable[str] = (),
    check: Callable | None = None,
    person=None,
):
    """Give a VersionedModel row new `values`, and new rows in its many-to-many `lists`; the stored row comes back.

    `check` gets the row with its new values and may refuse with RuleBroken; `person` is the prison leaver concerned, if
    any. Of the fields named in `unsaid` the trail keeps that they changed, not what they say. What is on record already,
    as when a form was sent twice, is no edit and leaves version and trail alone. Raises EditedMeanwhile when the row is no
    longer at `read_at_version`.
    """
    with trail.written(action, Verb.CHANGED, by=by, subject=row, person=person) as entry:
        stored = row._meta.model._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
        before, after = changed_fields(stored, values)
        new_lists = {}
        for name, rows in (lists or {}).items():
            known, wanted = set(getattr(stored, name).all()), set(rows)
            if known != wanted:
                new_lists[name] = wanted
                before[name], after[name] = _labels(known), _labels(wanted)
        if not after:
            entry.needed = False
            return stored
        if stored.version != read_at_version:
            raise EditedMeanwhile
        for name, value in values.items():
            setattr(stored, name, value)
        if check is not None:
            check(stored)
        stored.save_version(read_at_version=read_at_version, update_fields=list(values))
        for name, rows in new_lists.items():
            getattr(stored, name).set(rows)
        for name in set(unsaid) & set(after):
            before[name] = after[name] = "(text)"
        entry.before, entry.after = before, after
    return stored


def _labels(rows):
    return sorted(str(row) for row in rows)
