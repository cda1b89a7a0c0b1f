import datetime as dt
import uuid

import pytest

from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from people.models import Identifier, Person
from people.services.people import add_identifier, edit_person, register_person
from tests.factories.accounts import UserFactory
from tests.factories.people import IdentifierFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-10-05T10:00Z")]
NAMES = {"given_names": "Kieran", "family_name": "Muir"}


@pytest.fixture
def worker():
    return UserFactory()


def test_registered_person_keeps_the_leading_zeros_of_their_number(worker):
    person = register_person(number=" 4567 ", by=worker, **NAMES)

    assert Identifier.objects.get().value == "004567"
    event = Event.objects.get()
    assert (event.action, event.person_key) == ("register_person", person.pk)


def test_same_form_twice_registers_one_person(worker):
    key = uuid.uuid4()

    assert register_person(new_id=key, by=worker, **NAMES) == register_person(new_id=key, by=worker, **NAMES)
    assert (Person.objects.count(), Event.objects.count()) == (1, 1)


@pytest.mark.parametrize("birth_date", [dt.date(2020, 1, 1), dt.date(1890, 1, 1), dt.date(2027, 1, 1)])
def test_impossible_birth_date_is_refused(worker, birth_date):
    with pytest.raises(RuleBroken, match="Check the date of birth"):
        register_person(birth_date=birth_date, by=worker, **NAMES)
    with pytest.raises(RuleBroken, match="Check the date of birth"):
        edit_person(person=PersonFactory(), read_at_version=1, birth_date=birth_date, by=worker)

    assert Person.objects.filter(family_name="Muir").count() == 0


def test_number_of_somebody_else_is_refused_and_nobody_is_registered(worker):
    IdentifierFactory(value="004567")

    with pytest.raises(RuleBroken, match="already belongs to someone on record"):
        register_person(number="4567", by=worker, **NAMES)

    assert Person.objects.filter(family_name="Muir").count() == 0


def test_own_number_again_is_no_new_one(worker):
    mine = IdentifierFactory(value="004567")

    assert add_identifier(person=mine.person, kind="sps", value="4567", by=worker) == mine
    assert (Identifier.objects.count(), Event.objects.count()) == (1, 0)


def test_edit_writes_what_changed_and_nothing_else_to_the_trail(worker):
    person = PersonFactory(known_as="", phone="")

    edit_person(person=person, read_at_version=1, known_as="Kez", phone="", by=worker)

    person.refresh_from_db()
    assert (person.known_as, person.version) == ("Kez", 2)
    event = Event.objects.get()
    assert (event.before, event.after) == ({"known_as": ""}, {"known_as": "Kez"})


def test_second_of_two_editors_is_told_and_loses_nothing_of_the_first(worker):
    person = PersonFactory()
    edit_person(person=Person.objects.get(), read_at_version=1, known_as="Kez", by=worker)

    with pytest.raises(EditedMeanwhile):
        edit_person(person=person, read_at_version=1, known_as="Kay", by=worker)

    assert Person.objects.get().known_as == "Kez"
