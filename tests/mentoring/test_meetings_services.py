import datetime as dt
import uuid

import pytest
import time_machine

from audit.models import Event
from core.errors import AnswerRefused, EditedMeanwhile, RuleBroken
from mentoring.enums.flags import FlagKind
from mentoring.enums.meetings import OUTCOMES, CancelReason, Channel, Concern, MeetingState, Place
from mentoring.models import Flag, Meeting
from mentoring.services.bookings import move_meeting, plan_meeting
from mentoring.services.meetings import log_meeting, record_meeting, undo_outcome
from notifications.enums import Kind
from notifications.models import Message
from prisons.enums import ReleasedHow
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
LIBERATION = dt.date(2026, 12, 4)
DAY = dt.timedelta(days=1)
HELD = {"state": MeetingState.HELD, "channel": Channel.IN_PRISON, "place": Place.PRIVATE_ROOM, "minutes": 45}
# What each outcome needs to be said with it.
SAID = {
    MeetingState.HELD: {"place": Place.PRIVATE_ROOM, "minutes": 45},
    MeetingState.REFUSED: {},
    MeetingState.NOT_ATTENDED: {},
    MeetingState.CANCELLED_BY_PRISON: {"cancel_reason": CancelReason.REGIME},
    MeetingState.CANCELLED_BY_US: {},
    MeetingState.CANCELLED_BY_PERSON: {},
}


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


def planned(case, mentor, **fields):
    return MeetingFactory(case=case, mentor=mentor, **({"on_date": TODAY} | fields))


def log(case, mentor, **fields):
    return log_meeting(case=case, by=mentor.user, **(HELD | {"on_date": TODAY} | fields))


def test_planned_visit_is_with_the_mentor_in_the_prison_of_that_day(case, mentor):
    meeting = plan_meeting(
        case=case, channel=Channel.IN_PRISON, on_date=TODAY + 7 * DAY, at_time=dt.time(10, 30), by=mentor.user
    )

    meeting.refresh_from_db()
    assert (meeting.state, meeting.mentor, meeting.planned_by) == (MeetingState.PLANNED, mentor, mentor.user)
    assert meeting.prison == case.episode.stays.get().prison
    assert list(Event.objects.values_list("action", "subject_key", "person_key")) == [
        ("plan_meeting", meeting.pk, case.person_id)
    ]


def test_a_manager_plans_for_the_mentor_of_the_case(case, mentor):
    manager = ManagerFactory(team=case.programme.team)

    assert plan_meeting(case=case, channel=Channel.PHONE, on_date=TODAY, by=manager).mentor == mentor


@pytest.mark.parametrize(
    ("on_date", "sentence"),
    [
        (TODAY - DAY, "That day has passed. To write up a visit that has happened, log it."),
        (TODAY + 367 * DAY, "That is more than a year away. Check the year."),
    ],
)
def test_a_plan_is_for_a_day_to_come(case, mentor, on_date, sentence):
    with pytest.raises(AnswerRefused, match=sentence):
        plan_meeting(case=case, channel=Channel.PHONE, on_date=on_date, by=mentor.user)


@pytest.mark.parametrize("before", MeetingState)
@pytest.mark.parametrize("after", sorted(OUTCOMES))
def test_every_state_can_become_every_outcome(case, mentor, before, after):
    meeting = planned(case, mentor)
    if before != MeetingState.PLANNED:
        record_meeting(meeting=meeting, state=before, by=mentor.user, read_at_version=1, **SAID[before])
        meeting.refresh_from_db()

    record_meeting(meeting=meeting, state=after, by=mentor.user, read_at_version=meeting.version, **SAID[after])

    meeting.refresh_from_db()
    assert (meeting.state, meeting.recorded_by) == (after, mentor.user)
    assert meeting.place == SAID[after].get("place", "")
    assert meeting.minutes == SAID[after].get("minutes")
    assert meeting.cancel_reason == SAID[after].get("cancel_reason", "")


@pytest.mark.parametrize("outcome", sorted(OUTCOMES))
def test_every_outcome_can_be_taken_back_and_loses_no_text(case, mentor, outcome):
    meeting = log(case, mentor, state=outcome, note="Wants to see his sister.", **SAID[outcome])

    undo_outcome(meeting=meeting, by=mentor.user)
    undo_outcome(meeting=meeting, by=mentor.user)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.recorded_by, meeting.recorded_at) == (MeetingState.PLANNED, None, None)
    assert meeting.note == "Wants to see his sister."
    assert Event.objects.filter(action="undo_outcome").count() == 1


