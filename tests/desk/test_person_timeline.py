import datetime as dt

import pytest
import time_machine

from liberations.enums import BedTonight, GateState
from mentoring.enums.meetings import CancelReason, MeetingState, Place
from mentoring.models import CustodyAgain, Ending, PlanReview
from people.enums import AlertKind, Decision, HowGiven, Purpose
from people.models import Alert, Consent
from prisons.enums import DateKind, DateSource, ReleasedHow
from prisons.models import PrisonStay, ReleaseDate
from tests.factories.accounts import UserFactory
from tests.factories.courts import CourtDateFactory, CourtSummaryFactory
from tests.factories.liberations import GateLiberationFactory
from tests.factories.mentoring import AssessmentFactory, CaseFactory, MeetingFactory, MentorFactory, PlanFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import AgencyFactory, DisclosureFactory, OfferFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def mentor():
    return MentorFactory(user__name="Callum Reid")


@pytest.fixture
def case(mentor):
    return CaseFactory(
        referral__programme=ProgrammeFactory(name="Upside", team=mentor.user.team),
        referral__episode__person__given_names="Kieran",
        referral__episode__person__family_name="Bright",
        referral__episode__prison=PrisonFactory(name="HMP Marlhouse"),
        liberation_date=dt.date(2026, 12, 5),
        lead=mentor,
    )


@pytest.fixture
def record(client, mentor, case):
    """Opens the record as its mentor; the address may have more to it."""
    client.force_login(mentor.user)
    return lambda more="": client.get(f"/people/{case.person_id}/{more}")


def in_days(days):
    return TODAY + dt.timedelta(days=days)


def release(case, days, how=ReleasedHow.GATE):
    case.episode.stays.update(to_date=in_days(days))
    case.episode.released_date, case.episode.released_how = in_days(days), how
    case.episode.save()


def titles(response):
    return [entry.title for entry in response.context["entries"]]


def test_person_timeline_tells_every_kind_of_event_newest_first(record, case, mentor):
    Consent.objects.create(
        person=case.person,
        purpose=Purpose.SHARING,
        recipient_name="Harbour Housing",
        decision=Decision.GIVEN,
        how=HowGiven.SIGNED,
        decided_date=dt.date(2026, 9, 29),
        recorded_at=NOON,
        recorded_by=mentor.user,
    )
    MeetingFactory(case=case, held=True, on_date=dt.date(2026, 10, 5), mentor=mentor, note="Talked about housing.")
    MeetingFactory(case=case, held=True, on_date=dt.date(2026, 10, 6), place=Place.CELL_DOOR)
    MeetingFactory(
        case=case,
        on_date=dt.date(2026, 10, 7),
        state=MeetingState.CANCELLED_BY_PRISON,
        cancel_reason=CancelReason.REGIME,
        recorded_by=mentor.user,
        recorded_at=NOON,
    )
    ReleaseDate.objects.filter(episode=case.episode).update(is_current=False)
    ReleaseDate.objects.create(
        episode=case.episode,
        kind=DateKind.PRISON_STATED,
        source=DateSource.PHONE,
        stated_date=dt.date(2026, 11, 28),
        liberation_date=dt.date(2026, 11, 28),
        recorded_at=dt.datetime(2026, 10, 8, 9, tzinfo=dt.UTC),
        recorded_by=mentor.user,
    )
    case.episode.stays.update(to_date=dt.date(2026, 10, 9))
    PrisonStay.objects.create(
        episode=case.episode, prison=PrisonFactory(name="HMP Northgate"), from_date=dt.date(2026, 10, 9), hall="B"
    )

    assert titles(record("?tab=timeline")) == [
        "Moved to HMP Northgate from HMP Marlhouse",
        "Liberation day brought forward to 28 Nov 2026, from 5 Dec 2026",
        "Visit in prison: cancelled by the prison (regime or safety)",
        "Visit in prison (at the cell door)",
        "Visit in prison",
        "Consent to sharing with Harbour Housing",
        "Allocated to Callum Reid",
        "Support opened: Upside",
        "Referred by prison staff to Upside",
        "Liberation day: 5 Dec 2026",
        "In HMP Marlhouse",
    ]
    assert titles(record("?tab=timeline&kind=dates")) == [
        "Moved to HMP Northgate from HMP Marlhouse",
        "Liberation day brought forward to 28 Nov 2026, from 5 Dec 2026",
        "Liberation day: 5 Dec 2026",
        "In HMP Marlhouse",
    ]
    assert titles(record("?tab=timeline&kind=agreements")) == [
        "Consent to sharing with Harbour Housing",
        "Referred by prison staff to Upside",
    ]


