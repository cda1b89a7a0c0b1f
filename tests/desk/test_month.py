import datetime as dt

import pytest
import time_machine

from audit.models import Event
from liberations.enums import GateAnswer, GateDecision, GateState
from tests.factories.accounts import AuditorFactory, ManagerFactory, UserFactory
from tests.factories.liberations import GateLiberationFactory, GateQuestionFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.prisons import PrisonFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = pytest.mark.django_db
URL = "/liberations/2026/12/"
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def programme(manager):
    return ProgrammeFactory(team=manager.team)


@pytest.fixture
def mentor(manager):
    return MentorFactory(user__team=manager.team, user__name="Callum Reid")


def case_of(programme, day, **kwargs):
    return CaseFactory(referral__programme=programme, liberation_date=dt.date(2026, 12, day), **kwargs)


def by_day(response):
    return [(day.day.day, [p.row.number for p in day.people], day.others) for day in response.context["found"].days]


def test_month_of_a_manager_names_everyone_of_the_team_by_day(client, manager, programme, mentor):
    late, early = case_of(programme, 31), case_of(programme, 1, lead=mentor)
    CaseFactory(referral__programme=programme, liberation_date=dt.date(2027, 1, 1))
    CaseFactory(liberation_date=dt.date(2026, 12, 2), referral__episode__person__family_name="Canary")
    client.force_login(manager)

    response = client.get(URL)

    assert by_day(response) == [(1, [early.number], []), (31, [late.number], [])]
    assert b"Canary" not in response.content
    assert b"2 liberations" in response.content


def test_month_of_a_mentor_names_their_own_and_counts_the_teams_others(client, programme, mentor):
    prison = PrisonFactory(name="HMP Northgate")
    mine = case_of(programme, 3, lead=mentor)
    case_of(programme, 3, referral__episode__person__family_name="Canary", referral__episode__prison=prison)
    case_of(programme, 3, referral__episode__prison=prison)
    case_of(programme, 9, referral__episode__prison=prison)
    CaseFactory(liberation_date=dt.date(2026, 12, 3))
    client.force_login(mentor.user)

    response = client.get(URL)

    assert by_day(response) == [(3, [mine.number], [("HMP Northgate", 2)]), (9, [], [("HMP Northgate", 1)])]
    assert response.context["found"].people == 4
    assert b"Canary" not in response.content
    assert Event.objects.get().shown == [mine.person_id]


def test_month_takes_the_day_they_were_released_over_the_day_in_the_ledger(client, manager, programme):
    case = case_of(programme, 20)
    stay = case.episode.stays.get()
    stay.to_date = case.episode.released_date = dt.date(2026, 11, 20)
    stay.save()
    case.episode.save()
    client.force_login(manager)

    assert by_day(client.get(URL)) == []
    november = client.get("/liberations/2026/11/", {"prison": stay.prison_id})
    assert by_day(november) == [(20, [case.number], [])]
    assert november.context["found"].by_prison == [(stay.prison.name, 1)]


def test_month_filters_by_prison_and_by_mentor(client, manager, programme, mentor):
    prison = PrisonFactory()
    here, theirs = case_of(programme, 3, referral__episode__prison=prison), case_of(programme, 4, lead=mentor)
    client.force_login(manager)

    assert by_day(client.get(URL, {"prison": prison.pk})) == [(3, [here.number], [])]
    response = client.get(URL, {"mentor": mentor.pk})
    assert by_day(response) == [(4, [theirs.number], [])]
    assert f'href="/liberations/2027/1/?mentor={mentor.pk}" rel="next"'.encode() in response.content
    assert f'href="/liberations/2026/11/?mentor={mentor.pk}" rel="prev"'.encode() in response.content


def test_month_says_how_each_gate_stands(client, manager, programme, mentor):
    for day, gate in enumerate(
        (
            None,
            {"decision": GateDecision.WANTED},
            {"decision": GateDecision.WANTED, "mentor": mentor, "meet_time": dt.time(8, 30)},
            {"decision": GateDecision.DECLINED},
            {"state": GateState.MET, "out_at": "2026-12-05T09:00Z", "outcome_at": "2026-12-05T09:00Z"},
        ),
        start=1,
    ):
        case = case_of(programme, day)
        if gate is not None:
            by = {"outcome_by": manager} if "state" in gate else {}
            GateLiberationFactory(case=case, **gate, **by)
    client.force_login(manager)

    days = client.get(URL).context["found"].days

    assert [day.people[0].gate for day in days] == [
        "Not offered yet",
        "Nobody named yet",
        "Callum Reid at 08:30",
        "Does not want to be met",
        "Met",
    ]


