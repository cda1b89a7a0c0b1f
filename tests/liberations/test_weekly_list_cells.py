"""What one cell says, whatever way it is written. The files of tests/data/liberation_lists hold the rest."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleBroken
from liberations.weekly_list.reading import read_list_file
from liberations.weekly_list.reading_cells import as_name, birth_day, day, prison_number, split_name, words

ON = dt.date(2026, 11, 23)
WRITTEN = (
    "{0:%d/%m/%Y}", "{0.day}/{0.month}/{0.year}", "{0:%d-%m-%Y}", "{0:%d.%m.%Y}", "{0:%d %m %Y}", "{0:%d-%b-%Y}",
    "{0.day} {0:%B} {0.year}", "{0:%a} {0.day} {0:%b} {0.year}", "{0:%A}, {0:%d/%m/%Y}", "{0:%Y-%m-%d}", "{0:%Y/%m/%d}",
    "{0:%Y%m%d}", "{0:%Y-%m-%d}T00:00:00", "{0:%d/%m/%Y} 09:30", "{0:%d %b %Y} 9.30am", "{0:%B} {0.day}, {0.year}",
    "{0:%d%b%Y}", "'{0:%d/%m/%Y}",
)  # fmt: skip
NEAR = st.dates(
    dt.date(2026, 11, 23) - dt.timedelta(days=365 * 49), dt.date(2026, 11, 23) + dt.timedelta(days=365 * 49)
)


@given(st.dates(dt.date(1930, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(WRITTEN))
def test_day_is_read_however_it_is_written(date, written):
    assert day(written.format(date), on=ON) == date


@given(st.dates(dt.date(1930, 1, 1), dt.date(2099, 12, 31)), st.sampled_from([int, float, str]))
def test_day_is_read_as_the_number_a_spreadsheet_makes_of_it(date, kind):
    assert day(kind((date - dt.date(1899, 12, 30)).days), on=ON) == date


@given(NEAR)
def test_two_digit_year_is_within_fifty_years(date):
    assert day(f"{date.day}/{date.month}/{date:%y}", on=ON) == date


@given(st.dates(dt.date(1914, 11, 30), dt.date(2014, 10, 31)))
def test_two_digit_year_of_birth_is_that_of_somebody_old_enough(date):
    assert birth_day(f"{date.day}/{date.month}/{date:%y}", on=ON) == date


@pytest.mark.parametrize(
    "cell", ["13/13/2026", "12/25/26", "31/4/2026", "29/2/2027", 2026, "2026", "5/6", "1e5", "soon", 99999]
)
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(ValueError):
        day(cell, on=ON)


@given(st.integers(0, 999_999), st.sampled_from([int, float, str, "{:.1f}".format, "'{}".format, " {} ".format]))
def test_number_keeps_its_leading_zeros_whatever_the_spreadsheet_made_of_it(number, kind):
    assert prison_number(kind(number)) == f"{number:06}"


@given(st.text())
def test_name_written_as_a_name_stays_so(text):
    name = as_name(words(text))

    assert as_name(name) == name


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"], max_codepoint=0x17F), min_size=2).map(str.capitalize))
def test_family_name_in_front_of_a_comma_is_found(family):
    assert split_name(f"{family.upper()}, Tam James") == (family.upper(), "Tam James")


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(content):
    try:
        reading = read_list_file(content, on=ON)
    except RuleBroken as refusal:
        assert str(refusal).endswith(".")
    else:
        assert reading is None or reading.rows


CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["Name", "Surname", "Forename", "Liberation date", "No", "1", "14/01/2027", "Total: 3"]),
)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=12), st.sampled_from(",;\t"))
def test_any_table_is_read_refused_or_asked_about(lines, separator):
    text = "\n".join(separator.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line) for line in lines)
    try:
        reading = read_list_file(text.encode("utf-8", "replace"), on=ON)
    except RuleBroken as refusal:
        assert str(refusal).endswith(".")
    else:
        assert reading is None or all(row.problem or (row.family_name and row.given_names) for row in reading.rows)
