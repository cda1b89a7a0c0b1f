"""Not let in, and visits lost: what is recorded, and what a governor is shown."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.urls import reverse

from audit.models import Event
from core.errors import RuleBroken
from mentoring.enums.meetings import Channel
from mentoring.models import Meeting, RefusedAccess
from mentoring.services.prison_access import record_refused_access, take_back_refused_access
from mentoring.visiting.lost import Period, PrisonVisits, visits_lost
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.prisons import PrisonFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
AT = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
PERIOD = Period(first=dt.date(2026, 11, 1), last=TODAY)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def manager(mentor):
    return ManagerFactory(team=mentor.user.team)


@pytest.fixture
def case(mentor):
    return CaseFactory(referral__programme__team=mentor.user.team, lead=mentor)


def refused(mentor, prison, by=None, **facts):
    facts = {"on_date": TODAY, "reason": "keys", **facts}
    return record_refused_access(mentor=mentor, prison=prison, by=by or mentor.user, **facts)


def visit(case, prison, state="held", on_date=TODAY, **facts):
    if state == "held":
        return MeetingFactory(case=case, prison=prison, held=True, on_date=on_date, **facts)
    by = case.assignments.get().mentor.user
    return MeetingFactory(
        case=case, prison=prison, state=state, on_date=on_date, recorded_by=by, recorded_at=AT, **facts
    )


def test_refusal_leaves_a_visit_alone_that_was_planned_beyond_the_end_of_support(mentor, case):
    prison = case.episode.stays.get().prison
    beyond = MeetingFactory(case=case, mentor=mentor, on_date=TODAY, prison=prison)
    case.closed_date = TODAY - dt.timedelta(days=1)
    case.save(update_fields=["closed_date"])

    _, number = refused(mentor, prison, visits_too=True)

    beyond.refresh_from_db()
    assert (number, beyond.state) == (0, "planned")


def test_refusal_takes_the_visits_of_the_day_with_it(mentor, case):
    prison = case.episode.stays.get().prison
    booked = {"case": case, "mentor": mentor, "on_date": TODAY}
    lost = MeetingFactory(**booked, prison=prison)
    others = [
        MeetingFactory(**booked, prison=PrisonFactory()),
        MeetingFactory(**booked, prison=prison, channel=Channel.VIDEO),
        MeetingFactory(**booked | {"on_date": TODAY + dt.timedelta(days=1)}, prison=prison),
        MeetingFactory(case=case, mentor=MentorFactory(), on_date=TODAY, prison=prison),
    ]

    _, number = refused(mentor, prison, visits_too=True)

    lost.refresh_from_db()
    assert (number, lost.state, lost.cancel_reason) == (1, "cancelled-by-prison", "no-access")
    assert set(Meeting.objects.filter(pk__in=[each.pk for each in others]).values_list("state", flat=True)) == {
        "planned"
    }
    assert Event.objects.count() == 1


def test_refusal_sent_twice_is_one(mentor):
    prison, new_id = PrisonFactory(), uuid.uuid4()

    refused(mentor, prison, new_id=new_id)
    refused(mentor, prison, new_id=new_id)

    assert (RefusedAccess.objects.count(), Event.objects.count()) == (1, 1)


def test_refusal_of_a_day_to_come_is_refused(mentor):
    with pytest.raises(RuleBroken, match="has not come"):
        refused(mentor, PrisonFactory(), on_date=TODAY + dt.timedelta(days=1))


def test_visits_are_counted_by_prison_and_reason(mentor, case, manager):
    open_gate, shut_gate = PrisonFactory(name="HMP Open"), PrisonFactory(name="HMP Shut")
    visit(case, open_gate)
    visit(case, open_gate, "cancelled-by-us")
    visit(case, shut_gate)
    visit(case, shut_gate, "cancelled-by-prison", cancel_reason="regime")
    visit(case, shut_gate, "cancelled-by-prison", cancel_reason="regime")
    visit(case, shut_gate, "cancelled-by-prison", cancel_reason="no-room")
    visit(case, shut_gate, "not-attended")
    # None of these: planned, by video, before the period, and of another team.
    MeetingFactory(case=case, prison=shut_gate, on_date=TODAY)
    visit(case, shut_gate, "cancelled-by-prison", cancel_reason="regime", channel=Channel.VIDEO)
    visit(case, shut_gate, on_date=dt.date(2026, 10, 31))
    MeetingFactory(held=True, prison=shut_gate, on_date=TODAY)
    refused(mentor, shut_gate)
    taken_back, _ = refused(mentor, shut_gate, reason="late")
    take_back_refused_access(refused=taken_back, by=mentor.user)

    prisons, every = visits_lost(manager, PERIOD)

    assert [
        (line.prison, line.booked, line.held, line.lost, line.cancelled_by_us, line.not_taken, line.not_let_in)
        for line in [*prisons, every]
    ] == [
        ("HMP Open", 2, 1, 0, 1, 0, 0),
        ("HMP Shut", 5, 1, 3, 0, 1, 1),
        ("All prisons", 7, 2, 3, 1, 1, 1),
    ]
    assert prisons[1].why == [("Regime or safety", 2), ("No room", 1)]
    assert prisons[1].why_not_let_in == [("No keys, or key training not recorded", 1)]
    assert [line.prison for line in visits_lost(manager, Period(PERIOD.first, TODAY, open_gate))[0]] == ["HMP Open"]


@pytest.mark.parametrize(
    ("lost", "booked", "share"), [(3, 9, ""), (0, 10, "0.0%"), (1, 16, "6.3%"), (1, 3000, "0.0%"), (12, 12, "100.0%")]
)
def test_share_is_to_one_place_with_halves_up_and_not_of_few(lost, booked, share):
    line = PrisonVisits("HMP Shut")
    line.states.update({"cancelled-by-prison": lost, "held": booked - lost})

    assert line.share == share


def test_mentor_says_it_on_the_prisons_page_and_takes_it_back(client, mentor, case):
    prison = case.episode.stays.get().prison
    MeetingFactory(case=case, mentor=mentor, prison=prison, on_date=TODAY)
    client.force_login(mentor.user)
    url = reverse("mentoring:refused_add", args=[prison.pk])
    day = {"on_date_day": "23", "on_date_month": "11", "on_date_year": "2026"}

    link = f'href="{url}"' in client.get(reverse("prisons:prison", args=[prison.pk])).content.decode()
    saved = client.post(url, {**day, "reason": "keys", "visits_too": "on"}, follow=True)
    client.post(reverse("mentoring:refused_take_back", args=[RefusedAccess.objects.get().pk]))

    assert link
    assert "Saved. 1 visit recorded as cancelled by the prison." in saved.content.decode()
    assert RefusedAccess.objects.get().taken_back_by == mentor.user
    assert "Nobody was turned away" in client.get(reverse("mentoring:refused_list")).content.decode()


def test_mentor_cannot_say_it_of_somebody_else(client, mentor):
    client.force_login(mentor.user)
    other, prison = MentorFactory(user__team=mentor.user.team), PrisonFactory()
    day = {"on_date_day": "23", "on_date_month": "11", "on_date_year": "2026"}

    client.post(reverse("mentoring:refused_add", args=[prison.pk]), {**day, "mentor": str(other.pk), "reason": "keys"})

    assert RefusedAccess.objects.get().mentor == mentor


def test_report_and_file_name_nobody(client, mentor, case, manager):
    prison = PrisonFactory(name="HMP Shut")
    visit(case, prison, "cancelled-by-prison", cancel_reason="regime")
    refused(mentor, prison)
    client.force_login(manager)

    page = client.get(reverse("mentoring:visits_lost"))
    file = client.get(reverse("mentoring:visits_lost_export"))

    body = page.content.decode().split("<main", 1)[1]
    assert "HMP Shut" in body
    for words in (case.person.family_name, case.reference, mentor.user.name):
        assert words not in body + file.content.decode()
    assert file.content.decode().splitlines()[1:] == [
        "HMP Shut,Visits with an outcome,,1",
        "HMP Shut,Held,,0",
        "HMP Shut,Cancelled by the prison,Regime or safety,1",
        "HMP Shut,Cancelled by us,,0",
        "HMP Shut,Refused or not attended,,0",
        'HMP Shut,Not let in,"No keys, or key training not recorded",1',
    ]


def test_report_counts_the_last_three_months_unless_asked(client, manager):
    client.force_login(manager)

    default = client.get(reverse("mentoring:visits_lost")).context["period"]
    asked = client.get(
        reverse("mentoring:visits_lost"), {"first_day": "1", "first_month": "1", "first_year": "2026"}
    ).context["period"]

    assert (default.first, default.last) == (dt.date(2026, 8, 24), TODAY)
    assert (asked.first, asked.last) == (dt.date(2026, 1, 1), TODAY)
