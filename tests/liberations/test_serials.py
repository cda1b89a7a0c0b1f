import pytest

from core.errors import RuleBroken
from liberations.packing.serials import MOST_AT_ONCE, serials_between


@pytest.mark.parametrize(
    ("first", "last", "serials"),
    [
        ("FV0098", "FV0101", ["FV0098", "FV0099", "FV0100", "FV0101"]),
        ("fv 0001", " FV  0002 ", ["FV 0001", "FV 0002"]),
        ("A1", "A1", ["A1"]),
        ("nothing", "nothing", ["NOTHING"]),
        ("9", "11", ["9", "10", "11"]),
        ("2026-07-A", "2026-09-A", ["2026-07-A", "2026-08-A", "2026-09-A"]),
    ],
)
def test_range_is_every_serial_from_the_first_to_the_last(first, last, serials):
    assert serials_between(first, last) == serials


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("FV02", "FV01", "comes before the first"),
        ("FV01", "GV02", "differ in their number only"),
        ("FV01A", "FV02B", "differ in their number only"),
        ("one", "two", "differ in their number only"),
        ("FV098", "FV0101", "same number of digits"),
        ("1", str(MOST_AT_ONCE + 1), "can be taken in at once"),
        ("FV" + "0" * 30 + "1", "FV" + "9" * 31, "can be taken in at once"),
    ],
)
def test_range_that_is_none_is_refused(first, last, why):
    with pytest.raises(RuleBroken, match=why):
        serials_between(first, last)


def test_largest_range_at_once():
    assert len(serials_between("1", str(MOST_AT_ONCE))) == MOST_AT_ONCE
