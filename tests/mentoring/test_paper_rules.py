import datetime as dt
import uuid

import pytest

from mentoring.enums.mentors import Paper
from mentoring.paper_rules import Spell, State, last_day_of_training, lines_of, stages_due, stages_for

TODAY = dt.date(2026, 11, 20)
MENTOR = uuid.UUID(int=1)
OTHER = uuid.UUID(int=2)


def days(number):
    return TODAY + dt.timedelta(days=number)


def spell(until, about="First aid", paper=Paper.TRAINING, mentor=MENTOR):
    return Spell(mentor, paper, about, until if until is None else days(until))


def left(spells, needed=()):
    return sorted(
        ((line.about, line.until_date and (line.until_date - TODAY).days) for line in lines_of(spells, needed, TODAY)),
        key=str,
    )


NEEDED = [(MENTOR, Paper.TRAINING, "First aid")]


@pytest.mark.parametrize(
    ("untils", "needed", "lines"),
    [
        ([], [], []),
        ([], NEEDED, [("First aid", None)]),
        ([10], [], [("First aid", 10)]),
        ([None], NEEDED, []),
        ([10, None], NEEDED, []),
        ([10, 40], [], [("First aid", 40)]),
        ([-28], [], [("First aid", -28)]),
        ([-29], [], []),
        ([-29], NEEDED, [("First aid", -29)]),
        ([-400, 3], NEEDED, [("First aid", 3)]),
    ],
)
def test_each_thing_has_one_line_by_what_lasts_longest(untils, needed, lines):
    assert left([spell(until) for until in untils], needed) == lines


def test_things_and_mentors_are_told_apart():
    spells = [spell(1), spell(2, about="Safeguarding"), spell(3, mentor=OTHER), spell(4, paper=Paper.KEYS)]

    assert [number for _, number in left(spells)] == [1, 3, 4, 2]


@pytest.mark.parametrize(
    ("until", "state"),
    [(None, State.MISSING), (-1, State.OVER), (0, State.SOON), (14, State.SOON), (15, State.LATER)],
)
def test_line_says_how_urgent_it_is(until, state):
    lines = lines_of([spell(until)], NEEDED, TODAY) if until is not None else lines_of([], NEEDED, TODAY)

    assert [line.state(TODAY, 14) for line in lines] == [state]


@pytest.mark.parametrize(
    ("until", "stages"),
    [(57, []), (56, [56]), (15, [56]), (14, [14]), (1, [14]), (0, [0]), (-3, [0])],
)
def test_reminder_is_the_nearest_one(until, stages):
    assert stages_due(days(until), [56, 14, 0], TODAY) == stages


@pytest.mark.parametrize(
    ("paper", "weeks", "stages"),
    [(Paper.TRAINING, 2, [56, 14, 0]), (Paper.SUPERVISION, 16, [56, 14, 0]), (Paper.SUPERVISION, 8, [14, 0])],
)
def test_nobody_is_reminded_of_supervision_when_they_come_from_the_last(paper, weeks, stages):
    assert stages_for(paper, [0, 14, 56], weeks) == stages


@pytest.mark.parametrize(
    ("done", "months", "last"),
    [
        (dt.date(2026, 3, 10), None, None),
        (dt.date(2026, 3, 10), 24, dt.date(2028, 3, 10)),
        (dt.date(2026, 8, 31), 6, dt.date(2027, 2, 28)),
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
        (dt.date(2026, 12, 1), 1, dt.date(2027, 1, 1)),
    ],
)
def test_training_holds_for_its_months(done, months, last):
    assert last_day_of_training(done, months) == last