def test_month_counts_and_finds_gates_that_nobody_is_sure_to_go_to(client, manager, programme, mentor):
    wanted = {"decision": GateDecision.WANTED, "mentor": mentor}
    undecided, unnamed, cannot = (case_of(programme, 3) for _ in range(3))
    going, silent, declined = (case_of(programme, 3) for _ in range(3))
    GateLiberationFactory(case=unnamed, decision=GateDecision.WANTED)
    GateLiberationFactory(case=declined, decision=GateDecision.DECLINED)
    for case, answer in ((cannot, GateAnswer.CANNOT), (going, GateAnswer.GOING), (silent, GateAnswer.NOT_YET)):
        gate = GateLiberationFactory(case=case, **wanted)
        answered = {} if answer == GateAnswer.NOT_YET else {"answered_at": NOON, "answered_by": manager}
        GateQuestionFactory(gate=gate, mentor=mentor, answer=answer, **answered)
    client.force_login(manager)

    response = client.get(URL)
    found = client.get(URL, {"gate": "to-settle"})

    (day,) = response.context["found"].days
    assert {person.row.number: (person.gate, person.is_to_settle) for person in day.people} == {
        undecided.number: ("Not offered yet", True),
        unnamed.number: ("Nobody named yet", True),
        cannot.number: ("Callum Reid can’t: nobody instead yet", True),
        going.number: ("Callum Reid", False),
        silent.number: ("Callum Reid, not answered yet", False),
        declined.number: ("Does not want to be met", False),
    }
    assert b"6 people, 3 gates to settle" in response.content
    assert [sorted(numbers) for _, numbers, _ in by_day(found)] == [
        sorted(case.number for case in (undecided, unnamed, cannot))
    ]


def test_gates_to_settle_are_those_to_come_and_ones_own(client, programme, mentor):
    mine = case_of(programme, 3, lead=mentor)
    case_of(programme, 3)
    client.force_login(mentor.user)
    assert by_day(client.get(URL, {"gate": "to-settle"})) == [(3, [mine.number], [])]

    with time_machine.travel(dt.datetime(2026, 12, 4, 12, tzinfo=dt.UTC), tick=False):
        client.force_login(mentor.user)
        late = client.get(URL)
        assert by_day(client.get(URL, {"gate": "to-settle"})) == []
    assert late.context["found"].days[0].to_settle == 0


def test_month_leads_to_the_next_day_to_come(client, manager, programme):
    case_of(programme, 3)
    case_of(programme, 8)
    client.force_login(manager)
    assert client.get(URL).context["next_day"] is None

    with time_machine.travel(dt.datetime(2026, 12, 4, 12, tzinfo=dt.UTC), tick=False):
        client.force_login(manager)
        text = client.get(URL).content.decode()

    assert '<a href="#day-2026-12-08">To 8 Dec</a>' in text
    assert 'id="day-2026-12-08"' in text


@pytest.mark.parametrize(
    "path", ["/liberations/2026/13/", "/liberations/2026/0/", "/liberations/1/1/", "/liberations/99999/1/"]
)
def test_month_that_does_not_exist_is_not_found(client, manager, path):
    client.force_login(manager)

    assert client.get(path).status_code == 404


def test_month_links_stay_within_the_years_we_know(client, manager):
    client.force_login(manager)

    assert b'rel="prev"' not in client.get("/liberations/2000/1/").content
    assert b'rel="next"' not in client.get("/liberations/2099/12/").content


def test_month_is_refused_to_an_auditor(client):
    client.force_login(AuditorFactory())

    assert client.get(URL).status_code == 403


def test_month_without_liberations_says_what_to_do(client, manager):
    client.force_login(manager)

    assert b"No liberations in this month" in client.get(URL).content
    assert b"Nobody with these filters" in client.get(URL, {"prison": PrisonFactory().pk}).content


def test_month_of_someone_new_is_empty(client):
    client.force_login(UserFactory())

    assert client.get(URL).status_code == 200
