"""What is different between two versions of a plan, in sentences. Pure: asks nothing."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mentoring.enums.plans import ActionState, GoalState


@dataclass(frozen=True, slots=True)
class Step:
    """A step as it stands in one version."""

    thread: uuid.UUID
    words: str
    who: str
    due: str
    state: str


@dataclass(frozen=True, slots=True)
class GoalIn:
    """A goal as it stands in one version, with its steps."""

    thread: uuid.UUID
    words: str
    state: str
    steps: Sequence[Step] = field(default_factory=tuple)


def what_changed(before: Iterable[GoalIn], after: Iterable[GoalIn]) -> list[str]:
    """What the newer version has that the older has not. Empty when they say the same."""
    known = {goal.thread: goal for goal in before}
    found = []
    for goal in after:
        if goal.thread in known:
            found += _goal_changed(known[goal.thread], goal)
        elif goal.state != GoalState.LET_GO:
            found.append(f"New goal: “{goal.words}”")
    return found


def _goal_changed(old, new):
    if old.state != new.state:
        words = {
            GoalState.REACHED: "Reached",
            GoalState.LET_GO: "No longer wanted",
            GoalState.OPEN: "Wanted again",
        }
        yield f"{words[GoalState(new.state)]}: “{new.words}”"
    if old.words != new.words:
        yield f"“{old.words}” is now “{new.words}”"
    steps = {step.thread: step for step in old.steps}
    for step in new.steps:
        if step.thread in steps:
            yield from _step_changed(steps[step.thread], step)
        elif step.state != ActionState.LET_GO:
            yield f"New step: {step.words}"


def _step_changed(old, new):
    if old.state != new.state:
        words = {
            ActionState.DONE: "Done",
            ActionState.NOT_DONE: "Could not be done",
            ActionState.LET_GO: "No longer needed",
            ActionState.TO_DO: "To do again",
        }
        yield f"{words[ActionState(new.state)]}: {new.words}"
    if old.words != new.words:
        yield f"Step “{old.words}” is now “{new.words}”"
    if old.who != new.who:
        yield f"{new.words}: {new.who} instead of {old.who}"
    if old.due != new.due:
        yield f"{new.words}: by {new.due or 'no set day'} instead of {old.due or 'no set day'}"
