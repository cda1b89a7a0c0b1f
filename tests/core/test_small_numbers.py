import itertools

import pytest

from core.small_numbers import SMALLEST_SHOWN, shown_cells, shown_total


def words(**cells):
    return {key: str(number) for key, number in shown_cells(cells, said_nothing="none").items()}


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ({"a": 12, "b": 7}, {"a": "12", "b": "7"}),
        # Nought is shown, and so is five.
        ({"a": 12, "b": 0, "c": 5}, {"a": "12", "b": "0", "c": "5"}),
        # One small number alone could be worked out from the total: the next smallest goes with it.
        ({"a": 12, "b": 3, "c": 7, "d": 0}, {"a": "12", "b": "<5", "c": "hidden", "d": "0"}),
        # Two small numbers hide each other,
        ({"a": 12, "b": 3, "c": 4}, {"a": "12", "b": "<5", "c": "<5"}),
        # but not when only one pair of numbers makes their sum: 1 and 1, or 4 and 4.
        ({"a": 12, "b": 1, "c": 1, "d": 9}, {"a": "12", "b": "<5", "c": "<5", "d": "hidden"}),
        ({"a": 12, "b": 4, "c": 4, "d": 9}, {"a": "12", "b": "<5", "c": "<5", "d": "hidden"}),
        ({"a": 4, "b": 4, "c": 0}, {"a": "hidden", "b": "hidden", "c": "hidden"}),
        # Who is left knows that “hidden” beside a “<5” is 5 or more: 1 beside 5 would tell.
        ({"a": 12, "b": 1, "c": 5}, {"a": "hidden", "b": "<5", "c": "hidden"}),
        ({"a": 12, "b": 1, "c": 5, "d": 0}, {"a": "hidden", "b": "<5", "c": "hidden", "d": "0"}),
        # Everyone answered alike: the answer of each is known.
        ({"a": 9, "b": 0}, {"a": "hidden", "b": "hidden"}),
        # Nobody was asked: that tells nothing of anybody.
        ({"a": 0, "none": 9}, {"a": "0", "none": "9"}),
        ({"a": 3, "b": 0, "none": 9}, {"a": "<5", "b": "0", "none": "hidden"}),
        ({"a": 0, "b": 0}, {"a": "0", "b": "0"}),
    ],
)
def test_cells_are_shown_as_far_as_they_tell_of_nobody(cells, shown):
    assert words(**cells) == shown


@pytest.mark.parametrize(("number", "shown"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (60, "60")])
def test_total_that_stands_alone(number, shown):
    assert str(shown_total(number)) == shown


def test_no_small_number_of_any_table_can_be_worked_out_from_what_is_shown():
    """Every table of three cells up to 8: of each small cell at least two numbers are possible, by the total and by what the marks
    say: "<5" is 1 to 4, "hidden" beside a "<5" is 5 or more, and all of them "hidden" may be anything."""
    small = range(1, SMALLEST_SHOWN)
    told = []
    for cells in itertools.product(range(9), repeat=3):
        named = dict(zip("abc", cells, strict=True))
        total, shown = sum(cells), shown_cells(named)
        if total < SMALLEST_SHOWN:
            # The page is not shown at all.
            continue
        whole = all(cell.number is None for cell in shown.values()) and not any(cell.small for cell in shown.values())
        more = range(total + 1) if whole else range(SMALLEST_SHOWN, total + 1)
        could_be = [small if cell.small else more if cell.number is None else [cell.number] for cell in shown.values()]
        answers = [each for each in itertools.product(*could_be) if sum(each) == total]
        told += [
            named for at, key in enumerate(named) if named[key] in small and len({each[at] for each in answers}) < 2
        ]

    assert told == []
