"""Who is short of visits, and whether enough can still be made: by the prison's days, holidays and what is planned."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from mentoring.enums.visits import ToBook
from mentoring.selectors.visits import still_to_book
from prisons.enums import ReleasedHow
from tests.factories.mentoring import CaseFactory, MeetingFactory, MentorFactory
from tests.factories.prisons import PrisonFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _sunday():
    with time_machine.travel("2026-11-22 11:00:00+00:00", tick=False):
        yield


@pytest.fixture
def mentor():
    return MentorFactory()


@pytest.fixture
def prison():
    """Visited on Tuesdays: the 24th of November, and the 1st and 8th of December."""
    return PrisonFactory(visiting_weekdays=[2])


def somebody(mentor, prison, days, **fields):
    return CaseFactory(lead=mentor, liberation_date=TODAY + days * DAY, referral__episode__prison=prison, **fields)


def found(mentor, days=28):
    return [
        (row.case, row.state, row.plan.missing, row.plan.free_days)
        for row in still_to_book(mentor.user, TODAY, days=days)
    ]


def test_those_for_whom_too_few_can_be_made_come_first(mentor, prison):
    in_time = somebody(mentor, prison, 18)
    too_late = somebody(mentor, prison, 12)

    assert found(mentor) == [(too_late, ToBook.TOO_LATE, 3, 2), (in_time, ToBook.TO_BOOK, 3, 3)]


def test_what_is_planned_and_held_is_not_missing(mentor, prison):
    case = somebody(mentor, prison, 12)
    MeetingFactory(case=case, mentor=mentor, held=True, on_date=TODAY - 7 * DAY)
    MeetingFactory(case=case, mentor=mentor, on_date=TODAY + 2 * DAY)
    booked = somebody(mentor, prison, 18)
    for days in (2, 9, 16):
        MeetingFactory(case=booked, mentor=mentor, on_date=TODAY + days * DAY)

    assert found(mentor) == [(case, ToBook.TO_BOOK, 1, 1), (booked, ToBook.BOOKED, 0, 0)]


@pytest.mark.parametrize(
    "fields",
    [{"days": 29}, {"days": 0}, {"days": 12, "closed_date": TODAY}, {"days": 12, "lead": None}],
    ids=["later", "today", "ended", "another's"],
)
def test_others_are_not_on_it(mentor, prison, fields):
    somebody(fields.pop("lead", mentor), prison, **fields)

    assert found(mentor) == []


def test_somebody_who_is_out_or_has_had_enough_is_not_on_it(mentor, prison):
    out = somebody(mentor, prison, 12)
    out.episode.released_date, out.episode.released_how = TODAY, ReleasedHow.GATE
    out.episode.save()
    enough = somebody(mentor, prison, 12)
    for days in (5, 12, 19):
        MeetingFactory(case=enough, mentor=mentor, held=True, on_date=TODAY - days * DAY)

    assert found(mentor) == []


def test_a_prison_that_is_not_known_is_taken_to_be_visited_on_working_days(mentor, prison):
    case = somebody(mentor, prison, 3)
    case.episode.stays.all().delete()

    assert [(row[1], row[3]) for row in found(mentor)] == [(ToBook.TOO_LATE, 2)]


def test_page_is_filtered_by_how_it_stands_and_by_time(client, mentor, prison):
    somebody(mentor, prison, 12)
    later = somebody(mentor, prison, 60)
    client.force_login(mentor.user)

    def shown(**query):
        return [row.case for row in client.get(reverse("mentoring:visits_to_book"), query).context["page"]]

    assert len(shown()) == 1
    assert shown(days="84", state="to-book") == [later]
    assert len(shown(days="84", sort="-day")) == 2
    assert shown(days="84", sort="-day")[0] == later
    assert shown(state="booked") == []
    assert len(shown(days="x", state="y")) == 1