def test_person_timeline_tells_of_the_gate_the_ending_and_alerts(record, case, mentor):
    release(case, -3, ReleasedHow.COURT)
    GateLiberationFactory(
        case=case,
        state=GateState.NOT_MET,
        not_met_reason="released-early",
        outcome_at=NOON - dt.timedelta(days=2),
        outcome_by=mentor.user,
        bed_tonight=BedTonight.SAFE,
        bed_at=NOON - dt.timedelta(days=1),
        bed_by=mentor.user,
    )
    Ending.objects.create(
        case=case,
        ended_date=TODAY,
        kind="planned",
        reason="completed",
        summary="She did it.",
        ended_by=mentor.user,
        ended_at=NOON,
    )
    Alert.objects.create(
        person=case.person,
        kind=AlertKind.RISK_TO_SELF,
        text="Ask how he slept.",
        source="Hall officer",
        recorded_at=NOON - dt.timedelta(hours=1),
        recorded_by=mentor.user,
        review_date=TODAY,
    )

    assert titles(record("?tab=timeline"))[:5] == [
        "Support ended: support completed",
        "Alert: risk to self",
        "Bed for the first night: yes, and the person calls it safe",
        "Not met at the gate: released early",
        "Released from court",
    ]


def test_person_timeline_pages_and_answers_any_address(record, case):
    for n in range(40):
        MeetingFactory(case=case, held=True, on_date=dt.date(2026, 10, 1) + dt.timedelta(days=n))

    first, second = record("?tab=timeline"), record("?tab=timeline&page=2")

    assert (len(titles(first)), len(titles(second))) == (25, 20)
    assert b'href="?tab=timeline&amp;page=2" rel="next"' in first.content
    assert b'href="?tab=timeline&amp;page=1" rel="prev"' in second.content
    assert len(titles(record())) == 10
    for more in ("?tab=timeline&page=-1", "?tab=timeline&page=²", "?tab=nought", "?tab=timeline&kind=x"):
        assert record(more).status_code == 200
    assert titles(record("?tab=timeline&page=99999999999999999999")) == []
    assert titles(record(f"?tab=timeline&page={'9' * 5000}")) == []


def test_person_note_of_great_length_is_cut_and_leads_to_its_page(record, case):
    meeting = MeetingFactory(case=case, held=True, note="word " * 500)

    entry = record("?tab=timeline&kind=contacts").context["entries"][0]

    assert (entry.url, entry.text.endswith("word…")) == (f"/contacts/{meeting.pk}/", True)


def test_person_timeline_tells_of_offers_and_of_what_was_shared(record, case, mentor):
    told = {"person": case.person, "recorded_by": mentor.user}
    DisclosureFactory(agency=AgencyFactory(name="Harbour Housing"), **told)
    DisclosureFactory(
        agency=None,
        consent=None,
        basis="danger",
        somebody_else="Police control room",
        reason="Said he would not see the morning.",
        decided_by=mentor.user,
        purpose="A welfare check",
        shared_date=dt.date(2026, 10, 8),
        **told,
    )
    offers = [("letter", 9, ""), ("video", 10, "not-now"), ("in-person", 11, "agreed")]
    for channel, of_october, outcome in offers:
        on = dt.date(2026, 10, of_october)
        OfferFactory(referral=case.referral, channel=channel, on_date=on, outcome=outcome)

    found = titles(record("?tab=timeline&kind=agreements"))

    assert found[:4] == [
        "Offered by video: not now, again on 7 Nov 2026",
        "Offered by letter or email: waits for the answer",
        "Told Police control room about them because of danger: a welfare check",
        "Told Harbour Housing about them: a room",
    ]


def test_person_timeline_tells_of_needs_plans_courts_and_custody_again(record, case, mentor):
    said = {"completed_by": mentor.user, "completed_at": NOON, "with_person": True}
    AssessmentFactory(case=case, kind="first", completed_date=in_days(-9), matters_first="A door I can lock.", **said)
    AssessmentFactory(case=case, kind="review")
    before = PlanFactory(case=case, number=1, agreed_date=in_days(-8), is_current=False)
    plan = PlanFactory(case=case, number=2, agreed_date=in_days(-7), what_changed="The course first.")
    for each, days, outcome in ((before, -7, "changed"), (plan, -6, "kept")):
        PlanReview.objects.create(
            plan=each, on_date=in_days(days), cause="asked", outcome=outcome, reviewed_by=mentor.user, reviewed_at=NOON
        )
    CourtDateFactory(case=case, on_date=in_days(3))
    settled = {"outcome_by": mentor.user, "outcome_at": NOON}
    day = CourtDateFactory(case=case, court="Marl Sheriff Court", on_date=in_days(-5), state="attended", **settled)
    approved = {"state": "approved", "approved_by": UserFactory(), "approved_at": NOON}
    CourtSummaryFactory(court_date=day, agreed_date=in_days(-5), handed_in_date=in_days(-5), **approved)
    again = {"former_episode": case.episode, "episode": case.episode, "recorded_by": mentor.user, "recorded_at": NOON}
    CustodyAgain.objects.create(case=case, on_date=in_days(-2), goes_on=True, **again)
    CustodyAgain.objects.create(case=case, on_date=in_days(-2), goes_on=True, taken_back_at=NOON, **again)

    entries = record("?tab=timeline").context["entries"]

    assert [(entry.title, entry.text) for entry in entries[:7]] == [
        ("Back in custody", ""),
        ("Was in court: Marl Sheriff Court", day.result),
        ("Summary handed in: Marl Sheriff Court", ""),
        ("Plan looked at again, and kept (they asked for it)", ""),
        ("Plan changed: version 2", "The course first."),
        ("Plan agreed", ""),
        ("Talked through how things are", "A door I can lock."),
    ]
