import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from audit.enums import Verb
from audit.models import Event
from mentoring.enums.flags import FlagKind
from mentoring.models import Flag
from people.models import StoredSearch
from tests.factories.accounts import AdministratorFactory, AuditorFactory, ManagerFactory, UserFactory
from tests.factories.mentoring import AssignmentFactory, CaseFactory, MeetingFactory, MentorFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
URL = "/caseload/"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def programme(manager):
    return ProgrammeFactory(team=manager.team)


def in_days(days):
    return TODAY + dt.timedelta(days=days)


def case_of(programme, days=None, **kwargs):
    return CaseFactory(referral__programme=programme, liberation_date=None if days is None else in_days(days), **kwargs)


def numbers(response):
    return [row.number for row in response.context["page"]]


def figures(response):
    return [n for n, _, _ in response.context["counters"]]


def test_caseload_of_a_mentor_is_their_own_people_nearest_liberation_first(client, programme):
    mentor = MentorFactory(user__team=programme.team)
    later, sooner = case_of(programme, 60, lead=mentor), case_of(programme, 3, lead=mentor)
    case_of(programme, 1, lead=MentorFactory(user__team=programme.team))
    case_of(programme, 2)
    client.force_login(mentor.user)

    response = client.get(URL)

    assert numbers(response) == [sooner.number, later.number]
    assert figures(response) == [1, 0, 0, 0]


def test_caseload_of_a_manager_is_the_whole_team_and_never_another(client, manager, programme):
    mine = case_of(programme, 3, referral__episode__person__family_name="Bright")
    CaseFactory(liberation_date=in_days(2), referral__episode__person__family_name="Canary")
    client.force_login(manager)

    response = client.get(URL)

    assert numbers(response) == [mine.number]
    assert figures(response) == [1, 0, 0, 1]
    assert b"Canary" not in response.content


def test_caseload_orders_those_inside_by_day_then_those_out_then_those_without_a_day(client, manager, programme):
    unknown = case_of(programme)
    out = case_of(programme, -5)
    out.episode.released_date = in_days(-5)
    out.episode.save()
    far, passed = case_of(programme, 90), case_of(programme, -1)
    client.force_login(manager)

    assert numbers(client.get(URL)) == [passed.number, far.number, unknown.number, out.number]
    assert numbers(client.get(URL, {"sort": "-liberation"})) == [out.number, far.number, passed.number, unknown.number]


@pytest.mark.parametrize("sort", ["name", "prison", "liberation", "status", "visits", "last", "mentor", "programme"])
def test_caseload_sorts_by_every_column_both_ways(client, manager, programme, sort):
    for letter in "BAC":
        mentor = MentorFactory(user__team=programme.team, user__name=letter)
        case = case_of(programme, ord(letter), lead=mentor, referral__episode__person__family_name=letter)
        case.episode.stays.update(prison=PrisonFactory(name=f"HMP {letter}"))
        for n in range(ord(letter) - ord("A")):
            MeetingFactory(case=case, held=True, on_date=dt.date(2026, 10, 5 + n))
            Flag.objects.create(case=case, kind=list(FlagKind)[n])
    client.force_login(manager)

    up = [row.family_name for row in client.get(URL, {"sort": sort}).context["page"]]
    down = [row.family_name for row in client.get(URL, {"sort": f"-{sort}"}).context["page"]]

    if sort == "programme":
        assert (up, down) == (["A", "B", "C"], ["A", "B", "C"])
    elif sort == "status":
        assert (up, down) == (["C", "B", "A"], ["A", "B", "C"])
    else:
        assert (up, down) == (["A", "B", "C"], ["C", "B", "A"])


def test_caseload_counters_equal_the_lists_their_links_open(client, manager, programme):
    mentor = MentorFactory(user__team=programme.team)
    case_of(programme, 14, lead=mentor)
    case_of(programme, 15, lead=mentor)
    few = case_of(programme, 20, lead=mentor)
    Flag.objects.create(case=few, kind=FlagKind.FEWER_MEETINGS)
    Flag.objects.create(case=few, kind=FlagKind.FOLLOW_UP_OVERDUE, raised_at=NOON, cleared_at=NOON)
    late = case_of(programme, -20, lead=mentor)
    Flag.objects.create(case=late, kind=FlagKind.FOLLOW_UP_OVERDUE)
    case_of(programme, 40)
    case_of(programme, 1, closed_date=TODAY)
    client.force_login(manager)

    response = client.get(URL)

    assert figures(response) == [1, 1, 1, 1]
    for n, url, _ in response.context["counters"]:
        assert client.get(URL + url).context["page"].paginator.count == n


def test_caseload_counts_visits_without_an_outcome_for_a_mentor(client, programme):
    mentor = MentorFactory(user__team=programme.team)
    case = case_of(programme, 30, lead=mentor)
    MeetingFactory(case=case, mentor=mentor, on_date=in_days(-1))
    MeetingFactory(case=case, mentor=mentor, on_date=in_days(-2))
    MeetingFactory(case=case_of(programme, 31, lead=mentor), mentor=mentor, on_date=TODAY)
    client.force_login(mentor.user)

    response = client.get(URL)

    n, url, _ = response.context["counters"][3]
    assert (n, numbers(client.get(URL + url))) == (1, [case.number])
    assert b"Visit overdue" in response.content


