import datetime as dt

import pytest

from accounts.enums import Role
from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from mentoring.models import Mentor
from mentoring.services.mentors import edit_mentor, edit_own_profile, set_up_mentor
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.mentoring import MentorFactory
from tests.factories.prisons import LocalAuthorityFactory

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


def profile(**changes):
    return {
        "read_at_version": 1,
        "capacity": 20,
        "available": True,
        "working_days": [1, 2, 3, 4, 5],
        "supervisor": None,
        "languages": [],
        "other_languages": "",
        "gender": "",
        "areas": [],
        **changes,
    }


def test_edited_mentor_keeps_areas_and_tells_the_trail_what_changed(manager):
    mentor, area = MentorFactory(), LocalAuthorityFactory()
    changes = profile(
        capacity=12, available=False, languages=["bfi"], working_days=[4, 1], gender="woman", areas=[area]
    )

    edit_mentor(mentor=mentor, by=manager, **changes)

    mentor.refresh_from_db()
    assert (mentor.capacity, mentor.available, mentor.languages_in_words, mentor.version) == (
        12,
        False,
        "British Sign Language",
        2,
    )
    assert mentor.days_in_words == "Monday, Thursday"
    assert list(mentor.areas.all()) == [area]
    event = Event.objects.get()
    assert event.before == {
        "capacity": 20,
        "available": True,
        "working_days": [1, 2, 3, 4, 5],
        "languages": [],
        "gender": "(text)",
        "areas": [],
    }
    assert event.after["areas"] == [area.name]


def test_second_of_two_editors_is_told(manager):
    mentor, area = MentorFactory(), LocalAuthorityFactory()
    edit_mentor(mentor=mentor, by=manager, **profile(capacity=10))

    with pytest.raises(EditedMeanwhile):
        edit_mentor(mentor=mentor, by=manager, **profile(capacity=11, areas=[area]))

    assert (Mentor.objects.get().capacity, mentor.areas.count()) == (10, 0)


def test_supervisor_is_somebody_else_of_the_team(manager):
    mentor = MentorFactory(user__team=manager.team)

    for wrong in (mentor.user, ManagerFactory(), ManagerFactory(team=manager.team, is_active=False)):
        with pytest.raises(RuleBroken, match="somebody else"):
            edit_mentor(mentor=mentor, by=manager, **profile(supervisor=wrong))

    edit_mentor(mentor=mentor, by=manager, **profile(supervisor=manager))
    assert Mentor.objects.get().supervisor == manager


OWN = {"languages": ["pl"], "other_languages": "Silesian", "gender": "man", "lived_experience": True}


def test_mentor_says_of_themselves_what_nobody_says_for_them(manager):
    mentor = MentorFactory()

    with pytest.raises(RuleBroken, match="Only the mentor"):
        edit_own_profile(mentor=mentor, read_at_version=1, by=manager, **OWN)
    edit_own_profile(mentor=mentor, read_at_version=1, by=mentor.user, **OWN)

    mentor.refresh_from_db()
    assert (mentor.languages_in_words, mentor.gender, mentor.lived_experience) == ("Polish, Silesian", "man", True)


def test_trail_does_not_keep_what_mentors_say_of_their_lives():
    mentor = MentorFactory()

    edit_own_profile(mentor=mentor, read_at_version=1, by=mentor.user, **OWN)

    event = Event.objects.get()
    assert (event.after["gender"], event.after["lived_experience"]) == ("(text)", "(text)")
