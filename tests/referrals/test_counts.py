import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from audit.enums import Verb
from audit.models import Event
from people.enums import AccessReason
from referrals.counting import in_percent
from referrals.enums import DeclineReason, ReferralState, Source
from tests.factories.accounts import ManagerFactory
from tests.factories.people import AccessFactory
from tests.factories.prisons import PrisonFactory, PrisonStayFactory
from tests.factories.referrals import AgencyFactory, ProgrammeFactory, ReferralFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-22T10:00Z", tick=False)]
URL = "/referrals/counts/"
DECLINED = ReferralState.DECLINED


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def browser(as_user, manager):
    return as_user(manager)


@pytest.fixture
def make(manager):
    programme = ProgrammeFactory(name="Upward", team=manager.team, contract_places=50)

    def make(reason="", **fields):
        if reason:
            fields |= {"state": DECLINED, "decline_reason": reason}
        row = ReferralFactory(**{"programme": programme, **fields})
        AccessFactory(person=row.person, user=None, team=manager.team, role=Role.MANAGER, reason=AccessReason.TEAM)
        return row

    return make


def listed(browser, url):
    return set(browser.get(url).context["page"].object_list)


def figures(lines):
    return {line.label: tuple(count for count, _ in line.counts) for line in lines}


def test_counts_by_reason_of_the_financial_year_so_far(browser, make):
    make()
    sexes = [make(DeclineReason.SEX), make(DeclineReason.SEX)]
    wrong = make(DeclineReason.INAPPROPRIATE, referred_date=dt.date(2026, 4, 1))
    make(DeclineReason.SEX, referred_date=dt.date(2026, 3, 31))
    ReferralFactory(state=DECLINED, decline_reason=DeclineReason.SEX)

    page = browser.get(URL)

    counted = page.context["counts"]
    assert (counted.received, counted.declined, counted.inappropriate, counted.waiting) == (4, 3, 1, 1)
    assert figures(counted.reasons) == {"Programme is not for their sex": (2,), "Referral was not appropriate": (1,)}
    by_reason = {line.label: line.counts[0][1] for line in counted.reasons}
    assert listed(browser, by_reason["Programme is not for their sex"]) == set(sexes)
    assert listed(browser, by_reason["Referral was not appropriate"]) == {wrong}
    assert listed(browser, page.context["declined_url"]) == {*sexes, wrong}
    assert len(listed(browser, page.context["received_url"])) == 4
    assert not Event.objects.filter(verb=Verb.VIEWED).exists()


def test_counts_by_programme_prison_source_and_agency_open_into_the_referrals(browser, make, manager):
    perth, agency = PrisonFactory(name="HMP Perth"), AgencyFactory(name="Harbour")
    second = ProgrammeFactory(name="Onward", team=manager.team)
    first = make(DeclineReason.INAPPROPRIATE, episode__prison=perth, source=Source.PARTNER, agency=agency)
    moved = make(episode__prison=perth, source=Source.PARTNER)
    moved.episode.stays.update(to_date=dt.date(2026, 10, 1))
    PrisonStayFactory(episode=moved.episode, from_date=dt.date(2026, 10, 1))
    nowhere = make(DeclineReason.SEX, programme=second, episode__prison=False)

    tables = dict(browser.get(URL).context["counts"].tables)

    assert figures(tables["Programme"]) == {"Upward": (2, 1, 1), "Onward": (1, 0, 1)}
    assert [line.places for line in tables["Programme"]] == [50, None]
    assert figures(tables["Prison"]) == {"HMP Perth": (2, 1, 1), "No prison on record": (1, 0, 1)}
    assert figures(tables["Who referred them"]) == {"Partner agency": (2, 1, 1), "Prison staff": (1, 0, 1)}
    assert figures(tables["Partner agency"]) == {"Harbour": (1, 1, 1), "Agency not on our list": (1, 0, 0)}
    assert listed(browser, tables["Prison"][0].counts[0][1]) == {first, moved}
    assert listed(browser, tables["Partner agency"][1].counts[1][1] or tables["Partner agency"][0].counts[1][1]) == {
        first
    }
    assert listed(browser, tables["Programme"][1].counts[2][1]) == {nowhere}
    assert tables["Prison"][1].counts[0][1] == ""


def test_counts_of_one_cut_only(browser, make, manager):
    perth, agency = PrisonFactory(), AgencyFactory()
    row = make(episode__prison=perth, source=Source.PARTNER, agency=agency, referred_date=dt.date(2025, 5, 5))
    make()
    days = {
        "first_day": "1",
        "first_month": "5",
        "first_year": "2025",
        "last_day": "31",
        "last_month": "5",
        "last_year": "2025",
    }

    def received(**cut):
        return browser.get(URL, cut).context["counts"].received

    assert received(**days) == 1
    assert received(**days, prison=perth.pk, source="partner", agency=agency.pk, programme=row.programme_id) == 1
    assert received(**days, prison=PrisonFactory().pk) == 0
    assert received(**days, source="self") == 0
    assert received(**days, agency=AgencyFactory().pk) == 0
    assert "No referrals in this period" in browser.get(URL, {**days, "source": "self"}).text


def test_days_the_wrong_way_round_are_told_and_nothing_breaks(browser, make):
    make()
    days = {
        "first_day": "1",
        "first_month": "5",
        "first_year": "2026",
        "last_day": "1",
        "last_month": "4",
        "last_year": "2026",
    }

    response = browser.get(URL, days)

    assert "The last day must not be before the first" in response.text
    assert response.context["counts"].received == 1


def test_referral_of_a_shared_person_to_another_team_is_not_counted(browser, make):
    row = make()
    ReferralFactory(person=row.person, episode=row.episode)

    page = browser.get(URL)

    assert page.context["counts"].received == 1
    assert listed(browser, page.context["received_url"]) == {row}


def test_counts_take_as_many_queries_for_200_as_for_one(browser, make):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            browser.get(URL)
        return len(captured)

    make(DeclineReason.SEX)
    queries()
    one = queries()
    for number in range(199):
        make(list(DeclineReason)[number % len(DeclineReason)])

    assert queries() == one <= 10


def test_figures_as_a_file_name_nobody_and_leave_a_trail_row(browser, make):
    row = make(DeclineReason.SEX, episode__prison=PrisonFactory(name="HMP Perth"))
    make(DeclineReason.SEX, episode__prison=row.episode.stays.get().prison)

    response = browser.get("/referrals/counts.csv")

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows == [
        ["Programme", "Prison", "Who referred them", "Partner agency", "State", "Reason", "Referrals"],
        ["Upward", "HMP Perth", "Prison staff", "", "Not for this service", "Programme is not for their sex", "2"],
    ]
    assert "referrals-2026-04-01-2026-11-22.csv" in response["Content-Disposition"]
    assert Event.objects.get().verb == Verb.EXPORTED


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(1, 9, ""), (1, 10, "10.0 %"), (1, 16, "6.3 %"), (2, 3000, "0.1 %"), (0, 0, ""), (12, 12, "100.0 %")],
)
def test_share_is_rounded_half_up_and_not_given_of_few(part, whole, words):
    assert in_percent(part, whole) == words
