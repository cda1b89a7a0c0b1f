import datetime as dt
import uuid

import pytest
import time_machine

from audit.models import Event
from core.errors import AnswerRefused, EditedMeanwhile, RuleBroken
from mentoring.enums.meetings import CancelReason, Channel, MeetingState, MoveAsker
from mentoring.models import Meeting, MeetingMove
from mentoring.services.bookings import book_visits, cancel_meeting, move_meeting
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
LIBERATION = dt.date(2026, 12, 17)
DAY = dt.timedelta(days=1)
TUESDAYS = [(dt.date(2026, 11, 24), dt.time(9, 30)), (dt.date(2026, 12, 1), None), (dt.date(2026, 12, 8), dt.time(14))]


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel("2026-11-22 11:00:00+00:00", tick=False):
        yield


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def case(mentor):
    return CaseFactory(liberation_date=LIBERATION, lead=mentor)


@pytest.fixture
def visit(case, mentor):
    return MeetingFactory(case=case, mentor=mentor, on_date=TODAY + 2 * DAY, at_time=dt.time(10))


def test_several_visits_are_booked_in_one_go(case, mentor):
    booked = book_visits(case=case, visits=TUESDAYS, by=mentor.user)

    rows = Meeting.objects.planned().order_by("on_date")
    assert [(each.on_date, each.at_time) for each in rows] == TUESDAYS
    assert {(each.mentor, each.channel, each.planned_by) for each in rows} == {(mentor, Channel.IN_PRISON, mentor.user)}
    assert {each.prison for each in rows} == {case.episode.stays.get().prison}
    assert set(booked) == set(rows)
    assert list(Event.objects.values_list("action", "subject_key", "person_key")) == [
        ("book_visits", case.pk, case.person_id)
    ]


def test_the_same_form_books_once(case, mentor):
    key = uuid.uuid4()

    first = book_visits(case=case, visits=TUESDAYS, new_id=key, by=mentor.user)
    again = book_visits(case=case, visits=TUESDAYS, new_id=key, by=mentor.user)

    assert (again, Meeting.objects.count(), Event.objects.count()) == (first, 3, 1)


@pytest.mark.parametrize(
    ("days", "place", "sentence"),
    [
        ([2, 0, -1], 2, "That day has passed"),
        ([2, 9, 9], 2, "Two visits on one day count as one"),
        ([2, 5], 1, "A visit is planned for that day already"),
        ([25, 2], 0, "A visit before liberation must be on an earlier day"),
        ([2, 30], 1, "A visit before liberation must be on an earlier day"),
    ],
)
def test_one_that_cannot_be_stops_all_and_is_named(case, mentor, days, place, sentence):
    MeetingFactory(case=case, mentor=mentor, on_date=TODAY + 5 * DAY)

    with pytest.raises(AnswerRefused, match=sentence) as refusal:
        book_visits(case=case, visits=[(TODAY + each * DAY, None) for each in days], by=mentor.user)

    assert (refusal.value.place, Meeting.objects.count(), Event.objects.count()) == (place, 1, 0)


def test_nothing_to_book_and_an_ended_case_are_refused(case, mentor):
    with pytest.raises(RuleBroken, match="Choose at least one day"):
        book_visits(case=case, visits=[], by=mentor.user)
    case.closed_date = TODAY
    case.save()
    with pytest.raises(RuleBroken, match="Support has ended"):
        book_visits(case=case, visits=TUESDAYS, by=mentor.user)


def test_a_move_says_from_when_who_asked_and_why(visit, mentor):
    asked = {"asked_by": MoveAsker.PRISON, "reason": "Fire alarm test that morning"}

    move_meeting(
        meeting=visit, on_date=TODAY + 4 * DAY, at_time=dt.time(14), by=mentor.user, read_at_version=1, **asked
    )

    move = MeetingMove.objects.get(meeting=visit)
    assert (move.from_date, move.from_time, move.to_date, move.to_time) == (
        TODAY + 2 * DAY,
        dt.time(10),
        TODAY + 4 * DAY,
        dt.time(14),
    )
    assert (move.asked_by, move.reason, move.moved_by) == (*asked.values(), mentor.user)


def test_a_move_sent_twice_is_one_move(visit, mentor):
    for _ in range(2):
        move_meeting(meeting=visit, on_date=TODAY + 4 * DAY, by=mentor.user, read_at_version=1)

    assert (MeetingMove.objects.count(), Event.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (MeetingState.CANCELLED_BY_PRISON, CancelReason.REGIME),
        (MeetingState.CANCELLED_BY_US, ""),
        (MeetingState.CANCELLED_BY_PERSON, ""),
    ],
)
def test_a_planned_visit_is_called_off_before_its_day(visit, mentor, state, reason):
    Meeting.objects.filter(pk=visit.pk).update(note="Bring the housing form.")

    for _ in range(2):
        cancel_meeting(
            meeting=visit, state=state, cancel_reason=reason, note="Rang.", by=mentor.user, read_at_version=1
        )

    visit.refresh_from_db()
    assert (visit.state, visit.cancel_reason, visit.recorded_by) == (state, reason, mentor.user)
    assert visit.note == "Bring the housing form.\n\nRang."
    assert list(Event.objects.values_list("action", flat=True)) == ["cancel_meeting"]


def test_only_a_cancellation_calls_off_and_the_prison_gives_a_reason(visit, mentor):
    for state, sentence in ((MeetingState.HELD, "who cancelled"), (MeetingState.CANCELLED_BY_PRISON, "why the prison")):
        with pytest.raises(AnswerRefused, match=sentence):
            cancel_meeting(meeting=visit, state=state, by=mentor.user, read_at_version=1)


def test_what_has_an_outcome_is_not_called_off_and_an_old_version_is_refused(visit, mentor, case):
    cancel_meeting(meeting=visit, state=MeetingState.CANCELLED_BY_US, by=mentor.user, read_at_version=1)
    visit.refresh_from_db()

    with pytest.raises(EditedMeanwhile):
        cancel_meeting(meeting=visit, state=MeetingState.CANCELLED_BY_PERSON, by=mentor.user, read_at_version=1)
    with pytest.raises(RuleBroken, match="Correct that instead"):
        cancel_meeting(meeting=visit, state=MeetingState.CANCELLED_BY_PERSON, by=mentor.user, read_at_version=2)
