import datetime as dt
import uuid

import pytest

from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from prisons.enums import DateKind, DateSource, LegalStatus, ReleasedHow, SentenceBand
from prisons.models import CustodialEpisode, Holiday
from prisons.services.episodes import begin_episode, edit_episode, record_release, transfer_to_prison, undo_release
from prisons.services.release_dates import record_release_date
from prisons.services.working_out import work_out_again
from tests.factories.accounts import UserFactory
from tests.factories.people import PersonFactory
from tests.factories.prisons import EpisodeFactory, LocalAuthorityFactory, PrisonFactory, ReleaseDateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-10-05T10:00Z")]
ADMITTED = dt.date(2026, 8, 3)
TOMORROW = dt.date(2026, 10, 6)


@pytest.fixture
def worker():
    return UserFactory()


@pytest.fixture
def episode():
    return EpisodeFactory(admitted_date=ADMITTED)


def stays(episode):
    return [(stay.prison, stay.from_date, stay.to_date) for stay in episode.stays.order_by("from_date", "to_date")]


def test_episode_begins_with_a_stay(worker):
    person, prison = PersonFactory(), PrisonFactory()

    episode = begin_episode(person=person, prison=prison, admitted_date=ADMITTED, hall="Ross", by=worker)

    assert stays(episode) == [(prison, ADMITTED, None)]
    assert Event.objects.get().person_key == person.pk


def test_episode_sent_twice_begins_once(worker):
    told = {"person": PersonFactory(), "prison": PrisonFactory(), "new_id": uuid.uuid4(), "by": worker}

    assert begin_episode(**told) == begin_episode(**told)
    assert CustodialEpisode.objects.count() == 1


