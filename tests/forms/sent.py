"""How a table of forms says what is sent: one row of FORMS in a file beside this one for every form, by noun."""

import dataclasses
import datetime as dt
from collections.abc import Callable

from django.utils import timezone

DAY = dt.date(2026, 11, 20)


@dataclasses.dataclass(frozen=True)
class Sent:
    """One form at the address that `kind` makes (see tests/access.py), sent by `by` with what `data` makes typed in."""

    kind: Callable | None = None
    by: str = "manager"
    data: Callable = lambda world: {}


def in_days(number):
    return timezone.localdate() + dt.timedelta(days=number)
