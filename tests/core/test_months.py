import datetime as dt

import pytest

from core.months import months_after


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2024, 1, 31), 1, (2024, 2, 29)),
        ((2026, 11, 22), 2, (2027, 1, 22)),
        ((2026, 1, 15), -1, (2025, 12, 15)),
        ((2026, 3, 31), -1, (2026, 2, 28)),
        ((2026, 12, 31), 12, (2027, 12, 31)),
        ((2026, 5, 5), 0, (2026, 5, 5)),
    ],
)
def test_month_later_is_the_same_day_or_the_last_of_the_month(day, months, then):
    assert months_after(dt.date(*day), months) == dt.date(*then)
