import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from audit.enums import Verb
from audit.models import Event
from desk.selectors.my_day import my_day
from liberations.enums import GateDecision, GateState
from mentoring.enums.meetings import Channel, MeetingState
from notifications.enums import Kind
from notifications.models import Message
from prisons.enums import ReleasedHow
from referrals.models import Programme
from tests.factories.liberations import FollowUpFactory, GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.prisons import DateCheckFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel("2026-11-22 11:00:00+00:00", tick=False):
        yield


@pytest.fixture
def mentor():
    return MentorFactory()


def case_of(mentor, liberation=None, **fields):
    return CaseFactory(lead=mentor, liberation_date=liberation, **fields)


def release(case, day):
    case.episode.released_date, case.episode.released_how = day, ReleasedHow.GATE
    case.episode.save()


def notice(case, user, kind, **fields):
    return Message.objects.create(
        recipient=user,
        kind=kind,
        dedupe_key=f"{kind}/{case.pk}/{fields.get('offset_days')}/{Message.objects.count()}",
        subject_key=case.pk,
        person_key=case.person_id,
        path=case.get_absolute_url(),
        **fields,
    )


def test_todays_gates_come_first_and_passed_ones_ask_what_happened(mentor):
    passed = case_of(mentor, TODAY - DAY)
    late_morning = case_of(mentor, TODAY)
    early = case_of(mentor, TODAY)
    for case, hour in ((late_morning, 10), (early, 8)):
        GateLiberationFactory(case=case, decision=GateDecision.WANTED, mentor=mentor, meet_time=dt.time(hour))
    out = case_of(mentor, TODAY - DAY)
    release(out, TODAY - DAY)

    gates = my_day(mentor.user, TODAY).gates

    assert [(gate.case, gate.late) for gate in gates] == [(early, False), (late_morning, False), (passed, True)]
    assert [gate.said for gate in gates] == ["Wants to be met"] * 2 + ["Not asked yet whether they want to be met"]


def test_someone_met_today_is_done(mentor):
    case = case_of(mentor, TODAY)
    GateLiberationFactory(
        case=case,
        state=GateState.MET,
        out_at=timezone.now(),
        outcome_at=timezone.now(),
        outcome_by=mentor.user,
    )
    release(case, TODAY)

    assert [gate.done for gate in my_day(mentor.user, TODAY).gates] == [True]


def test_planned_visits_stand_under_their_day(mentor):
    case = case_of(mentor)
    late, today, tomorrow, _far = (
        MeetingFactory(case=case, mentor=mentor, on_date=TODAY + days * DAY) for days in (-1, 0, 1, 8)
    )
    MeetingFactory(case=case, held=True, on_date=TODAY - DAY)

    day = my_day(mentor.user, TODAY)

    assert (day.unrecorded, day.visits) == ([late], [today])
    assert [row.meeting for row in day.coming] == [tomorrow]


def test_dates_that_moved_come_before_reminders_and_only_the_latest_counts(mentor):
    case = case_of(mentor, TODAY + 14 * DAY)
    reminder = notice(case, mentor.user, Kind.RELEASE_REMINDER, offset_days=14)
    notice(case, mentor.user, Kind.RELEASE_DATE_MOVED, created_at=timezone.now() - DAY)
    moved = notice(case, mentor.user, Kind.RELEASE_DATE_MOVED, created_at=timezone.now())
    notice(case, mentor.user, Kind.RELEASE_REMINDER, withdrawn_at=timezone.now(), created_at=timezone.now() + DAY)
    notice(case, mentor.user, Kind.FEWER_MEETINGS)
    other = case_of(mentor)
    notice(other, mentor.user, Kind.RELEASE_DATE_MOVED, read_at=timezone.now())
    notice(other, MentorFactory().user, Kind.RELEASE_DATE_MOVED)
    notice(CaseFactory(), mentor.user, Kind.RELEASE_DATE_MOVED)

    notices = my_day(mentor.user, TODAY).notices

    assert [(row.message, row.moved) for row in notices] == [(moved, True), (reminder, False)]


