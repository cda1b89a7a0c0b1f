"""Many rows at once: built by the factories, written with one statement a table."""

from django.db.models import Model


def save(*rows: Model) -> None:
    """Write built rows and, before them, the built rows that they name."""
    tables: dict[type[Model], list[Model]] = {}
    taken: set[int] = set()
    for row in rows:
        _take(row, tables, taken)
    for model, built in tables.items():
        model._base_manager.bulk_create(built)


def _take(row, tables, taken):
    if not row._state.adding or id(row) in taken:
        return
    taken.add(id(row))
    for field in row._meta.concrete_fields:
        if field.is_relation and field.is_cached(row):
            named = field.get_cached_value(row)
            if named is not None:
                _take(named, tables, taken)
    tables.setdefault(type(row), []).append(row)
