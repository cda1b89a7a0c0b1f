import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Role
from liberations.at_gate.next_steps import next_steps
from liberations.enums import GateState
from liberations.models import GateLiberation
from mentoring.models import Meeting
from people.enums import AccessReason, AlertKind
from prisons.models import Prison
from tests.factories.accounts import ManagerFactory
from tests.factories.liberations import GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.people import AccessFactory, AlertFactory
from tests.factories.prisons import PrisonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
DAY = dt.date(2026, 12, 17)


@pytest.fixture
def morning():
    with time_machine.travel(dt.datetime(2026, 12, 16, 9, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def case(mentor):
    return CaseFactory(liberation_date=DAY, lead=mentor, referral__programme__team=mentor.user.team)


def offered(user):
    """That it was offered, as a page sends it."""
    day = {"offered_date_day": "10", "offered_date_month": "12", "offered_date_year": "2026"}
    return {**day, "offered_by": user.pk, "offered_how": "phone"}


def names(response):
    return [row.case.person.full_name for row in response.context["rows"]]


def test_gates_show_own_people_nearest_first(as_user, mentor, case):
    sooner = CaseFactory(liberation_date=dt.date(2026, 12, 16), lead=mentor)
    CaseFactory(liberation_date=DAY)

    response = as_user(mentor.user).get(reverse("liberations:gate_list"))

    assert names(response) == [sooner.person.full_name, case.person.full_name]


@pytest.mark.parametrize(("when", "found"), [("today", 0), ("tomorrow", 1), ("week", 1), ("fortnight", 1), ("", 1)])
def test_gates_are_filtered_by_day(as_user, mentor, case, when, found):
    response = as_user(mentor.user).get(reverse("liberations:gate_list"), {"when": when})

    assert len(names(response)) == found


def test_gates_are_filtered_by_prison(as_user, mentor, case):
    browser, url = as_user(mentor.user), reverse("liberations:gate_list")

    here = browser.get(url, {"prison": case.episode.stays.get().prison_id})
    elsewhere = browser.get(url, {"prison": PrisonFactory().pk})

    assert (len(names(here)), len(names(elsewhere))) == (1, 0)


def test_gate_is_planned_and_shown_on_the_card(as_user, mentor, case):
    browser = as_user(mentor.user)

    browser.post(
        reverse("liberations:gate_plan", args=[case.pk]),
        {
            **offered(mentor.user),
            "decision": "wanted",
            "mentor": mentor.pk,
            "meet_time": "8.30",
            "transport": "taxi",
            "meeting_point": "Car park",
        },
    )
    page = browser.get(reverse("liberations:gate", args=[case.pk]))

    assert GateLiberation.objects.get().meet_time == dt.time(8, 30)
    assert "Car park" in page.content.decode()
    assert f"Offered 10 Dec 2026 by {mentor.user.name}, by phone or video" in page.content.decode()


def test_two_tabs_planning_a_gate_show_both_texts(as_user, mentor, case):
    gate = GateLiberationFactory(case=case, decision="wanted", mentor=mentor, meeting_point="Front door", version=2)

    response = as_user(mentor.user).post(
        reverse("liberations:gate_plan", args=[case.pk]),
        {
            **offered(mentor.user),
            "decision": "wanted",
            "mentor": mentor.pk,
            "transport": "taxi",
            "meeting_point": "Car park",
            "version": "1",
        },
    )

    gate.refresh_from_db()
    assert gate.meeting_point == "Front door"
    assert "“Where to stand” is now “Front door”. You wrote “Car park”" in response.content.decode()


def test_mentor_of_another_team_cannot_be_sent_to_the_gate(as_user, mentor, case):
    response = as_user(mentor.user).post(
        reverse("liberations:gate_plan", args=[case.pk]),
        {**offered(mentor.user), "decision": "wanted", "mentor": MentorFactory().pk, "transport": "taxi"},
    )

    assert (response.status_code, GateLiberation.objects.count()) == (200, 0)


def test_out_at_a_time_to_come_is_refused_and_what_was_typed_stays(as_user, mentor, case, morning):
    morning.move_to(dt.datetime(2026, 12, 17, 8, 40, tzinfo=dt.UTC))
    response = as_user(mentor.user).post(
        reverse("liberations:gate_met", args=[case.pk]), {"out_time": "11:00", "note": "Waiting at the low wall"}
    )

    assert "The time they came out cannot be in the future." in response.content.decode()
    assert "Waiting at the low wall" in response.content.decode()
    assert Meeting.objects.count() == 0


def test_not_here_with_a_reason_reaches_the_manager(as_user, mentor, case):
    manager = ManagerFactory(team=mentor.user.team)
    AccessFactory(person=case.person, user=None, team=mentor.user.team, role=Role.MANAGER, reason=AccessReason.TRIAGE)

    as_user(mentor.user).post(reverse("liberations:gate_not_met", args=[case.pk]), {"reason": "moved"})
    page = as_user(manager).get(reverse("notifications:list"))

    assert GateLiberation.objects.get().state == GateState.NOT_MET
    assert case.reference in page.content.decode()


def test_release_date_before_admission_is_refused_and_what_was_typed_stays(as_user, mentor, case):
    response = as_user(mentor.user).post(
        reverse("liberations:release_date", args=[case.person_id]),
        {
            "kind": "prison-stated",
            "stated_date_day": "1",
            "stated_date_month": "8",
            "stated_date_year": "2026",
            "source": "phone",
            "confidence": "confirmed",
            "note": "Rang the hall",
        },
    )

    text = response.content.decode()
    assert "The release date is before the day they were admitted (3 Aug 2026)." in text
    assert "Rang the hall" in text
    assert case.episode.release_dates.count() == 1


def card(as_user, mentor, case):
    return as_user(mentor.user).get(reverse("liberations:gate", args=[case.pk]))


def test_card_says_what_is_missing_because_of_alerts(as_user, mentor, case):
    GateLiberationFactory(case=case, decision="wanted", mentor=mentor, meet_time=dt.time(8, 30), meeting_point="Door")
    AlertFactory(person=case.person, kind=AlertKind.RISK_FROM_OTHERS, meet_in_twos=True)

    page = card(as_user, mentor, case).content.decode()

    assert "Still missing: a second member of staff, another door or time" in page
    assert "Somebody may wait for them." in page
    assert "No other door or time is agreed yet: ask the prison." in page
    assert "Nobody yet: staff meet them in twos" in page
    assert "Meet in twos." in page


def test_card_says_what_to_do_if_nobody_comes_out_as_always_or_as_planned(as_user, mentor, case):
    Prison.objects.filter(pk=case.episode.stays.get().prison_id).update(if_nobody="Ask for the liberations officer.")
    gate = GateLiberationFactory(case=case, decision="wanted", mentor=mentor)
    always = card(as_user, mentor, case).content.decode()
    GateLiberation.objects.filter(pk=gate.pk).update(if_nobody="Ring his sister first.")

    planned = card(as_user, mentor, case).content.decode()

    assert ("Ask for the liberations officer." in always, "Ring his sister first." in planned) == (True, True)
    assert "Ask for the liberations officer." not in planned


@pytest.mark.parametrize(
    ("reason", "follows"),
    [
        ("moved", ["liberations:transfer", "liberations:release_date"]),
        ("not-released", ["liberations:release_date"]),
        ("arrested", ["liberations:release_date"]),
        ("released-late", [""]),
        ("declined", ["liberations:bed"]),
        ("with-family", ["liberations:bed"]),
        ("", []),
    ],
)
def test_what_follows_when_they_were_not_met(reason, follows):
    assert [step.page for step in next_steps(reason)] == follows


MORNING = dt.datetime(2026, 12, 17, 8, 40, tzinfo=dt.UTC)


def stamp(moment):
    return str(int(moment.timestamp() * 1000))


@pytest.mark.parametrize(
    ("sent", "out_at"),
    [
        ({}, MORNING),
        ({"pressed_at": stamp(MORNING - dt.timedelta(minutes=12))}, MORNING - dt.timedelta(minutes=12)),
        ({"pressed_at": stamp(MORNING + dt.timedelta(minutes=12))}, MORNING),
        ({"pressed_at": stamp(MORNING - dt.timedelta(days=2))}, MORNING),
        ({"pressed_at": "soon"}, MORNING),
        ({"pressed_at": "9" * 20}, MORNING),
        ({"pressed_at": stamp(MORNING), "out_time": "8:15am"}, MORNING.replace(minute=15)),
    ],
)
def test_first_press_is_when_they_came_out_unless_a_time_was_typed(as_user, mentor, case, morning, sent, out_at):
    morning.move_to(MORNING)

    as_user(mentor.user).post(reverse("liberations:gate_met", args=[case.pk]), sent)

    assert GateLiberation.objects.get().out_at == out_at


def test_gate_of_an_earlier_day_is_written_down_with_its_day(as_user, mentor, case, morning):
    morning.move_to(MORNING + dt.timedelta(days=1))
    day = {"out_day_day": "17", "out_day_month": "12", "out_day_year": "2026"}

    as_user(mentor.user).post(reverse("liberations:gate_met", args=[case.pk]), {**day, "out_time": "8:50am"})

    assert GateLiberation.objects.get().out_at == MORNING.replace(minute=50)


def test_offer_and_what_the_plan_needs_stand_on_the_record(as_user, mentor, case):
    plan = {**offered(mentor.user), "decision": "declined", "transport": "taxi"}
    as_user(mentor.user).post(reverse("liberations:gate_plan", args=[case.pk]), plan)

    day_tab = as_user(mentor.user).get(f"{case.person.get_absolute_url()}?tab=release").content.decode()
    timeline = as_user(mentor.user).get(f"{case.person.get_absolute_url()}?tab=timeline").content.decode()

    assert f"Offered 10 Dec 2026 by {mentor.user.name}, by phone or video" in day_tab
    assert "Offered to be met at the gate: does not want it" in timeline
