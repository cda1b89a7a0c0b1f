import datetime as dt
import uuid
from decimal import Decimal

import pytest

from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from mentoring.enums.matching import GenderWish, Need, Wish
from mentoring.matching.weights import weights_of
from mentoring.models import MatchPreference
from mentoring.services.matching import edit_weights, judge_need, record_preference
from tests.factories.accounts import ManagerFactory, TeamFactory
from tests.factories.mentoring import CaseFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-10-05T10:00Z")]
TODAY = dt.date(2026, 10, 5)


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def manager(case):
    return ManagerFactory(team=case.programme.team)


def test_newest_answers_count_and_the_earlier_ones_stay(case, manager):
    first = record_preference(case=case, asked_date=TODAY - dt.timedelta(days=9), gender=GenderWish.WOMAN, by=manager)

    second = record_preference(case=case, asked_date=TODAY, gender=GenderWish.NONE, by=manager)

    assert MatchPreference.objects.current().get() == second
    assert set(case.match_preferences.all()) == {first, second}


@pytest.mark.parametrize(
    ("answers", "all_asked"),
    [
        ({}, False),
        ({"gender": "no-preference", "language_wish": "no-preference", "lived_experience": "no-preference"}, True),
        ({"gender": "woman", "language_wish": "no-preference"}, False),
    ],
)
def test_not_asked_is_not_the_same_as_no_preference(case, manager, answers, all_asked):
    assert record_preference(case=case, asked_date=TODAY, by=manager, **answers).all_asked is all_asked


def test_trail_keeps_that_they_were_asked_and_not_what_they_said(case, manager):
    record_preference(case=case, asked_date=TODAY, gender=GenderWish.WOMAN, note="Not from my street", by=manager)

    event = Event.objects.get()
    assert event.after == {"asked_date": "2026-10-05", "all_asked": False}


def test_language_is_kept_only_where_it_was_wished_for(case, manager):
    with pytest.raises(RuleBroken, match="Say which language"):
        record_preference(case=case, asked_date=TODAY, language_wish=Wish.WANTED, by=manager)

    made = record_preference(case=case, asked_date=TODAY, language_wish=Wish.NONE, language="pl", by=manager)

    assert made.language == ""


def test_nobody_is_asked_on_a_day_to_come(case, manager):
    with pytest.raises(RuleBroken, match="cannot be in the future"):
        record_preference(case=case, asked_date=TODAY + dt.timedelta(days=1), by=manager)


def test_asked_twice_by_one_form_is_one_row(case, manager):
    asked = {"case": case, "asked_date": TODAY, "by": manager, "new_id": uuid.uuid4()}

    assert record_preference(**asked) == record_preference(**asked)
    assert MatchPreference.objects.count() == 1


def test_need_is_judged_and_the_same_again_is_no_change(case, manager):
    judge_need(case=case, need=Need.HIGH, by=manager)
    judge_need(case=case, need=Need.HIGH, by=manager)

    case.refresh_from_db()
    assert case.need == Need.HIGH
    assert Event.objects.get().after == {"need": "high"}


def test_weights_are_the_teams_own_and_refuse_what_was_edited_meanwhile():
    team, manager = TeamFactory(), ManagerFactory()

    edit_weights(team=team, read_at_version=1, need_high=Decimal(2), by=manager)
    with pytest.raises(EditedMeanwhile):
        edit_weights(team=team, read_at_version=1, need_high=Decimal(3), by=manager)

    assert (weights_of(team).need_high, weights_of(TeamFactory()).need_high) == (Decimal(2), Decimal("1.5"))
