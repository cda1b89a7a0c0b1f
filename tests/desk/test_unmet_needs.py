import csv
import datetime as dt
import io

import pytest

from desk.selectors.unmet_needs import figures, quarter_of, quarters_back
from mentoring.enums.needs import Unmet
from mentoring.models import Case
from mentoring.planning.unmet import unmet_needs
from mentoring.selectors.service_gaps import need_lines
from referrals.enums import OnwardState
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import AssessmentFactory, CaseFactory
from tests.factories.prisons import LocalAuthorityFactory
from tests.factories.referrals import OnwardReferralFactory, ProgrammeFactory, ServiceFactory
from tests.factories.sharing import ServiceGapFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-22T10:00Z", tick=False)]
TODAY, DAY = dt.date(2026, 11, 22), dt.timedelta(days=1)
DECLINED = {"state": OnwardState.DECLINED}


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def programme(manager):
    return ProgrammeFactory(team=manager.team)


def in_need(programme, scores=None, **case):
    made = CaseFactory(referral__programme=programme, **case)
    AssessmentFactory(case=made, scores=scores or {"accommodation": 2})
    return made


def onward(case, days_ago=5, kind="accommodation", **fields):
    sent = TODAY - days_ago * DAY
    return OnwardReferralFactory(person=case.person, service__kind=kind, sent_date=sent, state_date=sent, **fields)


def why(programme, until=TODAY):
    rows = unmet_needs(Case.objects.filter(programme=programme), until=until, long_wait_days=42)
    return sorted(rows.values_list("area", "because"))


@pytest.mark.parametrize(
    ("became", "said", "because"),
    [
        pytest.param([], "", Unmet.NOT_LINKED, id="nothing done"),
        pytest.param([{"kind": "work"}], "", Unmet.NOT_LINKED, id="referred for something else"),
        pytest.param([{"days_ago": 80}], "", Unmet.TOO_LONG, id="waiting for long"),
        pytest.param([{"days_ago": 41}], "", None, id="waiting, not long"),
        pytest.param([{"days_ago": 42}], "", Unmet.TOO_LONG, id="on the day it is too long"),
        pytest.param([{"days_ago": 50, "state": OnwardState.WAITING}], "", Unmet.TOO_LONG, id="on a list for long"),
        pytest.param([{"state": OnwardState.ACCEPTED}], "", None, id="accepted"),
        pytest.param([{"state": OnwardState.DONE}], "", None, id="done"),
        pytest.param([DECLINED | {"decline_reason": "condition", "decline_condition": "remand"}], "", Unmet.THRESHOLD, id="their threshold"),
        pytest.param([DECLINED | {"decline_reason": "full"}], "", Unmet.FULL, id="full"),
        pytest.param([DECLINED | {"decline_reason": "other"}], "", Unmet.OTHER, id="another reason"),
        pytest.param([DECLINED | {"decline_reason": "not-wanted"}], "", None, id="they did not want it"),
        pytest.param([DECLINED | {"decline_reason": "full"}, {"days_ago": 3}], "", None, id="full, and asked elsewhere"),
        pytest.param([DECLINED | {"decline_reason": "full"}, {"state": OnwardState.ATTENDED}], "", None, id="full, and seen elsewhere"),
        pytest.param([{"state": OnwardState.STOPPED}], "", None, id="they took it back"),
        pytest.param([], "said-no", None, id="said no to any"),
        pytest.param([], "has-help", None, id="has help"),
        pytest.param([], "none-here", Unmet.NONE_HERE, id="nothing here"),
        pytest.param([], "full", Unmet.FULL, id="known to be full"),
        pytest.param([], "threshold", Unmet.THRESHOLD, id="known not to take them"),
        pytest.param([], "too-long", Unmet.TOO_LONG, id="known to take long"),
        pytest.param([DECLINED | {"decline_reason": "other"}], "none-here", Unmet.NONE_HERE, id="the mentor knows better"),
    ],
)  # fmt: skip
def test_why_a_need_is_unmet(programme, became, said, because):
    case = in_need(programme, opened_date=dt.date(2026, 8, 1))
    for each in became:
        onward(case, **each)
    if said:
        ServiceGapFactory(case=case, reason=said)

    assert why(programme) == ([("accommodation", because)] if because else [])


