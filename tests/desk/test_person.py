import datetime as dt

import pytest
import time_machine

from audit.enums import Verb
from audit.models import Event
from liberations.enums import BedTonight, GateDecision, GateState
from mentoring.enums.flags import FlagKind
from mentoring.enums.meetings import Channel
from mentoring.models import Ending, Flag
from people.enums import AlertKind, Decision, HowGiven, Purpose
from people.models import Alert, Consent
from prisons.enums import ReleasedHow
from referrals.models import Programme
from tests.factories.accounts import AdministratorFactory, AuditorFactory, ManagerFactory, UserFactory
from tests.factories.liberations import FollowUpFactory, GateLiberationFactory
from tests.factories.mentoring import AssignmentFactory, CaseFactory, MeetingFactory, MentorFactory, PlanFactory
from tests.factories.people import AccessFactory, AlertFactory, PersonFactory
from tests.factories.prisons import DateCheckFactory, PrisonFactory
from tests.factories.referrals import ProgrammeFactory, ReferralFactory

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


def todos(response):
    return [todo.title for todo, _ in response.context["todos"]]


def test_person_opens_with_the_header_and_leaves_one_trail_row(record, case):
    response = record()

    assert response.status_code == 200
    text = response.content.decode()
    assert "<h1>Kieran Bright</h1>" in text
    assert "<b>12</b> days to liberation" in text
    assert "Mentor: Callum Reid" in text
    event = Event.objects.get()
    assert (event.verb, event.action, event.person_key) == (Verb.VIEWED, "desk:person", case.person_id)


def test_person_is_not_there_for_a_stranger(client, case):
    client.force_login(UserFactory(team=case.programme.team))

    assert client.get(f"/people/{case.person_id}/").status_code == 404


@pytest.mark.parametrize("make", [AdministratorFactory, AuditorFactory])
def test_person_is_refused_to_those_who_read_no_notes(client, case, make):
    client.force_login(make())

    assert client.get(f"/people/{case.person_id}/").status_code == 403


def test_person_needs_what_the_flags_the_plans_and_the_gate_say(record, case, mentor):
    for kind in (FlagKind.FEWER_MEETINGS, FlagKind.FOLLOW_UP_OVERDUE):
        Flag.objects.create(case=case, kind=kind)
    Flag.objects.create(case=case, kind=FlagKind.LIBERATION_PASSED, raised_at=NOON, cleared_at=NOON)

    assert todos(record()) == [
        "Too few visits",
        "Follow-up overdue",
        "Gate",
        "Is the date still right?",
        "No plan yet",
    ]


def test_programme_says_from_when_the_gate_and_a_plan_are_missed(record, case, mentor):
    Programme.objects.update(gate_decision_days=7, plan_missing_days=7)

    assert todos(record()) == ["Is the date still right?"]


def test_person_with_a_gate_plan_and_a_plan_and_no_flags_needs_nothing(record, case, mentor):
    PlanFactory(case=case)
    GateLiberationFactory(case=case, decision=GateDecision.WANTED, mentor=mentor)
    DateCheckFactory(episode=case.episode, checked_at=NOON)

    response = record()

    assert todos(response) == []
    assert b"Nothing is waiting to be done." in response.content


@pytest.mark.parametrize(
    ("gate", "alert", "status"),
    [
        ({"decision": GateDecision.OFFERED}, {}, "No answer"),
        ({"decision": GateDecision.WANTED, "named": True}, {"meet_in_twos": True}, "No second"),
        ({"decision": GateDecision.WANTED, "named": True}, {"kind": AlertKind.RISK_FROM_OTHERS}, "Not agreed"),
    ],
)
def test_person_needs_an_answer_a_second_or_another_door(record, case, mentor, gate, alert, status):
    gate = gate | ({"mentor": mentor} if gate.pop("named", False) else {})
    GateLiberationFactory(case=case, **gate)
    AlertFactory(person=case.person, **alert)

    assert [todo.label for todo, _ in record().context["todos"] if todo.title == "Gate"] == [status]


def test_person_wants_to_be_met_and_nobody_is_named(record, case):
    GateLiberationFactory(case=case, decision=GateDecision.WANTED)

    assert b"They want to be met. Who will be there?" in record().content


def test_person_whose_day_passed_comes_first_of_what_needs_doing(record, case):
    for kind in (FlagKind.FEWER_MEETINGS, FlagKind.LIBERATION_PASSED):
        Flag.objects.create(case=case, kind=kind)

    assert todos(record())[0] == "Are they out?"


def test_person_without_a_day_or_a_mentor_asks_for_both(client):
    manager = ManagerFactory()
    case = CaseFactory(referral__programme__team=manager.team)
    client.force_login(manager)

    response = client.get(f"/people/{case.person_id}/")

    assert b"No date yet" in response.content
    assert "No liberation day" in todos(response)