def test_caseload_filters_by_prison_mentor_programme_and_state(client, manager, programme):
    prison, other = PrisonFactory(), ProgrammeFactory(team=manager.team)
    mentor = MentorFactory(user__team=manager.team)
    here = case_of(programme, 10, referral__episode__prison=prison)
    theirs = case_of(programme, 11, lead=mentor)
    elsewhere = case_of(other, 12)
    ended = case_of(programme, 13, closed_date=TODAY)
    AssignmentFactory(case=ended, mentor=mentor, until_date=TODAY)
    client.force_login(manager)

    def shown(**query):
        return numbers(client.get(URL, query))

    assert shown(prison=prison.pk) == [here.number]
    assert shown(mentor=mentor.pk) == [theirs.number]
    assert shown(mentor="none") == [here.number, elsewhere.number]
    assert shown(programme=other.pk) == [elsewhere.number]
    assert shown(state="closed") == [ended.number]
    assert shown(state="closed", mentor=mentor.pk) == [ended.number]
    assert shown(state="all") == [here.number, theirs.number, elsewhere.number, ended.number]


@pytest.mark.parametrize(
    ("window", "names"),
    [
        ("14", ["Soon"]),
        ("28", ["Soon", "Later"]),
        ("passed", ["Passed"]),
        ("unknown", ["Unknown"]),
        ("released", ["Out"]),
    ],
)
def test_caseload_filters_by_liberation(client, manager, programme, window, names):
    for name, days in {"Soon": 0, "Later": 28, "Passed": -1, "Unknown": None, "Out": 1}.items():
        case = case_of(programme, days, referral__episode__person__family_name=name)
    case.episode.released_date = in_days(-1)
    case.episode.save()
    client.force_login(manager)

    response = client.get(URL, {"liberation": window})

    assert [row.family_name for row in response.context["page"]] == names


def test_caseload_searches_only_by_ones_own_stored_search(client, manager, programme):
    kieran = case_of(programme, 5, referral__episode__person__given_names="Kieran")
    case_of(programme, 6, referral__episode__person__given_names="Tomasz")
    own = StoredSearch.objects.create(user=manager, text="kieran")
    foreign = StoredSearch.objects.create(user=UserFactory(), text="kieran")
    client.force_login(manager)

    assert numbers(client.get(URL, {"search": own.pk})) == [kieran.number]
    assert numbers(client.get(URL, {"search": foreign.pk})) == []


def test_caseload_pages_by_25_and_keeps_the_filters_in_its_links(client, manager, programme):
    for days in range(27):
        case_of(programme, 30 + days)
    client.force_login(manager)

    first = client.get(URL, {"liberation": "84", "sort": "name"})
    second = client.get(URL, {"liberation": "84", "sort": "name", "page": 2})

    assert (len(first.context["page"]), len(second.context["page"])) == (25, 2)
    assert b'href="?liberation=84&amp;sort=name&amp;page=2"' in first.content
    assert b"Showing 26 to 27 of 27 people" in second.content
    assert b'href="/caseload.csv?liberation=84&amp;sort=name"' in second.content


@pytest.mark.parametrize(
    "query", ["?page=nought", "?page=99", "?sort=sideways", "?mentor=x", "?liberation=x", "?search=x"]
)
def test_caseload_answers_an_address_that_makes_no_sense(client, manager, programme, query):
    case = case_of(programme, 3)
    client.force_login(manager)

    response = client.get(URL + query)

    assert (response.status_code, numbers(response)) == (200, [case.number])


def test_caseload_leaves_one_trail_row_with_the_people_shown(client, manager, programme):
    case = case_of(programme, 3)
    case_of(programme, 200)
    client.force_login(manager)

    client.get(URL, {"liberation": "14"})

    event = Event.objects.get()
    assert (event.verb, event.action, event.shown) == (Verb.LISTED, "desk:caseload", [case.person_id])


@pytest.mark.parametrize("make", [AdministratorFactory, AuditorFactory])
def test_caseload_refuses_those_who_do_no_casework(client, make):
    client.force_login(make())

    assert client.get(URL).status_code == 403
    assert client.get(reverse("desk:caseload_export")).status_code == 403


def test_caseload_without_anybody_says_what_to_do(client):
    client.force_login(UserFactory())

    assert b"Nobody on your caseload yet" in client.get(URL).content
    assert b"Show the whole caseload" in client.get(URL, {"liberation": "14"}).content


def test_caseload_status_says_what_each_person_needs(client, manager, programme):
    mentor = MentorFactory(user__team=programme.team)
    cases = {name: case_of(programme, 9, lead=mentor, referral__episode__person__family_name=name) for name in "ABCDE"}
    case_of(programme, 9, referral__episode__person__family_name="F")
    MeetingFactory(case=cases["A"], held=True)
    Flag.objects.create(case=cases["B"], kind=FlagKind.FEWER_MEETINGS)
    Flag.objects.create(case=cases["C"], kind=FlagKind.LIBERATION_PASSED)
    cases["D"].episode.released_date = TODAY
    cases["D"].episode.save()
    client.force_login(manager)

    rows = client.get(URL, {"sort": "name"}).context["page"]

    assert [row.status[1] for row in rows] == [
        "On track",
        "Needs attention",
        "Not sorted",
        "Released",
        "No visits yet",
        "No mentor yet",
    ]