def test_needs_are_those_of_the_case_page(programme):
    case = in_need(programme, scores={"accommodation": 2, "money": 6, "work": 7, "health": None})

    assert [area for area, _ in why(programme)] == sorted(line.need.area for line in need_lines(case))
    assert why(programme, until=dt.date(2026, 10, 4)) == []


def test_a_quarter_is_three_months():
    assert [(q.key, q.label) for q in quarters_back(dt.date(2027, 1, 5), 2)] == [
        ("2027-1", "January to March 2027"),
        ("2026-4", "October to December 2026"),
    ]


def test_figures_count_people_and_hide_small_numbers(programme):
    glasgow, fife = LocalAuthorityFactory(name="Glasgow City"), LocalAuthorityFactory(name="Fife")
    service = ServiceFactory(name="Night stop", agency__name="Firth Housing")
    for number in range(9):
        case = in_need(
            programme,
            scores={"accommodation": 2, "money": 1},
            referral__episode__return_area=glasgow if number < 7 else fife,
        )
        if number < 6:
            ServiceGapFactory(case=case, reason="full", service=service)
    in_need(programme, closed_date=dt.date(2026, 9, 30))

    found = figures(programme, quarter_of(TODAY), TODAY)

    assert (str(found.people), str(found.supported)) == ("9", "9")
    assert {title: [(line.label, str(line.people)) for line in lines] for title, lines in found.tables} == {
        "Why": [("No service asked yet", "9"), ("Full or closed to new people", "6")],
        "Need": [("Money and benefits", "9"), ("Somewhere to live", "9")],
        "Area they return to": [("Glasgow City", "hidden"), ("Fife", "<5")],
        "Service that did not take them, or keeps them waiting": [("Night stop, Firth Housing", "6")],
    }


def test_nobody_supported_gives_no_figures(programme):
    assert figures(programme, quarter_of(TODAY), TODAY) is None


def test_pages_open_into_people_one_may_open_and_the_file_names_nobody(as_user, manager, programme):
    cases = [in_need(programme) for _ in range(5)]
    closed_to_them = in_need(programme, team_access=False)
    browser = as_user(manager)

    counts = browser.get("/unmet-need/")
    people = browser.get(f"/unmet-need/people/?programme={programme.pk}&quarter=2026-4&because=not-linked")
    narrowed = browser.get(f"/unmet-need/people/?programme={programme.pk}&quarter=2026-4&need=work")
    rows = list(csv.reader(io.StringIO(browser.get("/unmet-need.csv").text.lstrip("\ufeff"))))

    assert "because=not-linked" in counts.text
    assert {row.assessment.case for row in people.context["page"]} == set(cases)
    assert closed_to_them.person.full_name not in people.text
    assert list(narrowed.context["page"]) == []
    assert rows[1:] == [
        ["October to December 2026", "Why", "No service asked yet", "6"],
        ["October to December 2026", "Need", "Somewhere to live", "6"],
        ["October to December 2026", "Area they return to", "No area on record", "6"],
    ]


def test_another_teams_programme_is_not_counted(as_user, programme):
    in_need(programme)
    other = ManagerFactory()
    ProgrammeFactory(team=other.team, name="Theirs")

    page = as_user(other).get(f"/unmet-need/?programme={programme.pk}&quarter=2026-4")

    assert page.context["programme"].name == "Theirs"


def test_a_team_without_a_programme_is_told(as_user):
    browser = as_user(ManagerFactory())

    assert "Nobody was supported" in browser.get("/unmet-need/").text
    assert browser.get("/unmet-need/people/").status_code == 200
