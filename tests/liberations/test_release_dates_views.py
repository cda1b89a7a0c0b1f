"""The ledger page: why the day is what it is, how it moved, and everything we were told."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liberations.selectors import steps
from liberations.services.release_dates import correct_episode, move_release_date
from prisons.models import Holiday
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.prisons import LocalAuthorityFactory
from tests.factories.referrals import ProgrammeFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def manager():
    return ManagerFactory(name="Morag Sinclair")


@pytest.fixture
def case(manager):
    return CaseFactory(referral__programme=ProgrammeFactory(team=manager.team))


@pytest.fixture
def tell(case, manager, _morning):
    """Tell a date, a day after the one before."""

    def tell(kind="sentence", source="letter", **told):
        _morning.shift(dt.timedelta(days=1))
        return move_release_date(episode=case.episode, kind=kind, source=source, by=manager, **told)

    return tell


@pytest.fixture
def page(as_user, manager, case):
    # Signed in anew each time: days pass.
    return lambda: as_user(manager).get(f"/people/{case.person_id}/release-date/")


def words(response):
    return " ".join(response.text.split())


def test_page_says_why_that_day_and_which_holiday(page, tell, case):
    case.episode.return_area = LocalAuthorityFactory()
    case.episode.save()
    Holiday.objects.create(
        local_authority=case.episode.return_area, day="2027-02-12", name="Fair Friday", source="Council"
    )
    tell(sentence_date=dt.date(2027, 2, 12))

    text = words(page())

    assert "Sentence ends Fri 12 Feb 2027; offices are closed Fri 12 to Sun 14 Feb; so Thu 11 Feb 2027." in text
    assert "Fri 12 Feb 2027 is Fair Friday." in text
    assert "Source: Council." in text
    assert "Area holidays not checked." not in text


def test_page_without_an_area_says_that_its_holidays_were_not_checked(page, tell):
    tell(sentence_date=dt.date(2026, 12, 26))

    assert "<b>Area holidays not checked.</b> We do not know the area they return to" in words(page())


def test_page_warns_where_the_prisons_day_is_another(page, tell):
    tell(sentence_date=dt.date(2026, 12, 26), stated_date=dt.date(2026, 12, 23))

    assert "The prison says Wednesday 23 December 2026; by the rules it would be Thursday 24 December 2026." in words(
        page()
    )


@pytest.mark.parametrize("kind", ["hdc", "parole", "court", "emergency"])
def test_day_that_somebody_set_says_that_nothing_is_worked_out(page, tell, kind):
    replanned = tell(kind=kind, stated_date=dt.date(2027, 1, 12), sentence_date=dt.date(2027, 2, 13))

    assert (replanned.row.worked_out_date, replanned.row.reason) == (None, "")
    assert "Nothing is worked out." in words(page())


def test_end_of_a_sentence_in_place_of_a_day_that_is_set_is_refused_in_words(as_user, manager, case):
    day = {"sentence_date_day": 13, "sentence_date_month": 2, "sentence_date_year": 2027}

    response = as_user(manager).post(
        f"/people/{case.person_id}/release-date/",
        {"kind": "parole", "source": "letter", "confidence": "confirmed", **day},
    )

    assert "Enter the liberation day itself." in response.text
    assert not case.episode.release_dates.exists()


def test_page_shows_how_the_day_moved(page, tell):
    for day in (dt.date(2026, 12, 17), dt.date(2026, 12, 11), dt.date(2026, 12, 18), None):
        tell("prison-stated", "phone", stated_date=day)

    response = page()

    assert [(step.before, step.after, step.days) for step in response.context["steps"]] == [
        (dt.date(2026, 12, 18), None, None),
        (dt.date(2026, 12, 11), dt.date(2026, 12, 18), 7),
        (dt.date(2026, 12, 17), dt.date(2026, 12, 11), -6),
        (None, dt.date(2026, 12, 17), None),
    ]
    text = words(response)
    assert 'Fri 11 Dec 2026 → Fri 18 Dec 2026 <small class="moved">put back 7 days</small>' in text
    assert 'Thu 17 Dec 2026 → Fri 11 Dec 2026 <small class="moved">brought forward 6 days</small>' in text
    assert "25 Nov 2026, phone call with the prison, by Morag Sinclair" in text


def test_row_that_moved_no_day_is_no_step(tell, case):
    tell("prison-stated", "phone", stated_date=dt.date(2026, 12, 17))
    tell("prison-stated", "letter", stated_date=dt.date(2026, 12, 17))

    assert len(steps(list(case.episode.release_dates.order_by("-recorded_at")))) == 1


def test_row_worked_out_again_says_because_of_what(page, tell, case, manager):
    tell(sentence_date=dt.date(2027, 2, 12))
    area = LocalAuthorityFactory()
    Holiday.objects.create(local_authority=area, day="2027-02-12", name="Fair Friday", source="Council")
    correct_episode(episode=case.episode, read_at_version=1, return_area=area, by=manager)

    text = words(page())

    assert "What we know of the time in custody was corrected." in text
    assert "Told 24 Nov 2026" in text


def test_passed_day_leads_to_the_gate_or_a_new_date(page, tell, case):
    tell("prison-stated", "phone", stated_date=dt.date(2026, 11, 20))

    text = words(page())

    assert f'<a href="/cases/{case.pk}/gate/">Say what happened at the gate</a>, or enter the new date below.' in text
    assert "Still right, confirmed today" not in text


def test_page_without_a_date_asks_and_lets_it_be_unknown(page, case):
    case.episode.legal_status = "remand"
    case.episode.save()

    text = words(page())

    assert "On remand there often is no date." in text
    assert "Nobody has asked yet." in text
    assert "Asked, still not known" in text


def test_page_takes_as_many_queries_for_one_date_as_for_ten(as_user, manager, case, tell):
    url = f"/people/{case.person_id}/release-date/"

    def queries():
        browser = as_user(manager)
        # The first page of a session writes down that it is in use.
        browser.get(url)
        with CaptureQueriesContext(connection) as captured:
            browser.get(url)
        return len(captured)

    tell(sentence_date=dt.date(2026, 12, 26))
    one = queries()
    for number in range(9):
        tell(sentence_date=dt.date(2026, 12, 26) + dt.timedelta(days=number))

    assert queries() == one
    assert one <= 12
