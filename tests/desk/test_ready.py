import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from mentoring.enums.readiness import ItemState
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.readiness import FirstNightFactory, ReadinessItemFactory, ReadinessKindFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
OUT = dt.date(2026, 12, 17)
LONG_AGO = dt.date(2026, 9, 1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 10:00:00+00:00", tick=False):
        yield


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def case(mentor):
    programme = {"referral__programme__team": mentor.user.team}
    return CaseFactory(**programme, opened_date=LONG_AGO, liberation_date=OUT, lead=mentor)


@pytest.fixture
def kinds(case):
    """Overdue, due, and later."""
    leads = {"bank": 84, "phone": 14, "pack": 3}
    return [
        ReadinessKindFactory(programme=case.programme, code=code, name=code.capitalize(), lead_days=days, position=days)
        for code, days in leads.items()
    ]


def shown(client, **asked):
    page = client.get(reverse("desk:ready_list"), asked).context["page"]
    return [(line.pk, line.kind_name) for line in page]


def test_list_shows_what_is_overdue_or_due_until_asked_for_more(client, mentor, case, kinds):
    client.force_login(mentor.user)

    assert shown(client) == [(case.pk, "Bank"), (case.pk, "Phone")]
    assert shown(client, standing="due") == [(case.pk, "Phone")]
    assert shown(client, standing="open") == [(case.pk, "Bank"), (case.pk, "Phone"), (case.pk, "Pack")]
    assert shown(client, what="phone") == [(case.pk, "Phone")]
    assert shown(client, sort="-due") == [(case.pk, "Phone"), (case.pk, "Bank")]


def test_figures_are_those_of_the_lists_they_open(client, mentor, case, kinds):
    bank, phone, _ = kinds
    ReadinessItemFactory(case=case, kind=phone, hold_reason="court", hold_until=TODAY)
    ReadinessItemFactory(case=case, kind=bank, state=ItemState.ASKED, asked_date=TODAY, owner="partner")
    FirstNightFactory(case=case)
    client.force_login(mentor.user)

    counters = client.get(reverse("desk:ready_list")).context["counters"]

    assert [(n, label) for n, _, label in counters] == [
        (1, "Overdue"),
        (0, "Due"),
        (1, "On hold"),
        (1, "Nowhere to stay yet"),
    ]
    for n, url, _ in counters:
        url = url if url.startswith("/") else reverse("desk:ready_list") + url
        assert client.get(url).context["page"].paginator.count == n
    assert shown(client, owner="partner") == [(case.pk, "Bank")]


def test_mentor_sees_their_own_people_and_a_manager_the_teams(client, mentor, case, kinds):
    other = MentorFactory(user__team=mentor.user.team)
    client.force_login(other.user)
    none = shown(client)
    client.force_login(ManagerFactory(team=mentor.user.team))

    assert none == []
    assert [key for key, _ in shown(client, mentor=str(mentor.pk))] == [case.pk, case.pk]
    assert shown(client, mentor=str(other.pk)) == []


def test_caseload_finds_who_has_something_overdue_and_who_has_nowhere_to_stay(client, mentor, case, kinds):
    FirstNightFactory(case=case)
    fine = CaseFactory(referral__programme__team=mentor.user.team, liberation_date=OUT, lead=mentor)
    client.force_login(mentor.user)
    url = reverse("desk:caseload")

    def people(flag):
        return [row.pk for row in client.get(url, {"flag": flag}).context["page"]]

    assert (people("ready-overdue"), people("nowhere-to-stay")) == ([case.pk], [case.pk])
    assert fine.pk not in people("ready-overdue")


def test_file_goes_by_reference_and_names_nobody(client, mentor, case, kinds):
    client.force_login(mentor.user)

    body = client.get(reverse("desk:ready_export"), {"standing": "overdue"}).content.decode()

    assert body.splitlines()[1].split(",")[:5] == [
        case.reference,
        "Bank",
        "Overdue",
        "Not talked about yet",
        "2026-09-24",
    ]
    assert case.person.family_name not in body


def test_nothing_due_says_so(client, mentor):
    client.force_login(mentor.user)

    assert "Nothing is due" in client.get(reverse("desk:ready_list")).content.decode()
