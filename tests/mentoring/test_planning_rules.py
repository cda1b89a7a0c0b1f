import datetime as dt
import uuid

import pytest

from mentoring.enums.needs import Answer, NeedArea
from mentoring.enums.plans import ACTION_MOVES, GOAL_MOVES, PROMISE_MOVES, ActionState, GoalState, PromiseState
from mentoring.models import Scale
from mentoring.planning.changes import GoalIn, Step, what_changed
from mentoring.planning.distance import Reading, Tally, distances, tally
from mentoring.planning.reviews import HELD, LATER, OVERDUE, SOON, next_review, sooner, standing

TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)
OLD, NEW = uuid.UUID(int=1), uuid.UUID(int=2)
THREAD, STEP = uuid.UUID(int=3), uuid.UUID(int=4)


def reading(score=None, *, area=NeedArea.MONEY, answer=None, scale=NEW, on=TODAY):
    return Reading(area.value, answer or Answer.SCORED, score, on, scale)


NOT_APPLICABLE = reading(answer=Answer.NOT_APPLICABLE)
NO_NUMBER = reading(answer=Answer.NO_NUMBER)


def money(readings, *, higher_is_better=True):
    areas = distances(readings, higher_is_better=higher_is_better, scale=NEW)
    return next(area for area in areas if area.area == NeedArea.MONEY)


@pytest.mark.parametrize(
    ("readings", "higher_is_better", "better_by", "in_words"),
    [
        ([], True, None, ""),
        ([reading(3)], True, None, ""),
        ([reading(3), reading(7)], True, 4, "Better by 4"),
        ([reading(3), reading(7)], False, -4, "Harder by 4"),
        ([reading(7), reading(3)], False, 4, "Better by 4"),
        ([reading(5), reading(5)], True, 0, "The same"),
        # The last less the first, whatever lay between.
        ([reading(3), reading(9), reading(4)], True, 1, "Better by 1"),
        # A talk without a number is no reading, and ends nothing.
        ([reading(3), NO_NUMBER, reading(4)], True, 1, "Better by 1"),
        ([reading(3), reading(4), NO_NUMBER], True, 1, "Better by 1"),
        ([NO_NUMBER, reading(4)], True, None, ""),
        # What does not apply any longer has no distance; once it applies again the numbers count.
        ([reading(3), reading(4), NOT_APPLICABLE], True, None, ""),
        ([NOT_APPLICABLE, reading(3), reading(4)], True, 1, "Better by 1"),
        # Never two scales in one figure.
        ([reading(3, scale=OLD), reading(8)], True, None, ""),
        ([reading(3, scale=OLD), reading(8), reading(6)], True, -2, "Harder by 2"),
    ],
)
def test_distance_is_last_less_first_on_one_scale(readings, higher_is_better, better_by, in_words):
    found = money(readings, higher_is_better=higher_is_better)

    assert (found.better_by, found.in_words) == (better_by, in_words)


def test_every_area_is_there_in_its_order_asked_or_not():
    areas = distances([NOT_APPLICABLE], higher_is_better=True, scale=NEW)

    assert [area.area for area in areas] == list(NeedArea)
    assert [area.area for area in areas if area.asked] == [NeedArea.MONEY]
    assert [area.area for area in areas if not area.applies] == [NeedArea.MONEY]


def test_tally_counts_areas_with_two_numbers():
    readings = [
        reading(1),
        reading(5),
        reading(5, area=NeedArea.DEBT),
        reading(5, area=NeedArea.DEBT),
        reading(5, area=NeedArea.WORK),
        reading(2, area=NeedArea.WORK),
        reading(2, area=NeedArea.HEALTH),
    ]

    assert tally(distances(readings, higher_is_better=True, scale=NEW)) == Tally(twice=3, better=1, same=1, harder=1)


@pytest.mark.parametrize(
    ("higher_is_better", "score", "is_need"),
    [(True, 6, True), (True, 7, False), (True, 0, True), (False, 6, True), (False, 5, False), (False, 10, True)],
)
def test_need_is_the_threshold_or_worse(higher_is_better, score, is_need):
    assert Scale(higher_is_better=higher_is_better, need_at=6).is_need(score) == is_need


@pytest.mark.parametrize(
    ("due", "hold", "expected"),
    [
        (TODAY - DAY, None, OVERDUE),
        (TODAY, None, SOON),
        (TODAY + 14 * DAY, None, SOON),
        (TODAY + 15 * DAY, None, LATER),
        (TODAY - DAY, TODAY, HELD),
        (TODAY - DAY, TODAY - DAY, OVERDUE),
        (TODAY + 30 * DAY, TODAY + DAY, HELD),
    ],
)
def test_review_stands_by_its_day_and_hold(due, hold, expected):
    assert standing(due, hold, TODAY, soon_days=14) == expected


def test_changed_day_brings_a_review_forward_and_never_puts_it_back():
    due = next_review(TODAY, 90)

    assert due == dt.date(2027, 2, 20)
    assert sooner(due, TODAY, 14) == TODAY + 14 * DAY
    assert sooner(TODAY + DAY, TODAY, 14) == TODAY + DAY


def goal(words="A place of my own", state=GoalState.OPEN, steps=(), thread=THREAD):
    return GoalIn(thread, words, state, steps)


def step(words="Ring the council", who="The person", due="", state=ActionState.TO_DO, thread=STEP):
    return Step(thread, words, who, due, state)


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        ([goal()], [goal()], []),
        ([], [goal()], ["New goal: “A place of my own”"]),
        ([], [goal(state=GoalState.LET_GO)], []),
        ([goal()], [goal(state=GoalState.LET_GO)], ["No longer wanted: “A place of my own”"]),
        ([goal()], [goal(state=GoalState.REACHED)], ["Reached: “A place of my own”"]),
        ([goal(state=GoalState.REACHED)], [goal()], ["Wanted again: “A place of my own”"]),
        ([goal()], [goal("My own door")], ["“A place of my own” is now “My own door”"]),
        ([goal()], [goal(steps=[step()])], ["New step: Ring the council"]),
        ([goal()], [goal(steps=[step(state=ActionState.LET_GO)])], []),
        ([goal(steps=[step()])], [goal(steps=[step(state=ActionState.DONE)])], ["Done: Ring the council"]),
        (
            [goal(steps=[step()])],
            [goal(steps=[step(who="Mentor", due="1 Dec 2026")])],
            [
                "Ring the council: Mentor instead of The person",
                "Ring the council: by 1 Dec 2026 instead of no set day",
            ],
        ),
        (
            [goal(steps=[step()])],
            [goal(steps=[step("Write to the council")])],
            ["Step “Ring the council” is now “Write to the council”"],
        ),
    ],
)
def test_changes_between_versions_are_sentences(before, after, sentences):
    assert what_changed(before, after) == sentences


@pytest.mark.parametrize(
    ("states", "moves"),
    [(GoalState, GOAL_MOVES), (ActionState, ACTION_MOVES), (PromiseState, PROMISE_MOVES)],
)
def test_moves_of_plans_know_every_state_and_lead_back(states, moves):
    assert set(moves) == set(states)
    assert all(before in moves[after] for before in moves for after in moves[before])
