import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Role
from liberations.enums import GateState
from liberations.models import GateLiberation
from mentoring.models import Meeting
from people.enums import AccessReason
from tests.factories.accounts import ManagerFactory
from tests.factories.liberations import GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.people import AccessFactory
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
