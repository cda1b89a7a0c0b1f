import pytest

from people.enums import AccessReason
from people.models import Access, Person
from people.services.access import grant_access
from tests.factories.accounts import ManagerFactory, TeamFactory, UserFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def test_who_moves_to_another_team_leaves_the_people_behind_at_once():
    person, mentor = PersonFactory(), UserFactory()
    grant_access(person=person, user=mentor, reason=AccessReason.ALLOCATION, by=ManagerFactory())
    before = Person.objects.visible_to(mentor).count()

    mentor.team = TeamFactory()

    assert (before, Person.objects.visible_to(mentor).count()) == (1, 0)


def test_access_granted_again_in_the_new_team_holds_there():
    person, mentor, manager = PersonFactory(), UserFactory(), ManagerFactory()
    grant_access(person=person, user=mentor, reason=AccessReason.ALLOCATION, by=manager)
    mentor.team = TeamFactory()
    mentor.save(update_fields=["team"])

    grant_access(person=person, user=mentor, reason=AccessReason.ALLOCATION, by=manager)

    assert Person.objects.visible_to(mentor).get() == person
    assert Access.objects.filter(user=mentor).count() == 1
