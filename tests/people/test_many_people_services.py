"""What a service does for many at once is what it does for each: the same rows, the same refusals."""

import datetime as dt

import pytest
from django.db import transaction
from django.forms.models import model_to_dict

from accounts.enums import Role
from core.errors import RuleBroken
from people.enums import AccessReason, Sex
from people.models import Access, Identifier, Person
from people.services.access import grant_access, grant_access_to_many
from people.services.people import (
    Newcomer,
    NewNumber,
    add_identifier,
    add_identifiers,
    register_people,
    register_person,
)
from tests.factories.accounts import ManagerFactory
from tests.factories.people import AccessFactory, IdentifierFactory, PersonFactory

pytestmark = pytest.mark.django_db
WHO = {"given_names": "Callum", "family_name": "Sharpe", "birth_date": dt.date(1991, 2, 1), "sex": Sex.MALE}


class Undone(Exception):
    """Ends a rehearsal."""


def outcome(work, facts):
    """What `work` leaves behind, or the sentence it refuses with; the database is as before."""
    found = None
    try:
        with transaction.atomic():
            work()
            found = facts()
            raise Undone
    except Undone:
        return found
    except RuleBroken as refusal:
        return str(refusal)


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.mark.parametrize(
    ("fields", "number"),
    [
        (WHO, ""),
        (WHO, "90017"),
        (WHO, "090 017"),
        (WHO, "taken"),
        (WHO, "\u200b"),
        (WHO, "\ufdfa\ufdfa"),
        ({**WHO, "birth_date": None}, "90018"),
        ({**WHO, "birth_date": dt.date(1850, 1, 1)}, ""),
        ({**WHO, "known_as": "Cal", "phone": "0141 496 0001"}, ""),
    ],
)
def test_people_registered_at_once_are_registered_as_one_by_one(manager, fields, number):
    taken = IdentifierFactory().value
    number = taken if number == "taken" else number

    def facts():
        return [
            (model_to_dict(person), person.sort_name, sorted(person.identifiers.values_list("kind", "value")))
            for person in Person.objects.filter(family_name="Sharpe")
        ]

    one = outcome(lambda: register_person(number=number, by=manager, **fields), facts)
    many = outcome(lambda: register_people(newcomers=[Newcomer(fields, number)], by=manager), facts)

    assert one == many
    assert one


def test_refusal_of_one_of_many_says_which_and_keeps_none(manager):
    newcomers = [Newcomer(WHO), Newcomer(WHO, "90017"), Newcomer(WHO, "90017")]

    with pytest.raises(RuleBroken, match="already belongs") as refused:
        register_people(newcomers=newcomers, by=manager)

    assert (refused.value.place, Person.objects.count(), Identifier.objects.count()) == (2, 0, 0)


@pytest.mark.parametrize("value", ["90017", "own", "taken", ""])
def test_numbers_added_at_once_are_added_as_one_by_one(manager, value):
    person = PersonFactory()
    known = {"own": IdentifierFactory(person=person).value, "taken": IdentifierFactory().value}
    value = known.get(value, value)

    def facts():
        return sorted(person.identifiers.values_list("kind", "value"))

    one = outcome(lambda: add_identifier(person=person, kind="sps", value=value, by=manager), facts)
    many = outcome(lambda: add_identifiers(numbers=[NewNumber(person, "sps", value)], by=manager), facts)

    assert one == many


@pytest.mark.parametrize("there", ["nothing", "open", "ended", "of one user"])
def test_access_granted_to_many_is_granted_as_one_by_one(manager, there):
    person, team = PersonFactory(), manager.team
    holder = {"person": person, "user": None, "team": team, "role": Role.MANAGER, "reason": AccessReason.TEAM}
    if there == "open":
        AccessFactory(**holder)
    if there == "ended":
        AccessFactory(**holder, until_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    if there == "of one user":
        AccessFactory(person=person, user=manager, reason=AccessReason.TEAM)
    given = {"team": team, "role": Role.MANAGER, "reason": AccessReason.TEAM, "by": manager}
    at = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)

    def facts():
        return sorted(Access.objects.filter(person=person).values_list("team", "role", "from_at", "until_at"), key=str)

    one = outcome(lambda: grant_access(person=person, at=at, **given), facts)
    many = outcome(lambda: grant_access_to_many(people=[person, person], at=at, **given), facts)

    assert one == many
