import uuid

import pytest
from django.db.models import F, Q

from people.models import Identifier, Person
from tests.factories.people import IdentifierFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_many_keys_are_one_parameter():
    rows = Person.objects.filter(pk__in=[uuid.uuid4() for _ in range(5)])

    _, parameters = rows.query.sql_with_params()

    assert [type(each) for each in parameters] == [list]


def test_more_keys_than_a_statement_takes_parameters():
    person = PersonFactory()

    keys = {uuid.uuid4() for _ in range(70_000)} | {person.pk}

    assert list(Person.objects.filter(pk__in=keys)) == [person]


def test_rows_texts_and_nothing_are_keys_too():
    number = IdentifierFactory()
    others = [PersonFactory()]

    assert Identifier.objects.get(person__in=[number.person]) == number
    assert Identifier.objects.get(person__in=[str(number.person_id), None]) == number
    assert Identifier.objects.get(person_id__in={number.person_id}) == number
    assert list(Identifier.objects.filter(person__in=others)) == []
    assert list(Identifier.objects.filter(person__in=[])) == []
    assert list(Identifier.objects.exclude(person__in=[])) == [number]
    assert list(Identifier.objects.filter(~Q(person__in=others))) == [number]


def test_subqueries_and_expressions_stay_what_they_are():
    number = IdentifierFactory()

    assert Identifier.objects.get(person__in=Person.objects.all()) == number
    assert Identifier.objects.get(pk__in=[F("pk")]) == number
    assert "ANY" not in str(Identifier.objects.filter(person__in=Person.objects.all()).query)
