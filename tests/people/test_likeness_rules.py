import datetime as dt

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from people.birth_dates import near
from people.likeness.rules import (
    Agreement,
    DateLikeness,
    Likeness,
    NameLikeness,
    Names,
    compare_birth_dates,
    compare_names,
    name_key,
)

BORN = dt.date(1994, 2, 1)
DAYS = st.dates(dt.date(1930, 1, 1), dt.date(2012, 12, 31))


@pytest.mark.parametrize(
    ("asked", "known", "expected"),
    [
        (("Kieran", "Muir"), ("Kieran", "Muir"), NameLikeness.SAME),
        (("KIÉRAN", "muir"), ("Kieran John", "Muir"), NameLikeness.SAME),
        (("John", "Muir"), ("Kieran John", "Muir"), NameLikeness.SAME),
        (("Ewan", "MacDonald"), ("Ewan", "McDonald"), NameLikeness.SAME),
        (("Ewan", "Mac Donald"), ("Ewan", "Mcdonald"), NameLikeness.SAME),
        (("Sean", "O’Neil"), ("Sean", "ONeil"), NameLikeness.SAME),
        (("Ola", "Østby"), ("Ola", "Ostby"), NameLikeness.SAME),
        (("Kirsty", "Smith"), ("Kirsty", "Smith-Jones"), NameLikeness.SAME),
        (("Sandy", "Muir"), ("Alexander", "Muir", "Sandy"), NameLikeness.ON_RECORD),
        (("Kirsty", "Reid"), ("Kirsty", "Bell", "", "Reid, Boyd"), NameLikeness.ON_RECORD),
        (("Muir", "Kieran"), ("Kieran", "Muir"), NameLikeness.SWAPPED),
        (("Kieren", "Muir"), ("Kieran", "Muir"), NameLikeness.ALIKE),
        (("Kieran", "Miur"), ("Kieran", "Muir"), NameLikeness.ALIKE),
        (("Stephen", "Campbel"), ("Stephen", "Campbell"), NameLikeness.ALIKE),
        (("K", "Muir"), ("Kieran", "Muir"), NameLikeness.ALIKE),
        (("Muir", "Kieren"), ("Kieran", "Muir"), NameLikeness.ALIKE),
        (("Kieran", "Bell"), ("Kieran", "Muir"), NameLikeness.ONLY_GIVEN),
        (("Ewan", "Muir"), ("Kieran", "Muir"), NameLikeness.ONLY_FAMILY),
        (("Ian", "Lee"), ("Ann", "Low"), NameLikeness.DIFFERENT),
        (("", ""), ("Ann", "Low"), NameLikeness.DIFFERENT),
    ],
)
def test_names_are_compared(asked, known, expected):
    assert compare_names(Names.of(*asked), Names.of(*known)) == expected


@pytest.mark.parametrize(
    ("asked", "known", "expected"),
    [
        (BORN, BORN, DateLikeness.SAME),
        (BORN, dt.date(1994, 1, 2), DateLikeness.SWAPPED),
        (BORN, dt.date(1984, 2, 1), DateLikeness.ONE_DIGIT),
        (BORN, dt.date(1994, 2, 11), DateLikeness.ONE_DIGIT),
        (BORN, dt.date(1994, 12, 1), DateLikeness.ONE_DIGIT),
        (BORN, dt.date(1983, 2, 1), DateLikeness.DIFFERENT),
        (BORN, None, DateLikeness.NOT_KNOWN),
        (None, BORN, DateLikeness.NOT_KNOWN),
    ],
)
def test_dates_of_birth_are_compared(asked, known, expected):
    assert compare_birth_dates(asked, known) == expected


@given(DAYS)
def test_slips_of_the_pen_go_both_ways_and_are_few(born):
    slips = near(born)

    assert born not in slips
    assert len(slips) <= 40
    assert all(born in near(slip) for slip in slips)


@pytest.mark.parametrize(
    ("number", "name", "birth_date", "expected"),
    [
        (True, NameLikeness.DIFFERENT, DateLikeness.DIFFERENT, Likeness.NUMBER),
        (False, NameLikeness.ALIKE, DateLikeness.SAME, Likeness.LIKELY),
        (False, NameLikeness.SAME, DateLikeness.SWAPPED, Likeness.LIKELY),
        (False, NameLikeness.ALIKE, DateLikeness.SWAPPED, Likeness.POSSIBLE),
        (False, NameLikeness.SAME, DateLikeness.ONE_DIGIT, Likeness.POSSIBLE),
        (False, NameLikeness.SWAPPED, DateLikeness.NOT_KNOWN, Likeness.POSSIBLE),
        (False, NameLikeness.ONLY_GIVEN, DateLikeness.SAME, Likeness.WEAK),
        (False, NameLikeness.ALIKE, DateLikeness.NOT_KNOWN, None),
        (False, NameLikeness.ONLY_FAMILY, DateLikeness.ONE_DIGIT, None),
        (False, NameLikeness.DIFFERENT, DateLikeness.SAME, None),
        (False, NameLikeness.SAME, DateLikeness.DIFFERENT, None),
    ],
)
def test_agreement_is_ranked(number, name, birth_date, expected):
    assert Agreement(number, name, birth_date).likeness == expected


@pytest.mark.parametrize(
    ("agreement", "words"),
    [
        (
            Agreement(True, NameLikeness.SAME, DateLikeness.SAME),
            "Same prison number, name and date of birth.",
        ),
        (
            Agreement(True, NameLikeness.DIFFERENT, DateLikeness.DIFFERENT),
            "Same prison number. Different name and date of birth.",
        ),
        (
            Agreement(True, NameLikeness.ALIKE, DateLikeness.NOT_KNOWN),
            "Same prison number. Name spelt nearly the same. Date of birth not known of both.",
        ),
        (
            Agreement(False, NameLikeness.SAME, DateLikeness.SWAPPED),
            "Same name. Date of birth with day and month swapped.",
        ),
        (
            Agreement(False, NameLikeness.SWAPPED, DateLikeness.SAME),
            "Same date of birth. First and last name the other way round.",
        ),
    ],
)
def test_agreement_in_words(agreement, words):
    assert agreement.in_words == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["Muir", "Mac Donald", "McDonald", "O’Neil", "O'Neil", "Łukasz", "Østby", "Smith-Jones", "Zoë", "Weiß", ""]
)
def test_database_makes_the_same_key_of_a_name(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name_key(%s)", [name])
        assert cursor.fetchone() == (name_key(name),)
