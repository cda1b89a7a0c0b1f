import csv
import datetime as dt
import io

import pytest
import time_machine

from audit.enums import Verb
from audit.models import Event
from prisons.models import DateCheck
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory, MentorFactory
from tests.factories.prisons import DateCheckFactory, PrisonFactory, ReleaseDateFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
URL = "/dates-to-settle/"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def manager():
    return ManagerFactory()


@pytest.fixture
def browser(as_user, manager):
    return as_user(manager)


@pytest.fixture
def make(manager):
    programme = ProgrammeFactory(team=manager.team)

    def make(days=None, *, told=40, name="Family", **fields):
        """A case whose day is so many days ahead, told so many days ago; without days, of whom nothing is known."""
        case = CaseFactory(referral__programme=programme, referral__episode__person__family_name=name, **fields)
        if days is not None:
            ReleaseDateFactory(
                episode=case.episode,
                stated_date=TODAY + dt.timedelta(days=days),
                recorded_at=NOON - dt.timedelta(days=told),
            )
        return case

    return make


def listed(response):
    return [case for case, _ in response.context["rows"]]


def test_queue_is_sorted_by_urgency_and_shows_only_ones_own_people(browser, make):
    unknown, later, soon, passed = make(), make(60), make(3), make(-2)
    make(60, told=1)
    CaseFactory()

    response = browser.get(URL)

    assert listed(response) == [passed, soon, later, unknown]
    assert {tab["label"]: tab["people"] for tab in response.context["tabs"]} == {
        "All": 4,
        "Day has passed": 1,
        "Prison’s day differs from ours": 0,
        "Not confirmed": 2,
        "Not known": 1,
    }
    assert set(Event.objects.get(verb=Verb.LISTED).shown) == {case.person_id for case in (passed, soon, later, unknown)}


@pytest.mark.parametrize(
    ("matter", "names"),
    [("passed", ["Passed"]), ("not-confirmed", ["Soon"]), ("unknown", ["Unknown"]), ("differs", [])],
)
def test_tabs_show_one_matter_each(browser, make, matter, names):
    make(-2, name="Passed")
    make(3, name="Soon")
    make(name="Unknown")

    response = browser.get(URL, {"matter": matter})

    assert [case.person.family_name for case in listed(response)] == names


def test_queue_filters_by_prison_and_mentor(browser, make, manager):
    prison, mentor = PrisonFactory(), MentorFactory(user__team=manager.team)
    here = make(name="Here", referral__episode__prison=prison)
    theirs = make(name="Theirs", lead=mentor)

    assert listed(browser.get(URL, {"prison": prison.pk})) == [here]
    assert listed(browser.get(URL, {"mentor": mentor.pk})) == [theirs]
    assert listed(browser.get(URL, {"mentor": "none"})) == [here]


@pytest.mark.parametrize("sort", ["urgency", "name", "prison", "asked", "mentor"])
def test_queue_sorts_by_every_column_both_ways(browser, make, manager, sort):
    for number, letter in enumerate("ABC"):
        prison, mentor = PrisonFactory(name=f"HMP {letter}"), MentorFactory(user__team=manager.team, user__name=letter)
        make(10 + number, told=50 - number, name=letter, lead=mentor, referral__episode__prison=prison)

    up = [case.person.family_name for case in listed(browser.get(URL, {"sort": sort}))]
    down = [case.person.family_name for case in listed(browser.get(URL, {"sort": f"-{sort}"}))]

    assert (up, down) == (["A", "B", "C"], ["C", "B", "A"])


def test_queue_without_anything_says_so(browser, make):
    make(60, told=1)

    assert b"Every date is settled" in browser.get(URL).content
    make()
    assert b"Nothing to settle here" in browser.get(URL, {"matter": "passed"}).content


def test_one_call_settles_everyone_ticked_and_comes_back_to_the_same_list(browser, make):
    known, unknown, other = make(3), make(), make(4)

    response = browser.post(
        f"{URL}asked/",
        {
            "episodes": [known.episode_id, unknown.episode_id],
            "answered": "yes",
            "source": "letter",
            "query": "sort=name&page=1&tick=all",
        },
        follow=True,
    )

    assert response.redirect_chain == [("/dates-to-settle/?sort=name&page=1", 302)]
    assert listed(response) == [other]
    assert {(check.episode, check.outcome, check.source) for check in DateCheck.objects.all()} == {
        (known.episode, "confirmed", "letter"),
        (unknown.episode, "still-unknown", "letter"),
    }
    assert "Written down: 1 date confirmed, 1 date still not known." in response.text


