import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.enums import IdentifierKind
from people.identifier_formats import canonical, warning


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("090000", "090000"),
        ("90000", "090000"),
        ("7", "000007"),
        (" 09 00 00 ", "090000"),
        ("\u00a090000\u200b", "090000"),
        ("９００００", "090000"),
        ("1234567", "1234567"),
        ("p12", "P12"),
        ("", ""),
    ],
)
def test_canonical_sps_number(typed, kept):
    assert canonical(IdentifierKind.SPS, typed) == kept


@pytest.mark.parametrize(("typed", "kept"), [("a1234bc", "A1234BC"), (" A1234 bc", "A1234BC"), ("12", "12")])
def test_canonical_nomis_number(typed, kept):
    assert canonical(IdentifierKind.NOMIS, typed) == kept


def test_canonical_takes_the_stored_value_of_a_kind():
    assert canonical("sps", "90000") == "090000"


@pytest.mark.parametrize("typed", ["090000", "7", " 90 000", ""])
def test_warning_sps_number_that_looks_right(typed):
    assert warning(IdentifierKind.SPS, typed) is None


@pytest.mark.parametrize("typed", ["1234567", "12345X", "12-345", "-12345"])
def test_warning_sps_number_that_looks_wrong(typed):
    expected = "A Scottish prison number has up to six digits and nothing else. Check it against the prison's letter."

    assert warning(IdentifierKind.SPS, typed) == expected


def test_warning_sps_number_of_england():
    expected = "This looks like a prison number from England and Wales. Check the kind of number."

    assert warning(IdentifierKind.SPS, "a1234bc") == expected


@pytest.mark.parametrize("typed", ["A1234BC", "a1234bc", ""])
def test_warning_nomis_number_that_looks_right(typed):
    assert warning(IdentifierKind.NOMIS, typed) is None


@pytest.mark.parametrize("typed", ["A12345C", "090000", "A1234B"])
def test_warning_nomis_number_that_looks_wrong(typed):
    expected = "A prison number in England and Wales looks like A1234BC. Check it against the prison's letter."

    assert warning(IdentifierKind.NOMIS, typed) == expected


@given(kind=st.sampled_from(IdentifierKind), typed=st.text(max_size=40))
def test_canonical_of_canonical_is_itself(kind, typed):
    once = canonical(kind, typed)

    assert canonical(kind, once) == once


@given(number=st.integers(min_value=0, max_value=999_999))
def test_canonical_sps_number_is_six_digits_however_many_zeros_were_typed(number):
    forms = {canonical(IdentifierKind.SPS, str(number).rjust(width, "0")) for width in range(1, 7)}

    assert forms == {f"{number:06d}"}
