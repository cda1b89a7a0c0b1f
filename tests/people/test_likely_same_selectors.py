import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.enums import IdentifierKind
from people.likeness.rules import Likeness
from people.models import Person
from people.selectors import Asked, likely_same
from tests.factories.people import IdentifierFactory, PersonFactory

pytestmark = pytest.mark.django_db
BORN = dt.date(1994, 2, 1)


@pytest.fixture
def kieran():
    return PersonFactory(given_names="Kieran", family_name="Muir", birth_date=BORN)


def found(*asked, **options):
    return [[candidate.person for candidate in each] for each in likely_same(asked, **options)]


@pytest.mark.parametrize("typed", ["4567", "004567", " 45 67 "])
def test_number_is_found_with_and_without_leading_zeros(typed, kieran):
    IdentifierFactory(person=kieran, value="004567")

    assert found(Asked("Somebody", "Else", numbers=(typed,))) == [[kieran]]


def test_earlier_number_and_number_of_another_country_are_found(kieran):
    IdentifierFactory(person=kieran, value="004567")
    IdentifierFactory(person=kieran, value="A1234BC", kind=IdentifierKind.NOMIS)

    assert found(Asked(numbers=("a1234bc",)), Asked(numbers=("999999", "4567"))) == [[kieran], [kieran]]


@pytest.mark.parametrize(
    ("given", "family", "birth_date", "likeness"),
    [
        ("Kieran", "Muir", BORN, Likeness.LIKELY),
        ("Muir", "Kieran", BORN, Likeness.LIKELY),
        ("Keiran", "Muire", BORN, Likeness.LIKELY),
        ("Kieran", "Muir", dt.date(1994, 1, 2), Likeness.LIKELY),
        ("Keiran", "Muir", dt.date(1994, 1, 2), Likeness.POSSIBLE),
        ("Kieran", "Muir", dt.date(1984, 2, 1), Likeness.POSSIBLE),
        ("Muir", "Kieran", dt.date(1984, 2, 1), Likeness.POSSIBLE),
        ("Kieran", "Muir", None, Likeness.POSSIBLE),
        ("Muir", "Kieran", None, Likeness.POSSIBLE),
        ("Kieran", "Bell", BORN, Likeness.WEAK),
        ("Ewan", "Muir", BORN, Likeness.WEAK),
        ("Kieran", "Muir", dt.date(1971, 8, 19), None),
        ("Kieran", "Bell", None, None),
    ],
)
def test_names_and_dates_that_are_nearly_right_are_found(given, family, birth_date, likeness, kieran):
    PersonFactory(given_names="Ann", family_name="Low", birth_date=BORN)

    (candidates,) = likely_same([Asked(given, family, birth_date)])

    assert [each.likeness for each in candidates] == ([likeness] if likeness else [])


def test_person_without_date_of_birth_is_found_by_the_same_name():
    person = PersonFactory(given_names="Ewan", family_name="MacDonald", birth_date=None)

    assert found(Asked("Ewan", "McDonald", BORN)) == [[person]]


def test_known_as_and_earlier_names_are_found():
    person = PersonFactory(
        given_names="Alexandra", family_name="Bell", known_as="Sandy", other_names="Reid", birth_date=BORN
    )

    assert found(Asked("Sandy", "Reid", BORN)) == [[person]]


def test_likeliest_comes_first_and_the_less_likely_can_be_left_out(kieran):
    IdentifierFactory(value="004567", person=(numbered := PersonFactory()))
    weak = PersonFactory(given_names="Ewan", family_name="Muir", birth_date=BORN)
    possible = PersonFactory(given_names="Kieran", family_name="Muir", birth_date=dt.date(1994, 2, 11))
    asked = Asked("Kieran", "Muir", BORN, ("4567",))

    assert found(asked) == [[numbered, kieran, possible, weak]]
    assert found(asked, least=Likeness.POSSIBLE) == [[numbered, kieran, possible]]


def test_merged_record_is_found_as_the_one_that_stands_for_it(kieran):
    survivor = PersonFactory(given_names="Ciaran", family_name="More", birth_date=dt.date(1980, 1, 1))
    last = PersonFactory(given_names="Ciaran", family_name="More", birth_date=dt.date(1980, 1, 1))
    Person.objects.filter(pk=kieran.pk).update(merged_into=survivor)
    Person.objects.filter(pk=survivor.pk).update(merged_into=last)

    assert found(Asked("Kieran", "Muir", BORN)) == [[last]]


def test_nothing_asked_finds_nobody(kieran):
    assert found() == []
    assert found(Asked()) == [[]]


def test_ten_thousand_take_as_many_queries_as_one(kieran):
    def queries(times):
        with CaptureQueriesContext(connection) as captured:
            assert len(likely_same([Asked("Kieran", "Muir", BORN, ("1",))] * times)) == times
        return len(captured)

    assert queries(1) == queries(10_000) == 3
