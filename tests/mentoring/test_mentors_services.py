import datetime as dt
import uuid

import pytest

from accounts.enums import Role
from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from mentoring.models import Mentor, PrisonClearance
from mentoring.services.mentors import add_clearance, edit_mentor, end_clearance, set_up_mentor
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.mentoring import MentorFactory
from tests.factories.prisons import LocalAuthorityFactory, PrisonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return ManagerFactory()


def day(number, month=10):
    return dt.date(2026, month, number)


def test_mentor_is_set_up_once(manager):
    user = UserFactory()

    assert set_up_mentor(user=user, by=manager) == set_up_mentor(user=user, by=manager)
    assert Mentor.objects.get().user == user
    assert Event.objects.get().action == "set_up_mentor"


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_only_those_who_mentor_are_set_up(manager, role):
    with pytest.raises(RuleBroken, match="Only a mentor"):
        set_up_mentor(user=UserFactory(role=role), by=manager)


def test_edited_mentor_keeps_areas_and_tells_the_trail_what_changed(manager):
    mentor, area = MentorFactory(), LocalAuthorityFactory()

    edit_mentor(
        mentor=mentor, read_at_version=1, capacity=12, available=False, languages="BSL", areas=[area], by=manager
    )

    mentor.refresh_from_db()
    assert (mentor.capacity, mentor.available, mentor.languages, mentor.version) == (12, False, "BSL", 2)
    assert list(mentor.areas.all()) == [area]
    event = Event.objects.get()
    assert event.before == {"capacity": 20, "available": True, "languages": "", "areas": []}
    assert event.after == {"capacity": 12, "available": False, "languages": "BSL", "areas": [area.name]}


def test_second_of_two_editors_is_told(manager):
    mentor, area = MentorFactory(), LocalAuthorityFactory()
    values = {"mentor": mentor, "read_at_version": 1, "available": True, "languages": "", "by": manager}
    edit_mentor(capacity=10, areas=[], **values)

    with pytest.raises(EditedMeanwhile):
        edit_mentor(capacity=11, areas=[area], **values)

    assert (Mentor.objects.get().capacity, mentor.areas.count()) == (10, 0)


def test_clearance_entered_twice_by_one_form_is_one(manager):
    mentor, prison, key = MentorFactory(), PrisonFactory(), uuid.uuid4()

    for _ in range(2):
        add_clearance(mentor=mentor, prison=prison, from_date=day(1), new_id=key, by=manager)

    assert PrisonClearance.objects.get().pk == key
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("earlier", "from_date", "until_date", "sentence"),
    [
        ((day(1), None), day(9), day(20), "already have a clearance"),
        ((day(1), day(9)), day(9), None, "already have a clearance"),
        ((day(20), None), day(1), None, "already have a clearance"),
        ((day(1), day(9)), day(20), day(19), "before its first day"),
    ],
)
def test_clearance_that_cannot_stand_is_refused(manager, earlier, from_date, until_date, sentence):
    mentor, prison = MentorFactory(), PrisonFactory()
    PrisonClearance.objects.create(mentor=mentor, prison=prison, from_date=earlier[0], until_date=earlier[1])

    with pytest.raises(RuleBroken, match=sentence):
        add_clearance(mentor=mentor, prison=prison, from_date=from_date, until_date=until_date, by=manager)

    assert PrisonClearance.objects.count() == 1


def test_clearance_may_follow_another_and_be_for_another_prison(manager):
    mentor, prison = MentorFactory(), PrisonFactory()
    add_clearance(mentor=mentor, prison=prison, from_date=day(1), until_date=day(9), by=manager)

    add_clearance(mentor=mentor, prison=prison, from_date=day(10), by=manager)
    add_clearance(mentor=mentor, prison=PrisonFactory(), from_date=day(5), by=manager)

    assert PrisonClearance.objects.count() == 3


def test_clearance_is_given_a_last_day(manager):
    clearance = PrisonClearance.objects.create(mentor=MentorFactory(), prison=PrisonFactory(), from_date=day(1))

    for _ in range(2):
        end_clearance(clearance=clearance, until_date=day(9), by=manager)

    clearance.refresh_from_db()
    assert clearance.until_date == day(9)
    assert Event.objects.get().after == {"until_date": "2026-10-09"}


def test_last_day_that_cannot_stand_is_refused(manager):
    mentor, prison = MentorFactory(), PrisonFactory()
    first = add_clearance(mentor=mentor, prison=prison, from_date=day(2), until_date=day(9), by=manager)
    add_clearance(mentor=mentor, prison=prison, from_date=day(20), by=manager)

    for until_date, sentence in ((day(1), "before its first day"), (day(20), "A later clearance")):
        with pytest.raises(RuleBroken, match=sentence):
            end_clearance(clearance=first, until_date=until_date, by=manager)
