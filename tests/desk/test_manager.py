import datetime as dt

import pytest
import time_machine

from audit.enums import Verb
from audit.models import Event
from liberations.enums import GateDecision
from liberations.models import StockCount
from mentoring.enums.flags import FlagKind
from mentoring.models import Flag
from tests.factories.accounts import ManagerFactory, UserFactory
from tests.factories.keeping_contact import LostContactFactory
from tests.factories.liberations import GateLiberationFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
URL = "/"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def manager(client):
    user = ManagerFactory()
    client.force_login(user)
    return user


@pytest.fixture
def programme(manager):
    return ProgrammeFactory(team=manager.team)


def case_of(programme, days=None, **kwargs):
    day = None if days is None else NOON.date() + dt.timedelta(days=days)
    return CaseFactory(referral__programme=programme, liberation_date=day, **kwargs)


def references(lines):
    return [line.row.number for line in lines]


def test_manager_page_lists_what_cannot_wait_and_nobody_elses(client, manager, programme):
    mentor = MentorFactory(user__team=manager.team)
    waiting_late, waiting_soon = case_of(programme, 40), case_of(programme, 13)
    tomorrow = case_of(programme, 1, lead=mentor)
    named, declined, today = (case_of(programme, days, lead=mentor) for days in (1, 1, 0))
    GateLiberationFactory(case=named, decision=GateDecision.WANTED, mentor=mentor)
    GateLiberationFactory(case=declined, decision=GateDecision.DECLINED)
    Flag.objects.create(case=waiting_late, kind=FlagKind.FEWER_MEETINGS, raised_at=NOON - dt.timedelta(days=2))
    Flag.objects.create(case=today, kind=FlagKind.LIBERATION_PASSED, raised_at=NOON)
    Flag.objects.create(case=today, kind=FlagKind.FEWER_MEETINGS, raised_at=NOON, cleared_at=NOON)
    canary = CaseFactory(liberation_date=NOON.date(), referral__episode__person__family_name="Canary")
    Flag.objects.create(case=canary, kind=FlagKind.FEWER_MEETINGS)

    response = client.get(URL)

    lists = response.context["lists"]
    assert references(lists.waiting) == [waiting_soon.number, waiting_late.number]
    assert references(lists.gates) == [today.number, tomorrow.number]
    assert references(lists.flags) == [today.number, waiting_late.number]
    assert set(references(lists.soon)) == {each.number for each in (today, tomorrow, named, declined, waiting_soon)}
    assert b"Canary" not in response.content
    assert b"1 liberation day passed" in response.content


def test_manager_page_begins_with_whom_somebody_is_worried_about_until_they_are_seen(client, manager, programme):
    amara = UserFactory(name="Amara Okafor", team=manager.team)
    seen, held, lost, worried = (case_of(programme) for _ in range(4))
    worry = {"worry": "No answer, and his door stood open.", "worried_by": amara}
    LostContactFactory(case=seen, ended_at=NOON, ended_how="seen", **worry)
    LostContactFactory(case=held, hold_until=NOON.date(), hold_reason="In hospital", hold_by=manager, **worry)
    LostContactFactory(case=lost, manager_told_at=NOON)
    LostContactFactory(case=worried, **worry)

    response = client.get(URL)

    assert references(response.context["lists"].alarms) == [worried.number]
    assert "Amara Okafor is worried" in response.content.decode()
    assert response.context["waiting"].lost == 1
    assert f"/cases/{worried.pk}/lost-contact/" in response.content.decode()


def test_manager_page_names_who_was_not_met_until_a_new_day_or_for_a_day_after_release(client, manager, programme):
    inside, out, long_out, met = (case_of(programme, day) for day in (-9, 0, -9, 0))
    said = {"outcome_by": manager, "state": "not-met", "not_met_reason": "moved"}
    GateLiberationFactory(case=inside, outcome_at=NOON - dt.timedelta(days=9), **said)
    GateLiberationFactory(case=out, outcome_at=NOON - dt.timedelta(days=1), **said)
    GateLiberationFactory(case=long_out, outcome_at=NOON - dt.timedelta(days=2), **said)
    GateLiberationFactory(case=met, outcome_at=NOON, outcome_by=manager, state="met", out_at=NOON)
    for case in (out, long_out, met):
        case.episode.released_date = NOON.date()
        case.episode.save()

    response = client.get(URL)

    assert references(response.context["lists"].alarms) == [inside.number, out.number]
    assert "Moved to another prison, said 22 Nov 2026" in response.content.decode()


def test_manager_page_counters_and_mentor_figures_equal_the_lists_they_open(client, manager, programme):
    callum = MentorFactory(user__team=manager.team, user__name="Callum Reid", capacity=2)
    MentorFactory(user__team=manager.team, user__name="Sian Morgan", available=False)
    MentorFactory(user__name="Elsewhere")
    one, two = case_of(programme, 5, lead=callum), case_of(programme, 50, lead=callum)
    case_of(programme, 6)
    Flag.objects.create(case=one, kind=FlagKind.FEWER_MEETINGS)
    Flag.objects.create(case=one, kind=FlagKind.FOLLOW_UP_OVERDUE)
    Flag.objects.create(case=two, kind=FlagKind.FOLLOW_UP_OVERDUE)
    foreign = CaseFactory(lead=callum, team_access=False)
    Flag.objects.create(case=foreign, kind=FlagKind.FOLLOW_UP_OVERDUE)

    response = client.get(URL)

    counters = response.context["counters"]
    assert [n for n, _, _ in counters] == [2, 1, 2, 1]
    for n, url, _ in counters:
        assert client.get(url).context["page"].paginator.count == n
    lines = response.context["mentors"]
    assert [(line.name, line.people, line.soon, line.short, line.overdue) for line in lines] == [
        ("Callum Reid", 2, 1, 1, 2),
        ("Sian Morgan", 0, 0, 0, 0),
    ]
    assert (lines[0].is_full, lines[1].available) == (True, False)
    for query, n in (("", 2), ("&liberation=14", 1), ("&flag=fewer-meetings", 1), ("&flag=follow-up-overdue", 2)):
        assert client.get(f"/caseload/?mentor={callum.pk}{query}").context["page"].paginator.count == n


def test_manager_sees_the_counts_that_wait_for_a_second_person(client, manager):
    others = {"team": manager.team, "second": UserFactory(team=manager.team), "counted_at": NOON}
    StockCount.objects.create(counted_by=manager, **others)
    StockCount.objects.create(counted_by=ManagerFactory(), **others)
    StockCount.objects.create(counted_by=ManagerFactory(), state="agreed", answered_at=NOON, **others)

    response = client.get(URL)

    assert response.context["waiting"].counts == 1
    assert "to be confirmed by the second person" in response.content.decode()


def test_manager_page_leaves_one_trail_row_with_everyone_named(client, manager, programme):
    case = case_of(programme, 1)
    Flag.objects.create(case=case, kind=FlagKind.FEWER_MEETINGS)

    client.get(URL)

    event = Event.objects.get()
    assert (event.verb, event.shown) == (Verb.LISTED, [case.person_id])


def test_manager_page_without_anybody_says_so(client, manager):
    text = client.get(URL).content.decode()

    assert "Everyone has a mentor." in text
    assert "No mentors yet" in text
    assert "No flags are raised." in text
