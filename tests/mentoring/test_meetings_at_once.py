"""The same contact from several browsers at once."""

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection

from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from mentoring.enums.meetings import Channel, MeetingState
from mentoring.models import Meeting
from mentoring.services.meetings import log_meeting, record_meeting
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel("2026-11-22 11:00:00+00:00", tick=False):
        yield


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def case(mentor):
    return CaseFactory(lead=mentor)


def at_once(tasks):
    """What each task returned or was refused with, all of them run at the same time."""

    def run(task):
        try:
            return task()
        except RuleBroken as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_eight_pages_sent_at_once_make_one_visit(case, mentor):
    key = uuid.uuid4()

    def log():
        return log_meeting(
            case=case,
            channel=Channel.PHONE,
            on_date=TODAY,
            state=MeetingState.HELD,
            minutes=10,
            next_date=TODAY + dt.timedelta(days=7),
            new_id=key,
            by=mentor.user,
        )

    made = at_once([log] * 8)

    assert {meeting.pk for meeting in made} == {key}
    assert Meeting.objects.count() == 2
    assert Event.objects.filter(action="log_meeting").count() == 1


def test_of_two_outcomes_at_once_one_is_kept_and_one_asked_again(case, mentor):
    meeting = MeetingFactory(case=case, mentor=mentor, on_date=TODAY)

    def record(state):
        return record_meeting(meeting=meeting, state=state, by=mentor.user, read_at_version=1)

    ended = at_once([lambda: record(MeetingState.REFUSED), lambda: record(MeetingState.NOT_ATTENDED)])

    kept = next(each for each in ended if each is not EditedMeanwhile)
    meeting.refresh_from_db()
    assert ended.count(EditedMeanwhile) == 1
    assert (meeting.state, meeting.version) == (kept.state, 2)
