"""Which reading is asked for on which day, and whether a start has lasted. Pure: nothing is saved."""

import datetime as dt

import pytest

from mentoring.enums.outcomes import OutcomeAnswer, OutcomeTopic
from mentoring.models import Outcome
from mentoring.outcomes.readings import readings, starts
from referrals.models import Programme

OUT = dt.date(2026, 6, 1)
RULES = Programme()


def day(after):
    return OUT + dt.timedelta(days=after)


def answered(week, topics=OutcomeTopic):
    return [Outcome(week=week, topic=topic, answer=OutcomeAnswer.NOT_ASKED, on_date=OUT) for topic in topics]


def asked_for(today, outcomes=(), programme=RULES):
    """The week that is asked for and has something missing, with whether it is overdue."""
    found = [each for each in readings(programme, OUT, outcomes, today) if each.is_next and each.missing]
    return [(each.week, each.is_overdue(today)) for each in found]


@pytest.mark.parametrize(
    ("after", "asked"),
    [
        (0, [(0, False)]),
        (14, [(0, False)]),
        (15, [(0, True)]),
        (20, [(0, True)]),
        (21, [(4, False)]),
        (28, [(4, False)]),
        (42, [(4, False)]),
        (43, [(4, True)]),
        (77, [(12, False)]),
        (175, [(26, False)]),
        (357, [(52, False)]),
        (379, [(52, True)]),
    ],
)
def test_one_reading_is_asked_for_at_a_time(after, asked):
    assert asked_for(day(after)) == asked


def test_reading_with_every_answer_is_not_asked_for_again():
    assert asked_for(day(30), answered(4)) == []


def test_reading_with_an_answer_missing_still_is():
    assert asked_for(day(30), answered(4, [OutcomeTopic.GP, OutcomeTopic.WORK])) == [(4, False)]


def test_earlier_reading_that_was_never_made_gives_way_to_the_next():
    found = readings(RULES, OUT, [], day(30))

    assert [(each.week, len(each.missing)) for each in found if each.is_open(day(30))] == [(0, 7), (4, 7)]
    assert asked_for(day(30)) == [(4, False)]


def test_nothing_is_asked_before_release_or_by_a_programme_that_asks_nothing():
    assert readings(RULES, None, [], day(30)) == []
    assert readings(Programme(outcome_weeks=[]), OUT, [], day(30)) == []


def test_reading_no_longer_asked_for_is_still_shown():
    found = readings(Programme(outcome_weeks=[26]), OUT, answered(4), day(30))

    assert [(each.week, each.is_next) for each in found] == [(4, False), (26, False)]


@pytest.mark.parametrize(("last_known", "lasted"), [(90, False), (91, True)])
def test_start_lasts_once_a_reading_that_long_after_still_says_so(last_known, lasted):
    rows = [
        Outcome(week=week, topic="work", answer="job", since_date=day(0), on_date=day(on))
        for week, on in ((4, 28), (12, last_known))
    ]

    (start,) = starts(rows, sustained_weeks=13)

    assert (start.lasted, start.weeks, start.name) == (lasted, last_known // 7, "In a job")


def test_another_job_is_another_start():
    rows = [
        Outcome(week=week, topic="work", answer=answer, since_date=day(since), on_date=day(7 * week))
        for week, answer, since in ((4, "job", 3), (12, "training", 70), (26, "job", 120))
    ]

    assert [(each.answer, each.weeks) for each in starts(rows, sustained_weeks=13)] == [
        ("job", 3),
        ("training", 2),
        ("job", 8),
    ]