@pytest.mark.parametrize(
    ("days", "held", "short"),
    [(12, 1, True), (28, 2, True), (29, 0, False), (12, 3, False), (1, 2, True), (0, 2, False), (-1, 2, False)],
)
def test_short_of_visits_as_the_flag_decides(mentor, days, held, short):
    case = case_of(mentor, TODAY + days * DAY)
    for number in range(held):
        MeetingFactory(case=case, held=True, on_date=dt.date(2026, 10, 5) + number * DAY)

    assert [row.case.meetings_held for row in my_day(mentor.user, TODAY).short] == ([held] if short else [])


@pytest.mark.parametrize(("company_counts", "planned"), [(True, 1), (False, 0)])
def test_visit_planned_with_others_there_counts_as_the_programme_says(mentor, company_counts, planned):
    case = case_of(mentor, TODAY + 12 * DAY)
    Programme.objects.update(company_counts=company_counts)
    MeetingFactory(case=case, mentor=mentor, on_date=TODAY + 2 * DAY, one_to_one=False)

    assert [row.plan.missing for row in my_day(mentor.user, TODAY).short] == [3 - planned]


def test_nobody_is_short_of_visits_once_out(mentor):
    release(case_of(mentor, TODAY - DAY), TODAY - DAY)

    assert my_day(mentor.user, TODAY).short == []


def test_follow_ups_that_are_late_due_and_coming(mentor):
    late, due, coming, done = (case_of(mentor) for _ in range(4))
    for case in (late, due, coming, done):
        release(case, TODAY - 10 * DAY)
    first = FollowUpFactory(case=late, window_from_date=TODAY - 10 * DAY, due_date=TODAY - 8 * DAY)
    FollowUpFactory(case=late, days_after=7, window_from_date=TODAY - 5 * DAY, due_date=TODAY)
    second = FollowUpFactory(case=due, window_from_date=TODAY - DAY, due_date=TODAY + DAY)
    FollowUpFactory(case=coming, window_from_date=TODAY + DAY, due_date=TODAY + 2 * DAY)
    FollowUpFactory(case=done, window_from_date=TODAY - 10 * DAY, due_date=TODAY - 8 * DAY)
    for state in (MeetingState.NOT_ATTENDED, MeetingState.CANCELLED_BY_US):
        MeetingFactory(case=late, held=True, state=state, on_date=TODAY - 9 * DAY)
    MeetingFactory(case=done, held=True, channel=Channel.PHONE, place="", on_date=TODAY - 9 * DAY)

    day = my_day(mentor.user, TODAY)

    assert (day.overdue, day.due) == ([first], [second])
    assert [row.tries for row in day.overdue + day.due] == [1, 0]
    assert [(row.case, row.what, row.day) for row in day.coming] == [(coming, "Follow-up contact due", TODAY + 2 * DAY)]


def test_the_days_ahead_are_in_order_of_day_and_hour(mentor):
    freed = case_of(mentor, TODAY + 3 * DAY)
    GateLiberationFactory(case=freed, meet_time=dt.time(8, 30))
    case_of(mentor, TODAY + 8 * DAY)
    for hour in (14, 8):
        MeetingFactory(case=freed, mentor=mentor, on_date=TODAY + 3 * DAY, at_time=dt.time(hour))

    coming = my_day(mentor.user, TODAY).coming

    assert [(row.what, row.time) for row in coming] == [
        ("In prison", dt.time(8)),
        ("Liberation", dt.time(8, 30)),
        ("In prison", dt.time(14)),
    ]