def test_planned_is_not_an_outcome(case, mentor):
    with pytest.raises(AnswerRefused, match="Say how it went"):
        log(case, mentor, state=MeetingState.PLANNED)


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        (MeetingState.HELD, False),
        (MeetingState.REFUSED, False),
        (MeetingState.NOT_ATTENDED, False),
        (MeetingState.CANCELLED_BY_PRISON, True),
        (MeetingState.CANCELLED_BY_US, True),
    ],
)
def test_a_day_to_come_can_only_be_cancelled(case, mentor, state, allowed):
    meeting = planned(case, mentor, on_date=TODAY + DAY)
    said = {"meeting": meeting, "state": state, "by": mentor.user, "read_at_version": 1, **SAID[state]}

    if allowed:
        assert record_meeting(**said).state == state
    else:
        with pytest.raises(AnswerRefused, match=r"You cannot record .* for a day that has not come"):
            record_meeting(**said)
    meeting.refresh_from_db()
    assert meeting.state == (state if allowed else MeetingState.PLANNED)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"place": ""}, "place"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 601}, "minutes"),
        ({"state": MeetingState.CANCELLED_BY_PRISON}, "cancel_reason"),
        ({"concern": Concern.MANAGER, "concern_text": " "}, "concern_text"),
        ({"on_date": dt.date(2026, 9, 19)}, "on_date"),
        ({"on_date": TODAY + 400 * DAY, "state": MeetingState.CANCELLED_BY_US}, "on_date"),
    ],
)
def test_what_cannot_be_is_refused_at_its_question(case, mentor, facts, field):
    with pytest.raises(AnswerRefused) as refusal:
        log(case, mentor, **facts)

    assert refusal.value.field == field
    assert (Meeting.objects.count(), Event.objects.count()) == (0, 0)


@pytest.mark.parametrize("minutes", [1, 600])
def test_a_visit_may_last_from_one_minute_to_ten_hours(case, mentor, minutes):
    assert log(case, mentor, minutes=minutes).minutes == minutes


def test_the_first_meeting_may_be_one_day_before_they_agreed(case, mentor):
    assert log(case, mentor, on_date=case.opened_date - DAY).state == MeetingState.HELD


def test_a_closed_case_takes_write_ups_of_days_up_to_the_last(case, mentor):
    booked = planned(case, mentor)
    case.closed_date = TODAY - 2 * DAY
    case.save()

    assert log(case, mentor, on_date=TODAY - 2 * DAY).state == MeetingState.HELD
    with pytest.raises(AnswerRefused, match="Support had ended by then"):
        log(case, mentor, on_date=TODAY - DAY)
    with pytest.raises(RuleBroken, match="Support has ended"):
        plan_meeting(case=case, channel=Channel.PHONE, on_date=TODAY, by=mentor.user)
    with pytest.raises(RuleBroken, match="Support has ended"):
        move_meeting(meeting=booked, on_date=TODAY + DAY, read_at_version=1, by=mentor.user)


def test_nobody_is_met_in_prison_after_their_release(case, mentor):
    case.episode.released_date, case.episode.released_how = TODAY - DAY, ReleasedHow.GATE
    case.episode.save()

    assert log(case, mentor, on_date=TODAY - DAY).state == MeetingState.HELD
    with pytest.raises(AnswerRefused, match="They were out of prison by that day"):
        log(case, mentor)


def test_a_visit_logged_twice_is_one(case, mentor):
    key = uuid.uuid4()

    first = log(case, mentor, new_id=key, next_date=TODAY + 7 * DAY)
    second = log(case, mentor, new_id=key, next_date=TODAY + 7 * DAY)

    assert first == second
    assert Meeting.objects.count() == 2
    assert Event.objects.count() == 1


def test_a_key_that_is_another_row_makes_a_new_one(case, mentor):
    other = MeetingFactory(held=True)

    made = log(case, mentor, new_id=other.pk)

    assert made != other
    assert made.case == case


def test_recorded_twice_the_same_is_recorded_once(case, mentor):
    meeting = planned(case, mentor)
    said = {"state": MeetingState.HELD, "place": Place.PRIVATE_ROOM, "minutes": 30, "next_date": TODAY + 7 * DAY}

    for _ in range(2):
        record_meeting(meeting=meeting, by=mentor.user, read_at_version=1, **said)

    assert Meeting.objects.count() == 2
    assert Event.objects.filter(action="record_meeting").count() == 1


def test_recorded_otherwise_in_the_meantime_is_a_clash(case, mentor):
    meeting = planned(case, mentor)
    record_meeting(meeting=meeting, state=MeetingState.REFUSED, by=mentor.user, read_at_version=1)

    with pytest.raises(EditedMeanwhile):
        record_meeting(meeting=meeting, state=MeetingState.NOT_ATTENDED, by=mentor.user, read_at_version=1)
    with pytest.raises(EditedMeanwhile):
        move_meeting(meeting=meeting, on_date=TODAY + DAY, by=mentor.user, read_at_version=1)

    meeting.refresh_from_db()
    assert meeting.state == MeetingState.REFUSED


