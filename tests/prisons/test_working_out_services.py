import datetime as dt

import pytest
import time_machine

from audit.models import Event
from prisons.enums import DateKind, DateSource, Jurisdiction, ReleasedHow
from prisons.models import CustodialEpisode, Holiday, ReleaseDate
from prisons.services.release_dates import record_release_date
from prisons.services.working_out import work_out_many_again
from tests.factories.accounts import ManagerFactory
from tests.factories.prisons import EpisodeFactory, LocalAuthorityFactory, PrisonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
FRIDAY = dt.date(2027, 2, 12)


@pytest.fixture
def november():
    with time_machine.travel(NOW, tick=False):
        yield


def told(sentence_date=FRIDAY, *, episode=None, kind=DateKind.SENTENCE, **fields):
    episode = episode or EpisodeFactory(return_area=LocalAuthorityFactory())
    return record_release_date(
        episode=episode,
        kind=kind,
        source=DateSource.LETTER,
        sentence_date=sentence_date,
        by=ManagerFactory(),
        **fields,
    )


def closed(day, area=None, jurisdiction=Jurisdiction.SCOTLAND):
    Holiday.objects.create(
        local_authority=area, jurisdiction=jurisdiction, day=day, name="Local holiday", source="Council"
    )


def again(episodes=None):
    everyone = CustodialEpisode.objects.all() if episodes is None else episodes
    return work_out_many_again(episodes=everyone, because="Local holiday entered", by=ManagerFactory())


def days(worked_out):
    return {each.row.episode_id: (each.former.liberation_date, each.row.liberation_date) for each in worked_out}


def test_holiday_moves_those_who_return_to_its_area_only():
    here, elsewhere = told(), told()
    closed(FRIDAY, here.episode.return_area)

    assert days(again()) == {here.episode_id: (FRIDAY, dt.date(2027, 2, 11))}
    assert ReleaseDate.objects.current().get(episode=elsewhere.episode) == elsewhere


def test_new_row_keeps_what_we_were_told_and_says_what_changed():
    former = told(note="Second letter")
    closed(FRIDAY, former.episode.return_area)

    with time_machine.travel(NOW + dt.timedelta(days=3), tick=False):
        again()

    row = ReleaseDate.objects.current().get()
    assert (row.kind, row.source, row.note, row.sentence_date) == ("sentence", "letter", "Second letter", FRIDAY)
    assert (row.told_at, row.because, row.holiday) == (NOW, "Local holiday entered", FRIDAY)
    assert row.reason == ("Sentence ends Fri 12 Feb 2027; offices are closed Fri 12 to Sun 14 Feb; so Thu 11 Feb 2027.")


def test_working_out_again_where_nothing_changed_adds_no_row():
    told()
    events = Event.objects.count()

    assert (again(), ReleaseDate.objects.count(), Event.objects.count()) == ([], 1, events)


def test_day_the_prison_stated_stays_and_ours_beside_it_moves():
    row = told(stated_date=FRIDAY)
    closed(FRIDAY, row.episode.return_area)

    (found,) = again()

    assert (found.moved, found.newly_differs) == (False, True)
    assert (found.row.liberation_date, found.row.worked_out_date) == (FRIDAY, dt.date(2027, 2, 11))


def test_who_is_out_whose_day_is_set_or_has_passed_or_is_not_worked_out_stays():
    area = LocalAuthorityFactory()

    def episode(**fields):
        return EpisodeFactory(return_area=area, **fields)

    out = told(episode=episode()).episode
    out.released_date, out.released_how = NOW.date(), ReleasedHow.GATE
    out.save()
    told(episode=episode(), kind=DateKind.PAROLE, stated_date=FRIDAY)
    told(None, episode=episode(), kind=DateKind.PRISON_STATED, stated_date=FRIDAY)
    passed = told(dt.date(2026, 11, 20), episode=episode())
    closed(FRIDAY, area)
    closed(passed.sentence_date, area)

    assert again() == []


def test_prison_in_england_goes_by_the_calendar_of_england():
    england = PrisonFactory(jurisdiction=Jurisdiction.ENGLAND_AND_WALES)
    row = told(episode=EpisodeFactory(prison=england))
    closed(FRIDAY)
    assert again() == []

    closed(dt.date(2027, 2, 10), jurisdiction=Jurisdiction.ENGLAND_AND_WALES)
    closed(dt.date(2027, 2, 11), jurisdiction=Jurisdiction.ENGLAND_AND_WALES)

    # By policy a Friday becomes the Thursday before; that and the Wednesday are closed now, and a working day must follow.
    assert row.liberation_date == dt.date(2027, 2, 11)
    assert days(again()) == {row.episode_id: (dt.date(2027, 2, 11), dt.date(2027, 2, 8))}


def test_statements_are_as_many_for_one_as_for_forty(django_assert_num_queries):
    area, manager = LocalAuthorityFactory(), ManagerFactory()
    here = CustodialEpisode.objects.filter(return_area=area)

    def statements(number, day):
        for _ in range(number):
            told(day, episode=EpisodeFactory(return_area=area))
        closed(day, area)
        with django_assert_num_queries(10):
            found = work_out_many_again(episodes=here, because="Closed", by=manager)
        assert len(found) == number

    statements(1, FRIDAY)
    statements(40, FRIDAY + dt.timedelta(days=7))