def test_closed_cases_and_other_peoples_do_not_show(mentor):
    closed, strange = case_of(mentor, TODAY), CaseFactory(liberation_date=TODAY)
    closed.closed_date = TODAY
    closed.save()
    for case in (closed, strange):
        MeetingFactory(case=case, mentor=mentor, on_date=TODAY)

    day = my_day(mentor.user, TODAY)

    assert (day.cases, day.people) == ([], [])


def test_the_page_shows_each_row_with_its_one_press(client, mentor):
    case = case_of(mentor, TODAY + 12 * DAY, referral__episode__person__given_names="Kieran")
    meeting = MeetingFactory(case=case, mentor=mentor, on_date=TODAY)
    client.force_login(mentor.user)

    response = client.get("/")

    text = response.content.decode()
    assert f'href="/contacts/{meeting.pk}/record/"' in text
    assert f'href="/cases/{case.pk}/visits/"' in text
    assert "liberation in 12 days" in text
    assert text.count('class="button"') == 1
    event = Event.objects.get(verb=Verb.LISTED)
    assert (event.action, event.shown) == ("desk:home", [case.person_id])


def test_a_mentor_without_anyone_is_told_what_will_come(client, mentor):
    client.force_login(mentor.user)

    assert "once a manager has allocated them to you" in client.get("/").content.decode()


def test_a_quiet_day_says_so(client, mentor):
    DateCheckFactory(episode=case_of(mentor, TODAY + 90 * DAY).episode, checked_at=timezone.now())
    client.force_login(mentor.user)

    assert "Nothing for today" in client.get("/").content.decode()


def test_tried_from_my_day_comes_back_to_it(client, mentor):
    case = case_of(mentor)
    release(case, TODAY - 3 * DAY)
    FollowUpFactory(case=case, window_from_date=TODAY - 3 * DAY, due_date=TODAY - DAY)
    client.force_login(mentor.user)
    new_id = client.get("/").content.decode().split('name="new_id" value="')[1].split('"')[0]

    answers = [client.post(f"/cases/{case.pk}/contacts/tried/", {"new_id": new_id, "back": "day"}) for _ in range(2)]

    assert [answer.url for answer in answers] == ["/", "/"]
    assert case.meetings.get().state == MeetingState.NOT_ATTENDED


def test_says_that_too_few_visits_can_still_be_made(client, mentor):
    case = case_of(mentor, TODAY + 2 * DAY)
    client.force_login(mentor.user)

    page = my_day(mentor.user, TODAY)
    shown = client.get("/").content.decode()

    assert [(row.case, row.plan.free_days, row.plan.is_possible) for row in page.short] == [(case, 1, False)]
    assert "Only 1 more can be made on the prison’s visiting days." in shown


@pytest.mark.parametrize(
    ("visits", "first"),
    [
        ([(0, 9), (0, 14)], 0),
        ([(0, 14), (-2, 9)], 1),
        ([(0, 14), (0, 16)], 0),
        ([(-2, 9), (0, None)], 1),
        ([(3, 9)], None),
    ],
)
def test_what_is_written_up_next_is_one_press_away(client, mentor, visits, first):
    case = case_of(mentor, TODAY + 40 * DAY)
    meetings = [
        MeetingFactory(case=case, mentor=mentor, on_date=TODAY + days * DAY, at_time=hour and dt.time(hour))
        for days, hour in visits
    ]
    client.force_login(mentor.user)

    found = my_day(mentor.user, TODAY).to_write_up(dt.time(11))

    assert found == (None if first is None else meetings[first])
    assert ("Write up the visit with" in client.get("/").content.decode()) == (first is not None)


def test_a_visit_is_logged_with_anybody_of_ones_own(client, mentor):
    case = case_of(mentor, TODAY + 40 * DAY)
    client.force_login(mentor.user)

    assert f'<option value="{case.pk}">' in client.get("/").content.decode()
    assert client.get("/contacts/log/", {"case": case.pk}).url == f"/cases/{case.pk}/contacts/log/"
    assert client.get("/contacts/log/", {"case": ""}).status_code == 200