def test_moving_a_visit(case, mentor):
    meeting = planned(case, mentor)

    for _ in range(2):
        move_meeting(meeting=meeting, on_date=TODAY + DAY, at_time=dt.time(14), by=mentor.user, read_at_version=1)

    meeting.refresh_from_db()
    assert (meeting.on_date, meeting.at_time, meeting.version) == (TODAY + DAY, dt.time(14), 2)
    assert Event.objects.get().before == {"on_date": "2026-11-22", "at_time": None}


def test_what_has_been_recorded_cannot_be_moved(case, mentor):
    meeting = log(case, mentor)

    with pytest.raises(RuleBroken, match="Plan a new one instead"):
        move_meeting(meeting=meeting, on_date=TODAY + DAY, by=mentor.user, read_at_version=1)


@pytest.mark.parametrize(
    ("next_date", "channel"),
    [
        (LIBERATION - DAY, Channel.IN_PRISON),
        (LIBERATION, Channel.COMMUNITY),
        (LIBERATION + DAY, Channel.COMMUNITY),
    ],
)
def test_the_next_visit_is_where_the_person_will_be(case, mentor, next_date, channel):
    log(case, mentor, next_date=next_date, next_time=dt.time(10))

    following = Meeting.objects.planned().get()
    assert (following.on_date, following.at_time, following.channel) == (next_date, dt.time(10), channel)
    joined = [each["action"] for each in Event.objects.get().after["also"]]
    assert joined == ["refresh_meeting_flags", "plan_meeting"]


def test_a_next_visit_in_the_past_saves_nothing(case, mentor):
    with pytest.raises(AnswerRefused) as refusal:
        log(case, mentor, next_date=TODAY - DAY)

    assert refusal.value.field == "next_date"
    assert Meeting.objects.count() == 0


def test_who_covers_and_holds_the_visit_is_credited(case, mentor):
    meeting, cover = planned(case, mentor), MentorFactory()

    record_meeting(meeting=meeting, by=cover.user, read_at_version=1, **HELD)
    record_meeting(meeting=meeting, by=mentor.user, read_at_version=2, **HELD | {"minutes": 50})

    meeting.refresh_from_db()
    assert (meeting.mentor, meeting.minutes) == (cover, 50)


def test_the_flag_follows_the_third_visit_and_its_undoing(case, mentor):
    for days in (3, 2):
        log(case, mentor, on_date=TODAY - days * DAY)
    assert Flag.objects.open().get().kind == FlagKind.FEWER_MEETINGS

    third = log(case, mentor)
    assert Flag.objects.open().count() == 0

    undo_outcome(meeting=third, by=mentor.user)
    assert Flag.objects.open().get().kind == FlagKind.FEWER_MEETINGS


def test_a_concern_tells_the_managers_of_the_team_and_names_nobody(case, mentor):
    manager = ManagerFactory(team=case.programme.team)
    ManagerFactory()

    meeting = log(case, mentor, concern=Concern.SAFEGUARDING, concern_text="Says he will hurt himself.")

    message = Message.objects.get(kind=Kind.CONCERN)
    assert (message.recipient, message.subject_key, message.path) == (manager, case.pk, f"/contacts/{meeting.pk}/")
    assert message.reference == case.reference


def test_a_concern_is_told_again_when_it_turns_into_danger(case, mentor):
    ManagerFactory(team=case.programme.team)
    meeting = log(case, mentor, concern=Concern.MANAGER, concern_text="Owes money on the hall.")
    again = {"concern": Concern.SAFEGUARDING, "concern_text": "Has been threatened."}

    record_meeting(meeting=meeting, state=MeetingState.HELD, by=mentor.user, read_at_version=1, note="Seen.")
    record_meeting(meeting=meeting, state=MeetingState.HELD, by=mentor.user, read_at_version=2, **again)

    assert Message.objects.filter(kind=Kind.CONCERN).count() == 2


def test_the_trail_holds_no_note(case, mentor):
    refused = {"state": MeetingState.REFUSED, "place": "", "minutes": None}
    log(case, mentor, note="Canary", concern=Concern.MANAGER, concern_text="Canary", **refused)

    assert Event.objects.get().after == {
        "state": "refused",
        "channel": "in-prison",
        "on_date": "2026-11-22",
        "place": "",
        "minutes": None,
        "cancel_reason": "",
        "concern": "manager",
    }


def test_what_was_written_down_earlier_keeps_its_moment(case, mentor):
    then = dt.datetime(2026, 10, 5, 15, tzinfo=dt.UTC)
    day = then.date()

    booked = plan_meeting(case=case, channel=Channel.PHONE, on_date=day, by=mentor.user, at=then)
    logged = log(case, mentor, on_date=day, at=then, next_date=day + 7 * DAY)
    record_meeting(meeting=booked, state=MeetingState.HELD, by=mentor.user, read_at_version=1, at=then)

    booked.refresh_from_db()
    assert (booked.planned_at, booked.recorded_at, logged.recorded_at) == (then, then, then)
    with pytest.raises(AnswerRefused, match="a day that has not come"):
        log(case, mentor, on_date=day + DAY, at=then)