def test_episode_that_cannot_stand_is_refused(worker, episode):
    for told, sentence in (
        ({"person": episode.person}, "already recorded as being in custody"),
        ({"person": PersonFactory(), "admitted_date": TOMORROW}, "cannot be in the future"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            begin_episode(prison=PrisonFactory(), by=worker, **told)


def test_corrected_facts_are_on_the_trail(worker, episode):
    edit_episode(
        episode=episode,
        read_at_version=1,
        legal_status=LegalStatus.RECALL,
        sentence_band=SentenceBand.UNDER_12_MONTHS,
        by=worker,
    )

    episode.refresh_from_db()
    assert (episode.legal_status, episode.version) == (LegalStatus.RECALL, 2)
    event = Event.objects.get()
    assert (event.before, event.after) == ({"legal_status": "sentenced"}, {"legal_status": "recall"})


def test_corrected_day_of_admission_moves_the_first_stay(worker, episode):
    edit_episode(episode=episode, read_at_version=1, admitted_date=dt.date(2026, 7, 1), by=worker)

    assert episode.stays.get().from_date == dt.date(2026, 7, 1)


def test_second_of_two_who_correct_is_told(worker, episode):
    edit_episode(episode=episode, read_at_version=1, legal_status=LegalStatus.RECALL, by=worker)

    with pytest.raises(EditedMeanwhile):
        edit_episode(episode=episode, read_at_version=1, admitted_date=dt.date(2026, 7, 1), by=worker)

    assert episode.stays.get().from_date == ADMITTED


def test_day_of_admission_that_cannot_be_is_refused(worker):
    dated = EpisodeFactory(admitted_date=ADMITTED)
    ReleaseDateFactory(episode=dated, stated_date=dt.date(2026, 9, 1))
    moved = EpisodeFactory(admitted_date=ADMITTED)
    transfer_to_prison(episode=moved, prison=PrisonFactory(), on=dt.date(2026, 9, 1), by=worker)
    out = EpisodeFactory(admitted_date=ADMITTED, released_date=dt.date(2026, 9, 1), released_how=ReleasedHow.GATE)

    for episode, day, sentence in (
        (dated, TOMORROW, "cannot be in the future"),
        (dated, dt.date(2026, 9, 2), "after the release date"),
        (moved, dt.date(2026, 9, 2), "moved to another prison before"),
        (out, dt.date(2026, 9, 2), "after the day they were released"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            edit_episode(episode=episode, read_at_version=1, admitted_date=day, by=worker)


def test_transfer_ends_one_stay_and_begins_the_next_the_same_day(worker, episode):
    old, new, day = episode.stays.get().prison, PrisonFactory(), dt.date(2026, 9, 1)

    for _ in range(2):
        transfer_to_prison(episode=episode, prison=new, on=day, by=worker)

    assert stays(episode) == [(old, ADMITTED, day), (new, day, None)]
    assert Event.objects.count() == 1


def test_transfer_within_the_prison_changes_the_hall(worker, episode):
    transfer_to_prison(
        episode=episode, prison=episode.stays.get().prison, on=dt.date(2026, 9, 1), hall="Ross", by=worker
    )

    assert episode.stays.get().hall == "Ross"


def test_transfer_that_cannot_be_is_refused(worker, episode):
    for day, sentence in ((TOMORROW, "in the future"), (dt.date(2026, 8, 2), "before they came")):
        with pytest.raises(RuleBroken, match=sentence):
            transfer_to_prison(episode=episode, prison=PrisonFactory(), on=day, by=worker)


def test_release_ends_the_stay_and_can_be_taken_back(worker, episode):
    record_release(episode=episode, on=dt.date(2026, 10, 5), how=ReleasedHow.COURT, by=worker)
    assert episode.stays.get().to_date == dt.date(2026, 10, 5)

    undo_release(episode=episode, by=worker)

    episode.refresh_from_db()
    assert (episode.released_date, episode.released_how, episode.stays.get().to_date) == (None, "", None)


def test_release_that_cannot_be_is_refused(worker, episode):
    for day, sentence in ((TOMORROW, "in the future"), (dt.date(2026, 8, 2), "before the day of admission")):
        with pytest.raises(RuleBroken, match=sentence):
            record_release(episode=episode, on=day, how=ReleasedHow.GATE, by=worker)
    record_release(episode=episode, on=dt.date(2026, 10, 1), how=ReleasedHow.GATE, by=worker)
    with pytest.raises(RuleBroken, match="have been released"):
        transfer_to_prison(episode=episode, prison=PrisonFactory(), on=dt.date(2026, 10, 2), by=worker)
    EpisodeFactory(person=episode.person, admitted_date=dt.date(2026, 10, 2))
    with pytest.raises(RuleBroken, match="taken into custody again"):
        undo_release(episode=episode, by=worker)


def sentence_end(episode, worker, **told):
    facts = {"kind": DateKind.SENTENCE, "source": DateSource.LETTER, "sentence_date": dt.date(2026, 12, 8)}
    return record_release_date(episode=episode, by=worker, **facts | told)


def test_ledger_keeps_every_row_and_one_counts(worker, episode):
    first = sentence_end(episode, worker)
    second = sentence_end(episode, worker, stated_date=dt.date(2026, 12, 4), kind=DateKind.PRISON_STATED)

    first.refresh_from_db()
    assert (first.is_current, second.is_current, second.liberation_date) == (False, True, dt.date(2026, 12, 4))
    assert second.worked_out_date == dt.date(2026, 12, 8)
    assert second.differs_from_prison


def test_same_facts_again_add_no_row(worker, episode):
    assert sentence_end(episode, worker) == sentence_end(episode, worker)
    assert Event.objects.count() == 1


def test_date_that_cannot_be_is_refused(worker, episode):
    for day, sentence in (
        (dt.date(2026, 8, 2), r"before the day they were admitted \(3 Aug 2026\)"),
        (dt.date(2126, 1, 1), "Check the year"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            sentence_end(episode, worker, sentence_date=day)
    record_release(episode=episode, on=dt.date(2026, 10, 1), how=ReleasedHow.GATE, by=worker)
    with pytest.raises(RuleBroken, match="have been released"):
        sentence_end(episode, worker)


def test_new_area_works_the_day_out_again(worker, episode):
    area = LocalAuthorityFactory()
    Holiday.objects.create(local_authority=area, day=dt.date(2026, 12, 8), name="Fair day", source="Council")
    first = sentence_end(episode, worker)
    edit_episode(episode=episode, read_at_version=1, return_area=area, by=worker)

    row = work_out_again(episode=episode, because="Another area", by=worker)

    assert (first.liberation_date, first.area_checked) == (dt.date(2026, 12, 8), False)
    assert (row.liberation_date, row.area_checked) == (dt.date(2026, 12, 7), True)
    assert episode.release_dates.current().get() == row
    assert work_out_again(episode=episode, because="Another area", by=worker) == row


def test_stated_day_alone_and_no_day_are_not_worked_out_again(worker, episode):
    assert work_out_again(episode=episode, because="Another area", by=worker) is None
    stated = ReleaseDateFactory(episode=episode)

    assert work_out_again(episode=episode, because="Another area", by=worker) == stated
    assert Event.objects.count() == 0
