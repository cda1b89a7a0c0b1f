"""The private calendar feed: what a calendar program gets, who gets it, and what is never in it."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from accounts.enums import Role
from accounts.models import CalendarLink
from accounts.services.calendar_links import MOST_READS, make_calendar_link, stop_calendar_link
from audit.enums import Verb
from audit.models import Event
from config import gunicorn_settings
from liberations.enums import GateDecision, GateState
from liberations.services.release_dates import move_release_date
from mentoring.enums.meetings import CancelReason, MeetingState
from mentoring.services.bookings import move_meeting
from people.enums import AccessReason
from people.models import Access
from prisons.enums import DateKind, DateSource
from tests.factories.accounts import AuditorFactory, ManagerFactory, TeamFactory
from tests.factories.liberations import FollowUpFactory, GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.people import AccessFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
DAY = dt.date(2026, 12, 17)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def link(mentor):
    return make_calendar_link(by=mentor.user, new_id=uuid.uuid4())


@pytest.fixture
def case(mentor):
    return led_by(mentor)


def led_by(mentor, day=DAY, **fields):
    programme = ProgrammeFactory(team=mentor.user.team)
    return CaseFactory(referral__programme=programme, lead=mentor, liberation_date=day, **fields)


def address(link, secret=None):
    return f"{reverse('liberations:diary_feed', args=[link.pk])}?key={link.secret if secret is None else secret}"


def read(link):
    return Client().get(address(link))


def entries(link):
    """Every entry of the file by its title."""
    calendar = Calendar.from_ical(read(link).content)
    return {str(each["summary"]): each for each in calendar.walk("VEVENT")}


def starts(link, title):
    return entries(link)[title].decoded("dtstart")


def test_diary_holds_liberations_gates_contacts_and_follow_ups_of_ones_own(link, mentor, case):
    GateLiberationFactory(case=case, mentor=mentor, decision=GateDecision.WANTED, meet_time=dt.time(8, 30))
    MeetingFactory(case=case, mentor=mentor, on_date=dt.date(2026, 12, 1), at_time=dt.time(14))
    out = led_by(mentor, day=None)
    type(out.episode).objects.filter(pk=out.episode_id).update(released_date=dt.date(2026, 11, 20), released_how="gate")
    FollowUpFactory(case=out, window_from_date=dt.date(2026, 11, 20), due_date=dt.date(2026, 11, 27))
    led_by(MentorFactory(user__team=mentor.user.team))

    found = entries(link)

    assert {title: each.decoded("dtstart") for title, each in found.items()} == {
        f"Liberation, {case.reference}": DAY,
        f"Gate, {case.reference}": dt.datetime(2026, 12, 17, 8, 30, tzinfo=dt.UTC),
        f"Contact, {case.reference}": dt.datetime(2026, 12, 1, 14, tzinfo=dt.UTC),
        f"Follow-up due, {out.reference}": dt.date(2026, 11, 27),
    }
    liberation = found[f"Liberation, {case.reference}"]
    assert liberation.decoded("dtend") == DAY + dt.timedelta(days=1)
    assert str(liberation["url"]).endswith(case.person.get_absolute_url())


def test_diary_holds_no_personal_data(link, mentor):
    case = led_by(
        mentor,
        referral__episode__person__given_names="Canary",
        referral__episode__person__family_name="Canary",
        referral__episode__person__phone="07700 900123",
    )
    prison = case.episode.stays.get().prison
    GateLiberationFactory(
        case=case, mentor=mentor, meeting_point="Canary door", plan_note="Canary", fallback_phone="07700 900124"
    )
    MeetingFactory(case=case, mentor=mentor, on_date=DAY, note="Canary", prison=prison)

    text = read(link).content.decode()

    assert "Canary" not in text
    assert prison.name not in text
    assert "07700" not in text
    assert mentor.user.name not in text
    assert mentor.user.email not in text


@pytest.mark.parametrize(
    ("day", "hour_in_utc"),
    [
        (dt.date(2026, 10, 24), 7),
        (dt.date(2026, 10, 25), 8),
        (dt.date(2027, 3, 27), 8),
        (dt.date(2027, 3, 28), 7),
    ],
)
def test_times_are_londons_on_both_sides_of_each_change_of_the_clocks(mentor, day, hour_in_utc):
    with time_machine.travel(dt.datetime(2026, 10, 20, 12, tzinfo=dt.UTC), tick=False):
        case, link = led_by(mentor), make_calendar_link(by=mentor.user, new_id=uuid.uuid4())
        MeetingFactory(case=case, mentor=mentor, on_date=day, at_time=dt.time(8, 30))

        at = starts(link, f"Contact, {case.reference}")

    assert at == dt.datetime.combine(day, dt.time(hour_in_utc, 30), dt.UTC)
    assert at.astimezone(LONDON).time() == dt.time(8, 30)


def test_what_lasts_over_the_change_of_the_clocks_lasts_as_long(link, mentor):
    case = led_by(mentor, dt.date(2027, 3, 28))
    GateLiberationFactory(case=case, mentor=mentor, decision=GateDecision.WANTED, meet_time=dt.time(1, 30))

    entry = entries(link)[f"Gate, {case.reference}"]

    assert entry["dtend"].dt - entry["dtstart"].dt == dt.timedelta(hours=1)


def test_day_that_moves_keeps_its_entry_and_counts_up(link, mentor, case):
    GateLiberationFactory(case=case, mentor=mentor)
    titles = [f"Liberation, {case.reference}", f"Gate, {case.reference}"]
    before = entries(link)

    told = {"kind": DateKind.PRISON_STATED, "source": DateSource.PHONE, "stated_date": dt.date(2026, 12, 10)}
    move_release_date(episode=case.episode, by=mentor.user, **told)

    after = entries(link)
    for title in titles:
        assert after[title]["uid"] == before[title]["uid"]
        assert after[title]["sequence"] > before[title]["sequence"]
        assert after[title].decoded("dtstart") == dt.date(2026, 12, 10)


def test_contact_that_moves_counts_up_and_one_that_is_cancelled_says_so(link, mentor, case):
    meeting = MeetingFactory(case=case, mentor=mentor, on_date=dt.date(2026, 12, 1), at_time=dt.time(14))
    title = f"Contact, {case.reference}"
    first = entries(link)[title]
    move_meeting(meeting=meeting, on_date=dt.date(2026, 12, 2), at_time=dt.time(9), by=mentor.user, read_at_version=1)
    moved = entries(link)[title]
    type(meeting).objects.filter(pk=meeting.pk).update(
        state=MeetingState.CANCELLED_BY_PRISON,
        cancel_reason=CancelReason.REGIME,
        recorded_at=NOON,
        recorded_by=mentor.user,
    )

    cancelled = entries(link)[title]

    assert moved["uid"] == first["uid"] == cancelled["uid"]
    assert moved["sequence"] > first["sequence"]
    assert moved.decoded("dtstart") == dt.datetime(2026, 12, 2, 9, tzinfo=dt.UTC)
    assert [each["status"] for each in (moved, cancelled)] == ["CONFIRMED", "CANCELLED"]


def test_entries_go_with_what_they_were_about(link, mentor, case):
    gate = GateLiberationFactory(case=case, mentor=mentor)
    assert len(entries(link)) == 2
    type(gate).objects.filter(pk=gate.pk).update(decision=GateDecision.DECLINED)
    assert list(entries(link)) == [f"Liberation, {case.reference}"]
    case.episode.release_dates.update(is_current=False)

    assert entries(link) == {}


def test_gate_with_an_outcome_and_person_who_is_out_have_left_the_diary(link, mentor, case):
    GateLiberationFactory(
        case=case, mentor=mentor, state=GateState.MET, out_at=NOON, outcome_at=NOON, outcome_by=mentor.user
    )
    type(case.episode).objects.filter(pk=case.episode_id).update(released_date=NOON.date(), released_how="gate")

    assert entries(link) == {}


def test_manager_reads_the_days_of_the_team(mentor, case):
    manager = ManagerFactory(team=mentor.user.team)
    CaseFactory(liberation_date=DAY)

    assert list(entries(make_calendar_link(by=manager, new_id=uuid.uuid4()))) == [f"Liberation, {case.reference}"]


@pytest.mark.parametrize("secret", ["", "guess", "é", "x" * 5000])
def test_wrong_secret_is_not_found(link, case, secret):
    assert Client().get(address(link, secret)).status_code == 404
    assert Client().get(reverse("liberations:diary_feed", args=[link.pk])).status_code == 404


def test_link_that_was_stopped_or_replaced_is_not_found(link, mentor):
    other = make_calendar_link(by=mentor.user, new_id=uuid.uuid4())
    assert read(link).status_code == 404
    assert read(other).status_code == 200

    stop_calendar_link(by=mentor.user)

    assert read(other).status_code == 404
    assert CalendarLink.objects.count() == 0


def test_secret_of_one_link_opens_no_other(link):
    theirs = make_calendar_link(by=MentorFactory().user, new_id=uuid.uuid4())

    assert Client().get(address(link, theirs.secret)).status_code == 404


def test_secret_is_not_in_the_database(link):
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_calendarlink::text FROM accounts_calendarlink")
        (row,) = cursor.fetchone()

    assert link.secret not in row


def test_secret_made_with_an_earlier_key_of_the_server_holds(link, settings):
    earlier, known = settings.SECRET_KEY, address(link)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [earlier]
    assert Client().get(known).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []

    assert Client().get(known).status_code == 404


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.AUDITOR, "team": None}])
def test_who_has_left_or_has_no_diary_any_more_reads_nothing(link, mentor, change):
    for name, value in change.items():
        setattr(mentor.user, name, value)
    mentor.user.save()

    assert read(link).status_code == 404


def test_who_moved_to_another_team_reads_nothing_of_the_former(link, mentor, case):
    Access.objects.filter(user=mentor.user).update(for_team=mentor.user.team)
    mentor.user.team = TeamFactory()
    mentor.user.save()

    assert entries(link) == {}


def test_answer_is_kept_nowhere_and_sets_no_cookie(link):
    response = read(link)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in response["Cache-Control"]
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_trail_holds_one_row_a_day_and_one_for_each_change(link, mentor):
    # The trail's rows have the moment of the database, whose clock no test moves.
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (now,) = cursor.fetchone()
    with time_machine.travel(now, tick=False):
        case = led_by(mentor, day=now.date() + dt.timedelta(days=20))
        for _ in range(3):
            read(link)
        MeetingFactory(case=case, mentor=mentor, on_date=now.date() + dt.timedelta(days=3))
        read(link)
    with time_machine.travel(now + dt.timedelta(days=1), tick=False):
        read(link)

    rows = Event.objects.filter(action="liberations:diary_feed")
    assert rows.count() == 3
    assert {row.verb for row in rows} == {Verb.EXPORTED}
    assert [row.shown for row in rows] == [[case.person_id]] * 3
    assert {row.actor_key for row in rows} == {mentor.user.pk}


def test_too_many_readings_are_put_off(link):
    statuses = [read(link).status_code for _ in range(MOST_READS + 1)]
    assert statuses == [200] * MOST_READS + [429]

    with time_machine.travel(NOON + dt.timedelta(hours=1, seconds=1), tick=False):
        assert read(link).status_code == 200


def test_diary_takes_the_same_queries_at_1_and_at_200_entries(link, mentor):
    def queries():
        read(link)
        with CaptureQueriesContext(connection) as captured:
            assert read(link).status_code == 200
        return len(captured)

    led_by(mentor)
    few = queries()
    for _ in range(60):
        case = led_by(mentor)
        GateLiberationFactory(case=case, mentor=mentor)
        MeetingFactory(case=case, mentor=mentor, on_date=DAY)

    assert queries() == few
    assert few <= 10


def test_account_page_makes_shows_and_stops_the_address(client, mentor):
    client.force_login(mentor.user)
    account = reverse("accounts:account")
    assert "Make my calendar address" in client.get(account).content.decode()

    client.post(reverse("accounts:calendar_make"), {"new_id": uuid.uuid4()})
    link = CalendarLink.objects.get(user=mentor.user)
    assert address(link) in client.get(account).content.decode()
    client.post(reverse("accounts:calendar_stop"))

    assert not CalendarLink.objects.exists()
    assert [event.action for event in Event.objects.filter(actor_key=mentor.user.pk).order_by("at")] == [
        "make_calendar_link",
        "stop_calendar_link",
    ]


def test_account_page_offers_no_diary_to_who_has_none(client):
    client.force_login(AuditorFactory())

    assert "calendar" not in client.get(reverse("accounts:account")).content.decode()


def test_link_under_a_key_that_is_anothers_is_refused(client, link):
    other = MentorFactory().user
    client.force_login(other)

    response = client.post(reverse("accounts:calendar_make"), {"new_id": link.pk}, follow=True)

    assert b"Open this page again" in response.content
    assert list(CalendarLink.objects.all()) == [link]


def test_access_log_leaves_the_secret_out():
    # Neither the query (q), nor the whole first line (r), nor the page a visitor came from (f).
    assert not any(f"%({part})s" in gunicorn_settings.access_log_format for part in "qrf")


def test_a_joint_meeting_stands_in_both_diaries(link, mentor, case):
    following = MentorFactory(user__team=mentor.user.team)
    AccessFactory(person=case.person, user=following.user, reason=AccessReason.HANDOVER)
    theirs = make_calendar_link(by=following.user, new_id=uuid.uuid4())
    MeetingFactory(case=case, mentor=mentor, together_with=following, on_date=dt.date(2026, 12, 1))

    contact = f"Contact, {case.reference}"
    assert contact in entries(link)
    assert list(entries(theirs)) == [contact]
