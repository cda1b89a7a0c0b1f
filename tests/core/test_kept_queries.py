import datetime as dt
import threading

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from accounts.asker import ASKER, asked_by
from core.kept_queries import kept_query, stand_in, stand_in_text
from people.models import Access, Person
from tests.factories.accounts import UserFactory
from tests.factories.people import AccessFactory, PersonFactory

pytestmark = pytest.mark.django_db
PEOPLE, FAMILY = stand_in(), stand_in_text()


@kept_query
def _of_family():
    return Person.objects.filter(pk__in=[PEOPLE], family_name=FAMILY).order_by("given_names")


@kept_query
def _visible():
    return Person.objects.visible_to(ASKER).values_list("pk", flat=True)


@kept_query
def _begun_by(day):
    return Access.objects.filter(from_at__date__lte=day).values_list("person_id", flat=True)


def test_a_kept_query_finds_what_is_given_in_the_place_of_its_stand_ins():
    first, second = (PersonFactory(given_names=name, family_name="Doe") for name in ("Ada", "Bo"))
    other = PersonFactory(family_name="Roe")

    assert _of_family().rows({PEOPLE: [second.pk, first.pk, other.pk], FAMILY: "Doe"}) == [first, second]
    assert _of_family().rows({PEOPLE: [other.pk], FAMILY: "Roe"}) == [other]
    assert _of_family().rows({PEOPLE: [], FAMILY: "Roe"}) == []
    assert _of_family().first({PEOPLE: [first.pk], FAMILY: "Roe"}) is None


def test_a_stand_in_that_nothing_is_given_for_finds_nothing_but_an_error():
    with pytest.raises(KeyError):
        _of_family().rows({PEOPLE: []})


def test_a_kept_query_goes_by_the_moment_of_the_run_and_by_who_asks():
    user, other = UserFactory(), UserFactory()
    access = AccessFactory(user=user)

    assert _visible().rows(asked_by(user)) == [access.person_id]
    assert _visible().rows(asked_by(other)) == []
    with time_machine.travel(access.from_at - dt.timedelta(hours=1)):
        assert _visible().rows(asked_by(user)) == []


def test_whoever_no_longer_works_here_finds_nothing():
    access = AccessFactory()
    access.user.is_active = False

    assert _visible().rows(asked_by(access.user)) == []


def test_a_kept_query_is_made_for_each_day():
    access = AccessFactory()
    day = timezone.localdate(access.from_at)

    assert _begun_by(day).rows({}) == [access.person_id]
    assert _begun_by(day - dt.timedelta(days=1)).rows({}) == []


def test_threads_share_a_kept_query_and_not_a_connection():
    person, found = PersonFactory(family_name="Doe"), []
    expected = _of_family().rows({PEOPLE: [person.pk], FAMILY: "Doe"})

    def ask():
        found.append(_of_family().rows({PEOPLE: [person.pk], FAMILY: "Doe"}))
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()

    # The other connection does not see what this test has not committed.
    assert (expected, found) == ([person], [[]])


@pytest.mark.parametrize(
    "make",
    [
        lambda: Access.objects.filter(from_at__lte=timezone.now() - dt.timedelta(hours=1)),
        lambda: Access.objects.filter(from_at__date=timezone.localdate()),
        lambda: Person.objects.filter(pk__in=list(Access.objects.values_list("person_id", flat=True))),
    ],
    ids=["an hour ago", "today", "what the database says now"],
)
def test_what_is_true_only_now_is_not_kept(make):
    with pytest.raises(ValueError, match="kept query"):
        kept_query(make)()