def test_person_alert_past_its_review_is_to_be_looked_at(record, case, mentor):
    Alert.objects.create(
        person=case.person,
        kind=AlertKind.HEALTH,
        text="Carries an inhaler.",
        source="Nurse",
        recorded_at=NOON,
        recorded_by=mentor.user,
        review_date=in_days(-1),
    )

    assert "Alert to review" in todos(record())


def test_person_released_shows_the_three_questions_of_the_first_48_hours(record, case):
    release(case, -1)
    GateLiberationFactory(
        case=case,
        state=GateState.MET,
        out_at=NOON,
        outcome_at=NOON,
        outcome_by=UserFactory(),
        bed_tonight=BedTonight.NOWHERE,
        bed_note="Housing officer rings back.",
    )
    FollowUpFactory(case=case, window_from_date=in_days(0), due_date=in_days(1))

    answers = [(a.question, a.label, a.text) for a, _ in record().context["first_hours"]]

    assert answers == [
        ("Out?", "Out", "Released from the prison on 22 Nov 2026. Met at the gate."),
        ("Bed tonight?", "Nowhere yet", "Housing officer rings back."),
        ("Spoken next day?", "Not yet", "Due by 24 Nov 2026."),
    ]


def test_person_spoken_to_after_release_shows_the_day(record, case):
    release(case, -2)
    FollowUpFactory(case=case, window_from_date=in_days(-1), due_date=in_days(0))
    MeetingFactory(case=case, held=True, channel=Channel.GATE, on_date=in_days(-2), place="")
    MeetingFactory(case=case, held=True, channel=Channel.PHONE, on_date=in_days(-1), place="")

    response = record()

    assert response.context["first_hours"][2][0].text == "On 22 Nov 2026."
    assert (response.context["steps_done"], b"1 of 1" in response.content) == (1, True)


def test_person_with_a_referral_only_shows_its_state(client):
    manager = ManagerFactory()
    referral = ReferralFactory(programme__team=manager.team)
    AccessFactory(person=referral.person, user=manager)
    client.force_login(manager)

    response = client.get(f"/people/{referral.person_id}/")

    assert response.status_code == 200
    assert f'href="/referrals/{referral.pk}/"'.encode() in response.content
    for tab in ("release", "after", "timeline", "dates", "consents", "earlier"):
        assert client.get(f"/people/{referral.person_id}/?tab={tab}").status_code == 200


def test_person_we_know_nothing_of_can_be_opened(client):
    access = AccessFactory(person=PersonFactory())
    client.force_login(access.user)

    for tab in ("overview", "release", "after", "timeline", "dates", "consents", "earlier"):
        assert client.get(f"/people/{access.person_id}/?tab={tab}").status_code == 200


def test_person_dates_show_the_ledger_the_prisons_and_the_number(record, case):
    text = record("?tab=dates").content.decode()

    assert "5 Dec 2026" in text
    assert "HMP Marlhouse" in text
    assert "Under 12 months" in text


def test_person_consents_mark_the_decision_in_force(record, case, mentor):
    for decision, days in ((Decision.GIVEN, -2), (Decision.WITHDRAWN, -1)):
        Consent.objects.create(
            person=case.person,
            purpose=Purpose.TEXTS,
            decision=decision,
            how=HowGiven.SIGNED,
            decided_date=in_days(days),
            recorded_at=NOON + dt.timedelta(days=days),
            recorded_by=mentor.user,
        )

    rows = record("?tab=consents").context["consents"]

    assert [(row.decision, row.in_force) for row in rows] == [(Decision.WITHDRAWN, False), (Decision.GIVEN, False)]


def test_person_earlier_support_lists_the_other_cases_with_their_ending(record, case, mentor):
    earlier = CaseFactory(
        referral__person=case.person,
        referral__episode=case.episode,
        opened_date=dt.date(2025, 1, 6),
        closed_date=dt.date(2025, 6, 30),
    )
    AssignmentFactory(case=earlier, mentor=mentor, from_date=dt.date(2025, 1, 7), until_date=dt.date(2025, 6, 30))
    Ending.objects.create(
        case=earlier,
        ended_date=dt.date(2025, 6, 30),
        kind="planned",
        reason="completed",
        ended_by=mentor.user,
        ended_at=NOON,
    )

    [row] = record("?tab=earlier").context["cases"]

    assert (row.reference, row.mentors, row.ending.reason) == (earlier.reference, ["Callum Reid"], "completed")


def test_person_whose_support_ended_says_so_and_shows_no_plans(record, case):
    case.closed_date = TODAY
    case.save()

    assert b"Support ended on 23 Nov 2026" in record().content
