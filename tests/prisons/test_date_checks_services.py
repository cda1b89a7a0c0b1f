import datetime as dt

import pytest
import time_machine

from audit.models import Event
from core.errors import RuleBroken
from prisons.enums import CheckOutcome, DateSource, ReleasedHow
from prisons.models import DateCheck
from prisons.services.date_checks import record_date_check, record_date_checks
from tests.factories.accounts import ManagerFactory
from tests.factories.prisons import EpisodeFactory, ReleaseDateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


@pytest.fixture
def november():
    with time_machine.travel(NOW, tick=False):
        yield


def dated(day=dt.date(2026, 12, 17), **fields):
    return ReleaseDateFactory(stated_date=day, **fields).episode


def check(episode, outcome=CheckOutcome.CONFIRMED, source=DateSource.PHONE, **fields):
    return record_date_check(episode=episode, outcome=outcome, source=source, by=ManagerFactory(), **fields)


def test_confirmed_date_is_a_row_with_who_and_when():
    episode, manager = dated(), ManagerFactory()

    record_date_check(episode=episode, outcome=CheckOutcome.CONFIRMED, source=DateSource.PHONE, by=manager)

    row = DateCheck.objects.get()
    assert (row.episode, row.outcome, row.source, row.checked_at, row.checked_by) == (
        episode,
        "confirmed",
        "phone",
        NOW,
        manager,
    )
    assert Event.objects.get().person_key == episode.person_id


def test_same_answer_twice_in_a_day_is_one_row():
    episode = dated()

    assert check(episode) == check(episode)
    assert (DateCheck.objects.count(), Event.objects.count()) == (1, 1)


def test_same_answer_about_a_newer_date_is_another_row():
    episode = dated()
    check(episode)
    episode.release_dates.update(is_current=False)
    ReleaseDateFactory(episode=episode, recorded_at=NOW + dt.timedelta(hours=1))

    check(episode, at=NOW + dt.timedelta(hours=2))

    assert DateCheck.objects.count() == 2


@pytest.mark.parametrize(
    ("day", "outcome", "refusal"),
    [
        (None, "confirmed", "No date is known, so there is none to confirm."),
        (
            dt.date(2026, 11, 22),
            "confirmed",
            "The liberation day has passed. Say what happened at the gate, or enter the new date.",
        ),
        (
            dt.date(2026, 12, 17),
            "still-unknown",
            "A date is known. If it no longer holds, enter what you were told instead.",
        ),
    ],
)
def test_answer_that_does_not_fit_is_refused(day, outcome, refusal):
    with pytest.raises(RuleBroken) as refused:
        check(dated(day), outcome)

    assert (str(refused.value), DateCheck.objects.count()) == (refusal, 0)


def test_latest_answer_is_marked_and_no_call_that_nobody_answered():
    episode = dated()
    check(episode, at=NOW)
    latest = check(episode, at=NOW + dt.timedelta(days=2))
    check(episode, CheckOutcome.NO_ANSWER, at=NOW + dt.timedelta(days=3))
    record_date_checks(episodes=[dated()], answered=True, source=DateSource.PHONE, by=ManagerFactory())

    assert DateCheck.objects.get(episode=episode, is_latest=True) == latest
    assert DateCheck.objects.filter(is_latest=True).count() == 2


def test_someone_who_is_out_is_not_asked_about():
    episode = dated()
    episode.released_date, episode.released_how = NOW.date(), ReleasedHow.GATE
    episode.save()

    with pytest.raises(RuleBroken, match="They have been released"):
        check(episode)


def test_one_call_settles_everyone_it_can():
    known, unknown, nothing_yet = dated(), dated(None), EpisodeFactory()
    out, passed = dated(), dated(dt.date(2026, 11, 20))
    out.released_date, out.released_how = NOW.date(), ReleasedHow.GATE
    out.save()

    made = record_date_checks(
        episodes=[known, unknown, nothing_yet, out, passed],
        answered=True,
        source=DateSource.PHONE,
        by=ManagerFactory(),
    )

    assert {row.episode: row.outcome for row in made} == {
        known: "confirmed",
        unknown: "still-unknown",
        nothing_yet: "still-unknown",
    }
    assert set(Event.objects.get().shown) == {each.person_id for each in (known, unknown, nothing_yet)}


def test_call_nobody_answered_is_written_down_and_settles_nothing():
    record_date_checks(episodes=[dated()], answered=False, source=DateSource.PHONE, by=ManagerFactory())

    assert DateCheck.objects.get().outcome == CheckOutcome.NO_ANSWER
    assert not DateCheck.objects.filter(is_latest=True).exists()


def test_one_call_about_many_written_down_twice_is_once():
    episodes = [dated(), dated(None)]
    for _ in range(2):
        record_date_checks(episodes=episodes, answered=True, source=DateSource.PHONE, by=ManagerFactory())

    assert (DateCheck.objects.count(), Event.objects.count()) == (2, 1)


def test_one_call_takes_the_same_statements_for_one_and_for_fifty(django_assert_num_queries):
    def call(episodes):
        record_date_checks(episodes=episodes, answered=True, source=DateSource.PHONE, by=manager)

    manager = ManagerFactory()
    one, fifty = [dated()], [dated() for _ in range(50)]
    with django_assert_num_queries(8):
        call(one)
    with django_assert_num_queries(8):
        call(fifty)
