"""What stands in a plan: goals in the person's words, and small steps with who does them and by when.

The case is held before anything of its plan, so that nobody waits in a circle. Words change in a draft alone. That a goal was reached or a step done is said at any time, of every version that is still in use.
"""

import dataclasses
import datetime as dt
import uuid

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from mentoring.enums.needs import NeedArea
from mentoring.enums.plans import ACTION_MOVES, GOAL_MOVES, ActionState, GoalState, Owner
from mentoring.locks import locked_plan
from mentoring.models import Action, Goal, Plan


@dataclasses.dataclass(frozen=True, slots=True)
class FirstStep:
    """The step a goal is written down with."""

    words: str
    owner: Owner | str
    owner_name: str = ""
    due_date: dt.date | None = None


def add_goal(
    *,
    plan: Plan,
    words: str,
    by,
    area: NeedArea | str = "",
    first_step: FirstStep | None = None,
    new_id: uuid.UUID | None = None,
) -> Goal:
    """Write a goal into a draft, in the person's words, with its first step if there is one yet."""
    with trail.written("add_goal", Verb.CREATED, by=by, person=plan.case.person) as entry:
        if made := already_made(Goal, new_id, plan=plan):
            entry.needed = False
            return made
        plan = locked_plan(plan)
        _check_draft(plan)
        goal = Goal(plan=plan, words=words, area=area, place=_next_place(plan.goals))
        if new_id:
            goal.pk = new_id
        goal.save(force_insert=True)
        if first_step:
            Action.objects.create(goal=goal, **dataclasses.asdict(first_step))
        _reads_differently(plan)
        entry.subject, entry.after = goal, {"area": area, "steps": int(first_step is not None)}
        return goal


def edit_goal(*, goal: Goal, words: str, area: NeedArea | str, read_at_version: int, by) -> Goal:
    """Put a goal of a draft in other words. Raises EditedMeanwhile for an old version."""
    with transaction.atomic():
        plan = locked_plan(goal.plan)
        _reads_differently(plan)
        return edit_row(
            "edit_goal",
            goal,
            read_at_version=read_at_version,
            values={"words": words, "area": area},
            unsaid=["words"],
            check=lambda row: _check_draft(plan),
            person=plan.case.person,
            by=by,
        )


def move_goal(*, goal: Goal, state: GoalState | str, by) -> Goal:
    """Say that a goal was reached, is no longer wanted, or is wanted again. Letting go of one is a change of the plan."""
    with trail.written("move_goal", Verb.CHANGED, by=by, subject=goal, person=goal.plan.case.person) as entry:
        plan = locked_plan(goal.plan)
        goal = Goal.objects.get(pk=goal.pk)
        state = GoalState(state)
        if goal.state == state:
            entry.needed = False
            return goal
        if state not in GOAL_MOVES[GoalState(goal.state)]:
            raise RuleBroken("Take back first what was said of this goal.")
        _check_in_use(plan)
        if GoalState.LET_GO in (state, goal.state):
            _check_draft(plan)
            _reads_differently(plan)
        entry.before, entry.after = {"state": goal.state}, {"state": state}
        _same_elsewhere(Goal, goal, plan, state, GoalState.LET_GO, plan_path="plan").update(state=state)
        goal.refresh_from_db()
        return goal


def add_action(
    *,
    goal: Goal,
    words: str,
    owner: Owner | str,
    by,
    owner_name: str = "",
    due_date: dt.date | None = None,
    new_id: uuid.UUID | None = None,
) -> Action:
    """Write a step into a draft: what, who does it, and by when if a day was agreed."""
    with trail.written("add_action", Verb.CREATED, by=by, person=goal.plan.case.person) as entry:
        if made := already_made(Action, new_id, goal=goal):
            entry.needed = False
            return made
        plan = locked_plan(goal.plan)
        _check_draft(plan)
        action = Action(
            goal=goal,
            words=words,
            owner=owner,
            owner_name=owner_name,
            due_date=due_date,
            place=_next_place(goal.actions),
        )
        if new_id:
            action.pk = new_id
        action.save(force_insert=True)
        _reads_differently(plan)
        entry.subject, entry.after = action, {"owner": owner, "due_date": due_date}
        return action


def edit_action(
    *,
    action: Action,
    words: str,
    owner: Owner | str,
    owner_name: str,
    due_date: dt.date | None,
    read_at_version: int,
    by,
) -> Action:
    """Change a step of a draft. Raises EditedMeanwhile for an old version."""
    with transaction.atomic():
        plan = locked_plan(action.goal.plan)
        _reads_differently(plan)
        return edit_row(
            "edit_action",
            action,
            read_at_version=read_at_version,
            values={"words": words, "owner": owner, "owner_name": owner_name, "due_date": due_date},
            unsaid=["words", "owner_name"],
            check=lambda row: _check_draft(plan),
            person=plan.case.person,
            by=by,
        )


def move_action(*, action: Action, state: ActionState | str, by, on: dt.date | None = None) -> Action:
    """Say that a step was done, could not be, is no longer needed, or is to do again; `on` is the day (today)."""
    with trail.written(
        "move_action", Verb.CHANGED, by=by, subject=action, person=action.goal.plan.case.person
    ) as entry:
        plan = locked_plan(action.goal.plan)
        action = Action.objects.get(pk=action.pk)
        state, on = ActionState(state), on or timezone.localdate()
        if action.state == state:
            entry.needed = False
            return action
        if state not in ACTION_MOVES[ActionState(action.state)]:
            raise RuleBroken("Take back first what was said of this step.")
        _check_in_use(plan)
        if ActionState.LET_GO in (state, action.state):
            _check_draft(plan)
            _reads_differently(plan)
        entry.before, entry.after = {"state": action.state}, {"state": state}
        settled = None if state == ActionState.TO_DO else on
        same = _same_elsewhere(Action, action, plan, state, ActionState.LET_GO, plan_path="goal__plan")
        same.update(state=state, settled_date=settled)
        action.refresh_from_db()
        return action


def _same_elsewhere(model, row, plan, state, let_go, *, plan_path):
    """The row, and the same one in the other version in use: the one in force, or the draft that is to follow it."""
    if let_go in (state, row.state):
        return model.objects.filter(pk=row.pk)
    in_use = plan.case.plans.filter(Q(is_current=True) | Q(agreed_date=None, set_aside_at=None))
    return model.objects.filter(thread=row.thread, **{f"{plan_path}__in": in_use}).exclude(state=let_go)


def _reads_differently(plan):
    """Whoever has the draft open to agree it is shown what it says now: nobody agrees to goals they have not seen."""
    Plan.objects.filter(pk=plan.pk).update(version=F("version") + 1)


def _check_draft(plan):
    if not plan.is_draft:
        raise RuleBroken("This version has been agreed. Change the plan to make a new one.")
    if plan.set_aside_at:
        raise RuleBroken("This draft was set aside. Take it up again first.")
    if plan.case.closed_date:
        raise RuleBroken("Support has ended. Reopen the case to change the plan.")


def _check_in_use(plan):
    if not plan.is_current and (not plan.is_draft or plan.set_aside_at):
        raise RuleBroken("This is an older version. Say it of the newest one.")


def _next_place(rows):
    last = rows.aggregate(last=Max("place"))["last"]
    return 0 if last is None else last + 1
