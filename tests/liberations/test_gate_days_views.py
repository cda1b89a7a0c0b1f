import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from audit.models import Event
from liberations.models import GateQuestion
from liberations.services.gates import plan_gate
from notifications.enums import Kind
from notifications.models import Message
from people.enums import AlertKind
from tests.factories.accounts import ManagerFactory
from tests.factories.liberations import GateLiberationFactory, GateQuestionFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.people import AlertFactory, ConnectionFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening_before")]
DAY = dt.date(2026, 12, 17)
URL = reverse("liberations:gate_day")


@pytest.fixture
def evening_before():
    with time_machine.travel(dt.datetime(2026, 12, 16, 18, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def mentor(manager):
    return MentorFactory(user__team=manager.team, user__phone="07700 900111")


@pytest.fixture
def programme(manager):
    return ProgrammeFactory(team=manager.team)


def leaves(programme, lead, day=DAY, **gate):
    case = CaseFactory(liberation_date=day, lead=lead, referral__programme=programme)
    if gate:
        GateLiberationFactory(case=case, **gate)
    return case


def test_manager_sees_who_is_at_which_gate_tomorrow_by_prison_and_time(as_user, manager, mentor, programme):
    late = leaves(programme, mentor, decision="wanted", mentor=mentor, meet_time=dt.time(9))
    early = leaves(programme, mentor, decision="wanted", mentor=mentor, meet_time=dt.time(8, 15))
    leaves(programme, mentor, dt.date(2026, 12, 18))
    early.episode.stays.update(prison=late.episode.stays.get().prison)

    response = as_user(manager).get(URL)

    found = response.context["found"]
    assert "Printed on 16 Dec 2026 at 6:00pm." in response.text
    assert [[row.case for row in prison.rows] for prison in found.prisons] == [[early, late]]
    assert Event.objects.latest("at").shown == [early.person_id, late.person_id]


def test_page_tells_what_is_missing_who_has_not_answered_and_whom_to_ring(as_user, manager, mentor, programme):
    second = MentorFactory(user__team=manager.team)
    case = leaves(programme, mentor, decision="wanted", mentor=mentor, second=second, meet_time=dt.time(9))
    GateQuestionFactory(gate=case.gates.get(), mentor=second)
    AlertFactory(person=case.person, kind=AlertKind.RISK_FROM_OTHERS)
    leaves(programme, mentor, decision="wanted")

    response = as_user(manager).get(URL)
    found, page = response.context["found"], response.content.decode()

    assert (len(found.rows), found.nobody, found.unsure) == (2, 1, 1)
    assert "07700 900111" in page
    assert "another door or time" in page


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        ({}, dt.date(2026, 12, 17)),
        ({"when": "today"}, dt.date(2026, 12, 16)),
        ({"day_day": "24", "day_month": "12", "day_year": "2026"}, dt.date(2026, 12, 24)),
        ({"when": "today", "day_day": "24", "day_month": "12", "day_year": "2026"}, dt.date(2026, 12, 24)),
        ({"day_day": "40", "day_month": "12", "day_year": "2026"}, dt.date(2026, 12, 17)),
    ],
)
def test_day_is_tomorrow_unless_another_is_chosen(as_user, manager, asked, day):
    assert as_user(manager).get(URL, asked).context["day"] == day


def test_other_days_are_chosen_on_the_list_of_gates_too(as_user, manager, mentor, programme):
    leaves(programme, mentor)
    chosen = leaves(programme, mentor, dt.date(2026, 12, 24))
    day = {"when": "today", "day_day": "24", "day_month": "12", "day_year": "2026"}

    rows = as_user(manager).get(reverse("liberations:gate_list"), day).context["rows"]

    assert [row.case for row in rows] == [chosen]


def test_mentor_sees_others_as_numbers_without_those_they_know(as_user, manager, mentor, programme):
    other = MentorFactory(user__team=manager.team)
    for _ in range(3):
        leaves(programme, other, decision="wanted", mentor=other)
    known = leaves(programme, other, decision="wanted", mentor=other)
    ConnectionFactory(person=known.person, user=mentor.user)
    leaves(programme, mentor, decision="wanted", mentor=mentor)

    page = as_user(mentor.user).get(reverse("liberations:gate_list"))

    assert (page.context["others_today"], page.context["others_tomorrow"]) == (0, 3)
    assert "Besides yours, the team meets 3 people tomorrow." in page.content.decode()
    assert len(page.context["rows"]) == 1


@pytest.mark.parametrize(("answer", "shown"), [("cannot", True), ("going", False)])
def test_manager_is_shown_the_second_who_cannot_go_and_names_another(
    as_user, manager, mentor, programme, answer, shown
):
    second = MentorFactory(user__team=manager.team, user__name="Callum Reid")
    case = leaves(programme, mentor, decision="wanted", mentor=mentor, second=second)
    said = {"answer": answer, "answered_at": dt.datetime(2026, 12, 16, 9, tzinfo=dt.UTC), "answered_by": second.user}
    GateQuestionFactory(gate=case.gates.get(), mentor=second, **said)

    page = as_user(manager).get("/").content.decode()

    assert ("Callum Reid, who was to go along, cannot go." in page) == shown
    assert (reverse("liberations:gate_plan", args=[case.pk]) in page) == shown


def test_second_finds_the_question_on_my_day_and_answers_it(as_user, manager, mentor, programme):
    second = MentorFactory(user__team=manager.team)
    case = leaves(programme, mentor, decision="wanted")
    gate = case.gates.get()
    plan = {"decision": "wanted", "mentor": mentor, "second": second}
    plan_gate(case=case, read_at_version=gate.version, by=manager, **plan)
    question = GateQuestion.objects.get(mentor=second)
    browser = as_user(second.user)

    asked = browser.get("/").content.decode()
    browser.post(question.get_absolute_url(), {"answer": "cannot", "back": "gate"})

    question.refresh_from_db()
    assert question.get_absolute_url() in asked
    assert question.cannot
    path = Message.objects.get(recipient=manager, kind=Kind.GATE_CANNOT).path
    assert path == reverse("liberations:gate_plan", args=[case.pk])
