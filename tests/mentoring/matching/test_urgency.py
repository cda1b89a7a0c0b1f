import datetime as dt
from types import SimpleNamespace

import pytest

from mentoring.enums.matching import Need
from mentoring.matching.urgency import BY_URGENCY, why_now, with_mentor_by
from mentoring.models import Case, CaseloadWeights
from tests.factories.mentoring import AssignmentFactory, CaseFactory

TODAY = dt.date(2026, 10, 5)
WEIGHTS = CaseloadWeights()


def day(days):
    return TODAY + dt.timedelta(days=days)


def waits(**facts):
    given = {"released": None, "liberation": 100, "since": 0, "need": Need.USUAL, "had_mentor": False} | facts
    liberation = given["liberation"]
    return SimpleNamespace(
        liberation_day=None if liberation is None else day(liberation),
        opened_date=day(-given["since"]),
        need=given["need"],
        had_mentor=given["had_mentor"],
        meetings_held=1,
        episode=SimpleNamespace(released_date=given["released"]),
        programme=SimpleNamespace(minimum_meetings=3),
    )


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, []),
        ({"liberation": 43}, []),
        ({"liberation": 42}, ["1 of 3 visits held"]),
        ({"liberation": None}, ["Could leave any day: liberation day not known"]),
        ({"released": day(-2), "liberation": -2}, ["Out, with nobody"]),
        ({"since": 7}, []),
        ({"since": 8}, ["Has waited 8 days"]),
        ({"need": Need.HIGH, "had_mentor": True}, ["More support than usual", "Had a mentor before"]),
    ],
)
def test_why_now_is_told_in_words(facts, words):
    assert why_now(waits(**facts), WEIGHTS, TODAY) == words


@pytest.mark.django_db
def test_the_day_a_mentor_is_needed_by_is_the_earlier_of_waiting_and_liberation():
    waiting = CaseFactory(opened_date=day(-3), liberation_date=day(100))
    near = CaseFactory(opened_date=day(-1), liberation_date=day(30))
    no_day = CaseFactory(opened_date=day(-2))
    again = CaseFactory(opened_date=day(0), liberation_date=day(100))
    AssignmentFactory(case=again, until_date=day(0))

    rows = with_mentor_by(Case.objects.with_liberation(), WEIGHTS).order_by(*BY_URGENCY)

    assert [(row, row.mentor_by, row.had_mentor) for row in rows] == [
        (near, day(-12), False),
        (waiting, day(4), False),
        (no_day, day(5), False),
        (again, day(7), True),
    ]
