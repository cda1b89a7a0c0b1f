import datetime as dt
import uuid

import pytest
import time_machine

from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from mentoring.models import Debrief, Supervision, SupervisionSettings
from mentoring.services.supervision import (
    ask_debrief,
    edit_supervision_settings,
    record_debrief,
    record_supervision,
)
from notifications.models import Message
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import MentorFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-20T10:00Z", tick=False):
        yield


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def mentor(manager):
    return MentorFactory(user__team=manager.team, supervisor=manager)


def test_supervision_is_recorded_once_and_its_summary_stays_off_the_trail(mentor, manager):
    key = uuid.uuid4()

    for _ in range(2):
        record_supervision(mentor=mentor, on_date=TODAY, summary="Tired after March.", new_id=key, by=manager)

    assert Supervision.objects.get().summary == "Tired after March."
    event = Event.objects.get()
    assert "Tired" not in str((event.before, event.after))


@pytest.mark.parametrize(
    ("on_date", "next_date", "sentence"),
    [(dt.date(2026, 11, 21), None, "still to come"), (TODAY, TODAY, "after this one")],
)
def test_supervision_on_days_that_cannot_be_is_refused(mentor, manager, on_date, next_date, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        record_supervision(mentor=mentor, on_date=on_date, next_date=next_date, by=manager)


def test_only_the_supervisor_records_supervision(mentor, manager):
    for other in (ManagerFactory(team=manager.team), mentor.user):
        with pytest.raises(RuleBroken, match="Only their supervisor"):
            record_supervision(mentor=mentor, on_date=TODAY, by=other)


def test_debrief_asked_for_tells_the_supervisor_once_and_says_nothing(mentor, manager):
    for _ in range(2):
        debrief = ask_debrief(mentor=mentor, note="The visit on Tuesday.", by=mentor.user)

    assert Debrief.objects.get() == debrief
    message = Message.objects.get()
    assert (message.recipient, message.path) == (manager, f"/mentors/{mentor.pk}/support/")
    assert "Tuesday" not in str(Event.objects.get().after)


def test_debrief_needs_a_supervisor_and_is_asked_for_by_the_mentor(mentor, manager):
    with pytest.raises(RuleBroken, match="no supervisor yet"):
        alone = MentorFactory()
        ask_debrief(mentor=alone, by=alone.user)
    with pytest.raises(RuleBroken, match="Only the mentor"):
        ask_debrief(mentor=mentor, by=manager)


def test_debrief_held_is_the_one_that_was_asked_for(mentor, manager):
    asked = ask_debrief(mentor=mentor, by=mentor.user)

    for _ in range(2):
        record_debrief(mentor=mentor, on_date=TODAY, note="We talked it through.", new_id=asked.pk, by=manager)

    assert list(Debrief.objects.values_list("pk", "on_date", "written_by")) == [(asked.pk, TODAY, manager.pk)]
    assert ask_debrief(mentor=mentor, by=mentor.user) != asked


def test_debrief_is_between_two_whoever_supervises_later(mentor, manager):
    record_debrief(mentor=mentor, on_date=TODAY, note="Hard week.", by=mentor.user)
    later = ManagerFactory(team=manager.team)
    mentor.supervisor = later
    mentor.save()

    readers = [user for user in (mentor.user, manager, later) if Debrief.objects.between(user).exists()]

    assert readers == [mentor.user, manager]
    with pytest.raises(RuleBroken, match="Only the mentor and their supervisor"):
        record_debrief(mentor=mentor, on_date=TODAY, note="What was it?", by=manager)


def test_settings_of_a_team_are_the_defaults_until_changed(manager):
    assert SupervisionSettings.of_team(manager.team).supervision_weeks == 8
    values = {"team": manager.team, "supervision_weeks": 6, "remind_days": [7, 30, 7], "by": manager}

    edit_supervision_settings(read_at_version=1, **values)

    row = SupervisionSettings.objects.get()
    assert (row.supervision_weeks, row.remind_days, row.version) == (6, [30, 7], 2)
    with pytest.raises(EditedMeanwhile):
        edit_supervision_settings(read_at_version=1, **{**values, "supervision_weeks": 4})
