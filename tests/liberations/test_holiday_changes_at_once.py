"""Two administrators at the same calendar, and a date typed in meanwhile."""

import datetime as dt
import uuid

import pytest

from core.errors import RuleBroken
from liberations.services.holiday_changes import WouldMove, enter_holiday
from liberations.services.release_dates import move_release_date
from prisons.models import CustodialEpisode, Holiday, ReleaseDate
from prisons.selectors import worked_out_liberation
from tests.concurrency import at_once
from tests.factories.accounts import AdministratorFactory, ManagerFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.prisons import LocalAuthorityFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def friday():
    day = dt.date.today() + dt.timedelta(days=100)  # noqa: DTZ011 only to be in the future
    while day.weekday() != 4 or (day.month, day.day) in ((1, 1), (1, 2), (12, 25), (12, 26)):
        day += dt.timedelta(days=1)
    return day


def told(area, friday):
    case = CaseFactory(referral__episode__return_area=area)
    move_release_date(episode=case.episode, kind="sentence", source="letter", sentence_date=friday, by=ManagerFactory())
    return case


def enter(area, by, friday, seen=""):
    return enter_holiday(
        new_id=uuid.uuid4(),
        jurisdiction="scotland",
        local_authority=area,
        first_day=friday,
        name="Fair Friday",
        source="Council",
        seen=seen,
        by=by,
    )


def tried(work):
    try:
        work()
    except (WouldMove, RuleBroken) as refusal:
        return type(refusal).__name__
    return "done"


def test_of_two_who_confirm_the_same_change_one_wins_and_the_other_is_told(friday):
    area, administrator = LocalAuthorityFactory(), AdministratorFactory()
    told(area, friday)
    with pytest.raises(WouldMove) as would_move:
        enter(area, administrator, friday)
    seen = would_move.value.effects.fingerprint

    outcomes = at_once(2, lambda: tried(lambda: enter(area, administrator, friday, seen)))

    assert sorted(outcomes) == ["RuleBroken", "done"]
    assert (Holiday.objects.count(), ReleaseDate.objects.count()) == (1, 2)


def test_dates_typed_in_while_a_holiday_is_entered_go_by_it_or_are_seen(friday):
    area, administrator = LocalAuthorityFactory(), AdministratorFactory()
    episodes = [CaseFactory(referral__episode__return_area=area).episode for _ in range(5)]
    manager = ManagerFactory()

    def record(episode):
        move_release_date(episode=episode, kind="sentence", source="letter", sentence_date=friday, by=manager)

    work = [lambda: tried(lambda: enter(area, administrator, friday)), *(lambda e=e: record(e) for e in episodes)]
    at_once(len(work), lambda: work.pop()())

    day = worked_out_liberation(friday, local_authority=area)[1].day
    assert CustodialEpisode.objects.filter(return_area=area).count() == 5
    assert set(ReleaseDate.objects.current().values_list("liberation_date", flat=True)) == {day}
