"""What a service does for many times in custody at once is what it does for each: the same rows, the same refusals."""

import datetime as dt

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core.errors import RuleBroken
from prisons.enums import DateKind, DateSource
from prisons.models import CustodialEpisode, PrisonStay, ReleaseDate
from prisons.services.episodes import (
    Admission,
    Transfer,
    Transferred,
    begin_episode,
    begin_episodes,
    take_back_transfers,
    transfer_to_prison,
    transfer_to_prisons,
)
from prisons.services.release_dates import Told, record_release_date, record_release_dates
from tests.factories.accounts import ManagerFactory
from tests.factories.people import PersonFactory
from tests.factories.prisons import EpisodeFactory, LocalAuthorityFactory, PrisonFactory, ReleaseDateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
TODAY = dt.date(2026, 11, 23)
CHRISTMAS = {"kind": DateKind.SENTENCE, "source": DateSource.LETTER, "sentence_date": dt.date(2026, 12, 26)}
STATED = {"kind": DateKind.PRISON_STATED, "source": DateSource.PRISON_LIST, "stated_date": dt.date(2027, 1, 14)}


@pytest.fixture
def november():
    with time_machine.travel(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC), tick=False):
        yield


class Undone(Exception):
    """Ends a rehearsal."""


def outcome(work, *models):
    """The rows that `work` leaves behind but for their keys, or the sentence it refuses with; the database is as before."""
    found = None
    try:
        with transaction.atomic():
            work()
            found = [sorted(map(facts, model.objects.all()), key=str) for model in models]
            raise Undone
    except Undone:
        return found
    except RuleBroken as refusal:
        return str(refusal)


def facts(row):
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in UNEQUAL}


UNEQUAL = {"id", "episode"}


@pytest.mark.parametrize(
    "custody",
    [
        {},
        {"admitted_date": dt.date(2026, 10, 1), "hall": "B", "legal_status": "remand"},
        {"admitted_date": dt.date(2026, 11, 24)},
        {"sentence_band": "under-12-months", "statutory_supervision": True, "return_area": "area"},
    ],
)
@pytest.mark.parametrize("inside", [False, True])
def test_episodes_begun_at_once_are_begun_as_one_by_one(custody, inside):
    person, prison, by = PersonFactory(), PrisonFactory(), ManagerFactory()
    custody = {**custody, "return_area": LocalAuthorityFactory()} if "return_area" in custody else custody
    EpisodeFactory(person=person, released_date=None if inside else dt.date(2026, 9, 1))

    one = outcome(lambda: begin_episode(person=person, prison=prison, by=by, **custody), CustodialEpisode, PrisonStay)
    many = outcome(
        lambda: begin_episodes(admissions=[Admission(person, prison, **custody)], by=by), CustodialEpisode, PrisonStay
    )

    assert one == many


def test_one_person_admitted_twice_in_one_go_is_refused():
    person, prison = PersonFactory(), PrisonFactory()

    with pytest.raises(RuleBroken) as refused:
        begin_episodes(admissions=[Admission(person, prison), Admission(person, prison)], by=ManagerFactory())

    assert (refused.value.place, CustodialEpisode.objects.count()) == (1, 0)


@pytest.mark.parametrize("to", ["another", "the same"])
@pytest.mark.parametrize("hall", ["", "C"])
@pytest.mark.parametrize("on", [TODAY, dt.date(2026, 11, 24), dt.date(2026, 8, 2)])
@pytest.mark.parametrize("where", ["in prison", "nowhere", "released"])
def test_transfers_at_once_are_as_one_by_one(to, hall, on, where):
    first, by = PrisonFactory(), ManagerFactory()
    released = TODAY if where == "released" else None
    episode = EpisodeFactory(prison=False if where == "nowhere" else first, released_date=released)
    prison = first if to == "the same" else PrisonFactory()

    one = outcome(lambda: transfer_to_prison(episode=episode, prison=prison, on=on, hall=hall, by=by), PrisonStay)
    many = outcome(lambda: transfer_to_prisons(transfers=[Transfer(episode, prison, on, hall)], by=by), PrisonStay)

    assert one == many


def test_transfer_taken_back_leaves_the_stays_as_they_were():
    episode, by = EpisodeFactory(), ManagerFactory()
    before = [facts(stay) for stay in PrisonStay.objects.all()]
    (done,) = transfer_to_prisons(transfers=[Transfer(episode, PrisonFactory(), TODAY)], by=by)

    (stay,) = take_back_transfers(transfers=[done], by=by)

    assert [facts(stay) for stay in PrisonStay.objects.all()] == before
    assert PrisonStay.objects.get() == stay


def test_transfer_they_moved_on_from_is_not_taken_back():
    episode, by = EpisodeFactory(), ManagerFactory()
    (done,) = transfer_to_prisons(transfers=[Transfer(episode, PrisonFactory(), TODAY)], by=by)
    transfer_to_prison(episode=episode, prison=PrisonFactory(), on=TODAY, by=by)

    with pytest.raises(RuleBroken, match="moved again"):
        take_back_transfers(transfers=[Transferred(done.stay, done.former)], by=by)


@pytest.mark.parametrize(
    "told",
    [
        STATED,
        CHRISTMAS,
        {**CHRISTMAS, "stated_date": dt.date(2026, 12, 23)},
        {"kind": DateKind.PRISON_STATED, "source": DateSource.PHONE, "note": "On remand."},
        {**STATED, "stated_date": dt.date(2026, 1, 1)},
        {**STATED, "stated_date": dt.date(2090, 1, 1)},
        {**STATED, "stated_date": dt.date(2026, 12, 17)},
    ],
)
@pytest.mark.parametrize("known", ["nothing", "a date", "the same date", "released"])
@pytest.mark.parametrize("area", [False, True])
def test_dates_recorded_at_once_are_recorded_as_one_by_one(told, known, area):
    by = ManagerFactory()
    episode = EpisodeFactory(
        return_area=LocalAuthorityFactory() if area else None, released_date=TODAY if known == "released" else None
    )
    if known == "a date":
        ReleaseDateFactory(episode=episode)
    if known == "the same date":
        record_release_date(episode=episode, by=by, **STATED)

    one = outcome(lambda: record_release_date(episode=episode, by=by, **told), ReleaseDate)
    many = outcome(lambda: record_release_dates(told=[Told(episode, **told)], by=by), ReleaseDate)

    assert one == many


def test_many_dates_take_as_many_statements_as_two():
    by, episodes = ManagerFactory(), [EpisodeFactory() for _ in range(30)]

    def statements(some):
        with CaptureQueriesContext(connection) as asked:
            record_release_dates(told=[Told(episode, **CHRISTMAS) for episode in some], by=by)
        return len(asked)

    assert statements(episodes[:2]) == statements(episodes[2:])
