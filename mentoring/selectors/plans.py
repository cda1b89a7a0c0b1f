"""A person's plan as pages show it: the version in force, the draft, those before, and what is different between two."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Count, DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value

from accounts.models import User
from core.templatetags.ui import day
from mentoring.enums.plans import ActionState, GoalState, HoldReason, Owner
from mentoring.models import Action, Case, Goal, Plan, Promise, ReviewHold
from mentoring.planning.changes import GoalIn, Step, what_changed
from mentoring.planning.reviews import STANDINGS, Standing, standing
from referrals.models import Programme


def needs_and_plan_url(case: Case) -> str:
    """The part of the record that needs, plan and promises stand on."""
    return f"{case.get_absolute_url()}?tab=plan"


@dataclass(frozen=True, slots=True)
class PlanPart:
    """Every version of one case's plan; goals and steps are read of the version in force alone."""

    current: Plan | None
    draft: Plan | None
    earlier: list[Plan]
    review: Standing | None

    @property
    def held_because(self) -> str:
        return HoldReason(self.current.hold_reason).label if self.review and self.review.key == "held" else ""


def plan_part(case: Case, today: dt.date) -> PlanPart:
    """Two queries; one while no plan is in force."""
    plans = list(case.plans.with_hold(today).filter(set_aside_at=None).select_related("agreed_by"))
    current = next((plan for plan in plans if plan.is_current), None)
    draft = next((plan for plan in plans if plan.is_draft), None)
    with_goals([current] if current else [])
    return PlanPart(
        current=current,
        draft=draft,
        earlier=[plan for plan in plans if plan not in (current, draft)],
        review=review_standing(current, case.programme, today) if current else None,
    )


def review_standing(plan: Plan, programme: Programme, today: dt.date) -> Standing:
    """How looking at a plan again stands, by the days of its programme. The plan comes `with_hold`."""
    return standing(plan.review_due, plan.hold_until, today, soon_days=programme.plan_review_soon_days)


def with_goals(plans: list[Plan]) -> None:
    """Reads the goals of these plans, each with its steps, as `all_goals` and `all_steps`. One query, and none for no plan."""
    by_key = {plan.pk: plan for plan in plans}
    for plan in plans:
        plan.all_goals = []
    goals: dict[uuid.UUID, Goal] = {}
    for row in _goals_beside_steps(by_key) if by_key else ():
        goal_fields, step_fields = row[: len(_GOAL_FIELDS)], row[len(_GOAL_FIELDS) :]
        key = goal_fields[0]
        if key not in goals:
            goals[key] = Goal(**dict(zip(_GOAL_FIELDS, goal_fields, strict=True)))
            goals[key].all_steps = []
            by_key[goals[key].plan_id].all_goals.append(goals[key])
        if step_fields[0]:
            goals[key].all_steps.append(Action(goal_id=key, **dict(zip(_STEP_FIELDS, step_fields, strict=True))))


_GOAL_FIELDS = ("id", "plan_id", "thread", "area", "words", "state")
_STEP_FIELDS = ("id", "thread", "words", "owner", "owner_name", "due_date", "state")


def _goals_beside_steps(plans):
    """One row for each step, and one for a goal that has none."""
    return (
        Goal.objects.filter(plan__in=plans)
        .order_by("place", "pk", "actions__place", "actions__pk")
        .values_list(*_GOAL_FIELDS, *(f"actions__{name}" for name in _STEP_FIELDS))
    )


def wanted(plan: Plan) -> list[Goal]:
    """The goals of a plan, without those let go; each with `steps`, what is still part of it. After `with_goals`."""
    goals = [goal for goal in plan.all_goals if goal.state != GoalState.LET_GO]
    for goal in goals:
        goal.steps = [step for step in goal.all_steps if step.state != ActionState.LET_GO]
    return goals


def let_go(plan: Plan) -> list[Goal | Action]:
    """Goals, and steps of the goals still wanted, that are no longer part of a draft. After `with_goals`."""
    goals = [goal for goal in plan.all_goals if goal.state == GoalState.LET_GO]
    steps = [step for goal in wanted(plan) for step in goal.all_steps if step.state == ActionState.LET_GO]
    return [*goals, *steps]


def version_before(plan: Plan) -> Plan | None:
    """The version a plan follows: of a draft the one in force, never itself where it was agreed meanwhile. One query."""
    agreed = Plan.objects.filter(case=plan.case_id).agreed().exclude(pk=plan.pk)
    if plan.number:
        agreed = agreed.filter(number__lt=plan.number)
    return agreed.order_by("-number").first()


def changes(before: Plan | None, after: Plan) -> list[str]:
    """What the newer version has that the older has not. Goals and steps of both have been read."""
    return what_changed(_goals_in(before), _goals_in(after)) if before else []


def who_does(action) -> str:
    """Who does a step, in words."""
    who = Owner(action.owner).label
    return f"{who}: {action.owner_name}" if action.owner_name else who


def _goals_in(plan):
    return [
        GoalIn(
            thread=goal.thread,
            words=goal.words,
            state=goal.state,
            steps=[
                Step(each.thread, each.words, who_does(each), day(each.due_date), each.state) for each in goal.all_steps
            ],
        )
        for goal in plan.all_goals
    ]


def promises_of(case: Case) -> list[Promise]:
    """What we promised, the open ones first and by their day, then the newest. One query."""
    found = list(case.promises.select_related("mentor__user"))
    still_open = [each for each in found if each.state == "open"]
    settled = sorted((each for each in found if each.state != "open"), key=lambda each: each.settled_date, reverse=True)
    return [*still_open, *settled]


def review_due(case, today: dt.date) -> QuerySet:
    """Subquery: by which day the plan of the outer case is looked at again; nothing while that waits."""
    held = ReviewHold.objects.in_force(today).filter(case=OuterRef("case"))
    return Plan.objects.in_force().filter(~Exists(held), case=case).order_by().values("review_due")[:1]


def promise_due(case) -> QuerySet:
    """Subquery: the first day by which something promised in the outer case is to be kept."""
    return Promise.objects.open().filter(case=case).order_by("due_date").values("due_date")[:1]


def reviews(user: User, today: dt.date) -> QuerySet[Plan]:
    """Plans in force of open cases that a user may open, with the hold on their review."""
    return Plan.objects.visible_to(user).in_force().filter(case__closed_date=None).with_hold(today)


def review_counts(plans: QuerySet[Plan], today: dt.date) -> dict[str, int]:
    """How many stand how, by the keys of planning.reviews. One query."""
    due = {key: Count("pk", filter=condition) for key, condition in review_conditions(today).items()}
    return plans.aggregate(**due)


def review_conditions(today: dt.date) -> dict[str, Q]:
    """planning.reviews.standing, as conditions over `reviews`; a test holds the two together."""
    held = Q(hold_until__isnull=False)
    days = F("case__programme__plan_review_soon_days")
    soon = ExpressionWrapper(Value(today, DateField()) + days, output_field=DateField())
    found = {
        "overdue": ~held & Q(review_due__lt=today),
        "soon": ~held & Q(review_due__gte=today, review_due__lte=soon),
        "held": held,
        "later": ~held & Q(review_due__gt=soon),
    }
    return {each.key: found[each.key] for each in STANDINGS}
