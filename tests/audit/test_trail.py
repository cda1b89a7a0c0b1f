import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from audit import trail
from audit.enums import Verb
from audit.models import Event
from core.errors import RuleBroken
from people.models import Person
from tests.factories.accounts import ManagerFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET reason = 'rewritten'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
    ],
)
def test_database_refuses_to_rewrite_the_trail(statement):
    trail.record("a_test", Verb.VIEWED, by=None)

    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert list(Event.objects.values_list("action", "reason")) == [("a_test", "")]


def test_written_keeps_change_and_row_together():
    by, person = ManagerFactory(), PersonFactory()

    with trail.written("rename", Verb.CHANGED, by=by, subject=person, person=person) as entry:
        entry.before, entry.after = {"known_as": ""}, {"known_as": "Shug"}
        Person.objects.filter(pk=person.pk).update(known_as="Shug")

    assert list(
        Event.objects.values(
            "action", "verb", "actor_key", "actor_role", "team_key", "subject_label", "person_key", "before", "after"
        )
    ) == [
        {
            "action": "rename",
            "verb": "changed",
            "actor_key": by.pk,
            "actor_role": "manager",
            "team_key": by.team_id,
            "subject_label": "people.Person",
            "person_key": person.pk,
            "before": {"known_as": ""},
            "after": {"known_as": "Shug"},
        }
    ]


def test_written_keeps_neither_change_nor_row_when_it_fails():
    person = PersonFactory(known_as="")

    with pytest.raises(RuleBroken), trail.written("rename", Verb.CHANGED, by=None, person=person):
        Person.objects.filter(pk=person.pk).update(known_as="Shug")
        raise RuleBroken("No.")

    person.refresh_from_db()
    assert (person.known_as, Event.objects.count()) == ("", 0)


def test_written_keeps_no_change_when_the_row_cannot_be_written():
    person = PersonFactory(known_as="")

    with pytest.raises(DatabaseError), trail.written("x" * 81, Verb.CHANGED, by=None, person=person):
        Person.objects.filter(pk=person.pk).update(known_as="Shug")

    person.refresh_from_db()
    assert (person.known_as, Event.objects.count()) == ("", 0)


def test_written_inside_another_joins_its_row():
    person = PersonFactory()

    with trail.written("outer", Verb.CHANGED, by=None) as outer:
        outer.after = {"state": "agreed"}
        with trail.written("inner", Verb.CREATED, by=None, subject=person, person=person) as inner:
            inner.after = {"reason": "referral"}
            with trail.written("innermost", Verb.CREATED, by=None):
                pass

    event = Event.objects.get()
    assert (event.action, event.person_key) == ("outer", person.pk)
    assert event.after == {
        "state": "agreed",
        "also": [
            {
                "action": "inner",
                "subject": str(person.pk),
                "before": {},
                "after": {
                    "reason": "referral",
                    "also": [{"action": "innermost", "subject": None, "before": {}, "after": {}}],
                },
            }
        ],
    }


def test_inner_failure_that_is_caught_leaves_no_trace_of_itself():
    with trail.written("outer", Verb.CHANGED, by=None):
        _fail_inside()

    assert list(Event.objects.values_list("action", "after")) == [("outer", {})]


def test_about_finds_records_opened_and_shown_in_lists():
    person, other = PersonFactory(), uuid.uuid4()
    trail.record("opened", Verb.VIEWED, by=None, person=person)
    trail.record("listed", Verb.LISTED, by=None, shown=[other, person.pk])
    trail.record("elsewhere", Verb.LISTED, by=None, shown=[other])

    assert set(Event.objects.about(person.pk).values_list("action", flat=True)) == {"opened", "listed"}


def _fail_inside():
    with pytest.raises(RuleBroken), trail.written("inner", Verb.CHANGED, by=None):
        raise RuleBroken("No.")
