"""What an edit changed, for the trail's `before` and `after`."""

from collections.abc import Mapping


def changed_fields(row, values: Mapping[str, object]) -> tuple[dict, dict]:
    """The stored and the new values of those fields of `row` that `values` would change; both empty when none would."""
    names = [name for name, value in values.items() if getattr(row, name) != value]
    return {name: getattr(row, name) for name in names}, {name: values[name] for name in names}