def test_button_of_one_row_settles_only_that_one(browser, make):
    one, ticked = make(3), make(4)

    browser.post(f"{URL}asked/", {"episodes": [ticked.episode_id], "only": one.episode_id})

    assert [check.episode for check in DateCheck.objects.all()] == [one.episode]


def test_nobody_ticked_is_told_what_to_do(browser, make):
    make(3)

    response = browser.post(f"{URL}asked/", {"answered": "yes"}, follow=True)

    assert "Tick the people you asked about first." in response.text
    assert DateCheck.objects.count() == 0


def test_people_of_another_team_are_not_written_down(browser, make):
    mine, theirs = make(3), CaseFactory(liberation_date=TODAY + dt.timedelta(days=3))

    for data in ({"episodes": [mine.episode_id, theirs.episode_id]}, {"only": theirs.episode_id}):
        browser.post(f"{URL}asked/", data)

    assert DateCheck.objects.count() == 0


def test_page_with_everyone_ticked_is_a_link(browser, make):
    make(3)
    make(-1)

    text = browser.get(URL, {"tick": "all"}).text

    assert text.count(" checked") == 1


def test_export_holds_every_date_of_the_list(browser, make):
    case = make(3, name="=cmd()")
    make(4, name="Brown")

    response = browser.get(f"{URL}export/", {"matter": "not-confirmed"})

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row[2] for row in rows] == ["Family name", "'=cmd()", "Brown"]
    assert rows[1][0] == case.reference
    assert Event.objects.get(verb=Verb.EXPORTED).action == "liberations:date_export"


def asked(case, **data):
    return f"/people/{case.person_id}/release-date/asked/", data


def test_one_press_confirms_a_date_and_shows_it_on_the_ledger(browser, make):
    case = make(60)
    url, data = asked(case, outcome="confirmed")

    response = browser.post(url, data, follow=True)

    assert response.redirect_chain == [(f"/people/{case.person_id}/release-date/", 302)]
    assert "Confirmed today: the date is still right." in response.text
    assert "Last confirmed 23 Nov 2026, today." in " ".join(response.text.split())
    assert [check.outcome for check in response.context["checks"]] == ["confirmed"]


def test_one_press_on_my_day_comes_back_to_it(as_user, make, manager):
    mentor = MentorFactory(user__team=manager.team)
    case = make(60, lead=mentor)
    browser = as_user(mentor.user)
    assert "Ask about the date" in browser.get("/").text

    response = browser.post(*asked(case, outcome="confirmed", back="day"), follow=True)

    assert response.redirect_chain == [("/", 302)]
    assert "Ask about the date" not in response.text


@pytest.mark.parametrize(
    ("days", "data", "words"),
    [
        (None, {"outcome": "confirmed"}, "No date is known, so there is none to confirm."),
        (60, {"outcome": "maybe"}, "Nothing was written down. Press one of the buttons."),
        (60, {"outcome": "no-answer"}, "Written down: nobody answered today."),
        (None, {"outcome": "still-unknown"}, "Written down: asked today, the date is still not known."),
    ],
)
def test_press_that_makes_no_sense_is_refused_and_every_other_is_said_back(browser, make, days, data, words):
    response = browser.post(*asked(make(days), **data), follow=True)

    assert words in response.text


def test_manager_page_counts_what_the_queue_lists(browser, make):
    make(-2)
    make(3)
    make(60)
    make()

    text = browser.get("/").text

    assert "<b>4 dates to settle</b>" in text
    for words in ("1 passed", "2 not confirmed", "1 not known"):
        assert words in text


def test_header_says_for_how_long_a_date_has_not_been_confirmed(browser, make):
    case = make(60, told=40)

    assert "Not confirmed for 40 days." in browser.get(f"/people/{case.person_id}/").text
    DateCheckFactory(episode=case.episode, checked_at=NOON)
    assert "Not confirmed" not in browser.get(f"/people/{case.person_id}/").text


def test_header_asks_about_a_date_nobody_knows(browser, make):
    case = make()

    text = browser.get(f"/people/{case.person_id}/").text

    assert "Nobody has asked about the date yet." in text
    assert "No liberation day" in text
    DateCheckFactory(episode=case.episode, outcome="still-unknown", checked_at=NOON)
    assert "No liberation day" not in browser.get(f"/people/{case.person_id}/").text
