"""Answers after release, with who says so and the day they are true of; another answer is another row."""

import datetime as dt

import pytest

from audit.models import Event
from core.errors import EditedMeanwhile, RuleBroken
from mentoring.models import Outcome, SmallWin
from mentoring.services.mistakes import strike_small_win
from mentoring.services.outcomes import add_small_win, record_outcomes
from tests.factories.accounts import ManagerFactory
from tests.factories.mentoring import CaseFactory
from tests.factories.prisons import EpisodeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-20T10:00Z", tick=False)]
OUT, TODAY = dt.date(2026, 10, 20), dt.date(2026, 11, 20)


@pytest.fixture
def case():
    released = EpisodeFactory(released_date=OUT, released_how="gate", prison=False)
    return CaseFactory(referral__episode=released)


@pytest.fixture
def manager(case):
    return ManagerFactory(team=case.programme.team)


def said(case, by, **more):
    facts = {"week": 4, "answers": {"accommodation": "own-home"}, "on_date": TODAY} | more
    facts.setdefault("read_at_version", case.outcomes.filter(week=facts["week"]).count())
    return record_outcomes(case=case, by=by, **facts)


def test_answers_are_rows_with_source_and_day(case, manager):
    said(case, manager, answers={"gp": "gp-seen", "family": "not-asked"}, source="partner")

    rows = Outcome.objects.order_by("topic").values_list("topic", "answer", "source", "on_date", "week")
    assert list(rows) == [("family", "not-asked", "partner", TODAY, 4), ("gp", "gp-seen", "partner", TODAY, 4)]


def test_same_again_is_no_change(case, manager):
    said(case, manager)

    assert said(case, manager) == []
    assert (Outcome.objects.count(), Event.objects.filter(action="record_outcomes").count()) == (1, 1)


def test_same_answer_on_another_day_puts_the_day_right(case, manager):
    said(case, manager)
    said(case, manager, on_date=OUT)

    assert Outcome.objects.current().get().on_date == OUT


def test_answer_that_stays_keeps_its_day_beside_one_that_is_new(case, manager):
    said(case, manager, on_date=OUT)
    said(case, manager, answers={"accommodation": "own-home", "gp": "gp-none"})

    assert dict(Outcome.objects.current().values_list("topic", "on_date")) == {"accommodation": OUT, "gp": TODAY}


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(case, manager):
    said(case, manager)

    with pytest.raises(EditedMeanwhile):
        said(case, manager, answers={"accommodation": "nowhere"}, read_at_version=0)


def test_another_answer_takes_the_place_and_the_earlier_one_stays(case, manager):
    said(case, manager)
    said(case, manager, answers={"accommodation": "nowhere", "gp": "gp-none"})

    assert set(Outcome.objects.values_list("topic", "answer", "is_current")) == {
        ("accommodation", "own-home", False),
        ("accommodation", "nowhere", True),
        ("gp", "gp-none", True),
    }


def test_first_day_is_kept_only_of_what_began(case, manager):
    said(case, manager, answers={"work": "job", "gp": "gp-none"}, since_date=dt.date(2026, 11, 2))

    assert dict(Outcome.objects.values_list("topic", "since_date")) == {"work": dt.date(2026, 11, 2), "gp": None}


def test_answers_may_be_written_after_support_ended(case, manager):
    case.closed_date = dt.date(2026, 11, 1)
    case.save()

    assert len(said(case, manager)) == 1


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"week": 5}, "does not ask how things are in that week"),
        ({"week": 12}, "too early"),
        ({"answers": {}}, "at least one"),
        ({"answers": {"gp": "own-home"}}, "one of the answers shown"),
        ({"on_date": TODAY + dt.timedelta(days=1)}, "has not come yet"),
        ({"on_date": OUT - dt.timedelta(days=1)}, "before they were released"),
        ({"answers": {"work": "job"}, "since_date": TODAY, "on_date": OUT}, "after the day you were told"),
    ],
)
def test_answers_that_cannot_be_are_refused(case, manager, wrong, refusal):
    with pytest.raises(RuleBroken, match=refusal):
        said(case, manager, **wrong)


def test_nothing_is_asked_of_somebody_inside(manager):
    with pytest.raises(RuleBroken, match="have not been released"):
        said(CaseFactory(), manager)


def test_small_win_is_struck_and_put_back(case, manager):
    win = add_small_win(case=case, words="Cooked for his gran.", by=manager)

    strike_small_win(win=win, struck=True, by=manager)
    assert not SmallWin.objects.standing().exists()

    strike_small_win(win=win, struck=False, by=manager)
    assert SmallWin.objects.standing().get().words == "Cooked for his gran."
