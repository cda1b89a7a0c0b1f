"""A person's own plan, version by version: begun, agreed, taken back, set aside. What stands in it is services/goals.py."""

import datetime as dt
import uuid

from django.db.models import Max, Q
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import EditedMeanwhile, RuleBroken
from core.once import already_made
from mentoring.enums.plans import Agreement, GoalState, ReviewCause, ReviewOutcome
from mentoring.locks import locked_case, locked_plan
from mentoring.models import Action, Case, Goal, Plan, PlanReview, ReviewHold
from mentoring.planning.days import check_day
from mentoring.planning.reviews import next_review

_AGREED_FIELDS = [
    "number",
    "agreed_date",
    "agreement",
    "signed_paper_date",
    "what_changed",
    "review_due",
    "review_cause",
    "is_current",
    "agreed_by_id",
    "agreed_at",
]


def start_plan(*, case: Case, by, new_id: uuid.UUID | None = None, at: dt.datetime | None = None) -> Plan:
    """Begin a new version: empty the first time, otherwise with the goals and steps of the one in force.

    Where a draft is begun already, that is the one. `at` is when it was begun (now).
    """
    with trail.written("start_plan", Verb.CREATED, by=by, person=case.person) as entry:
        if made := already_made(Plan, new_id, case=case):
            entry.needed = False
            return made
        case = locked_case(case.pk)
        if draft := case.plans.drafts().first():
            entry.needed = False
            return draft
        if case.closed_date:
            raise RuleBroken("Support has ended. Reopen the case to plan anything new.")
        plan = Plan(case=case, started_by=by, started_at=at or timezone.now())
        if new_id:
            plan.pk = new_id
        plan.save(force_insert=True)
        former = case.plans.in_force().first()
        if former:
            _copy(former, plan)
        entry.subject, entry.after = plan, {"from_version": former and former.number}
        return plan


def agree_plan(
    *,
    plan: Plan,
    agreed_date: dt.date,
    agreement: Agreement | str,
    read_at_version: int,
    by,
    signed_paper_date: dt.date | None = None,
    what_changed: str = "",
    cause: ReviewCause | str = ReviewCause.TIME,
    at: dt.datetime | None = None,
) -> Plan:
    """The person agrees to a draft: it becomes the version in force, and is looked at again after the programme's days.

    A signed plan has the day of the paper (the day it was agreed if none is given). A later version says what changed and why it
    was looked at (`cause`), and counts as a review. `at` is when it was written down (now).
    """
    with trail.written("agree_plan", Verb.CHANGED, by=by, subject=plan, person=plan.case.person) as entry:
        plan = locked_plan(plan)
        signed = agreement == Agreement.SIGNED
        paper = (signed_paper_date or agreed_date) if signed else None
        if not plan.is_draft:
            if (plan.agreed_date, plan.agreement, plan.signed_paper_date) != (agreed_date, agreement, paper):
                raise RuleBroken("This version has been agreed already. Change the plan to make a new one.")
            entry.needed = False
            return plan
        if plan.version != read_at_version:
            raise EditedMeanwhile
        at = at or timezone.now()
        former = plan.case.plans.in_force().first()
        _check_agreeing(plan, former, agreed_date, paper, what_changed, today=timezone.localdate(at))
        plan.number = (plan.case.plans.aggregate(last=Max("number"))["last"] or 0) + 1
        plan.agreed_date, plan.agreement, plan.signed_paper_date = agreed_date, agreement, paper
        plan.what_changed = what_changed if former else ""
        plan.review_due = next_review(agreed_date, plan.case.programme.plan_review_days)
        plan.review_cause = ReviewCause.TIME
        plan.is_current, plan.agreed_by, plan.agreed_at = True, by, at
        plan.case.plans.in_force().update(is_current=False)
        plan.save_version(read_at_version=read_at_version, update_fields=_AGREED_FIELDS)
        if former:
            PlanReview.objects.create(
                plan=plan,
                on_date=agreed_date,
                cause=cause,
                outcome=ReviewOutcome.CHANGED,
                reviewed_by=by,
                reviewed_at=at,
            )
        end_holds(case=plan.case, by=by, at=at)
        entry.after = {
            "number": plan.number,
            "agreed_date": agreed_date,
            "agreement": agreement,
            "review_due": plan.review_due,
        }
        return plan


def take_back_agreement(*, plan: Plan, by) -> Plan:
    """It was not agreed after all: a draft again, and the version before it counts. Refuses any but the one in force."""
    with trail.written("take_back_agreement", Verb.CHANGED, by=by, subject=plan, person=plan.case.person) as entry:
        plan = locked_plan(plan)
        if plan.is_draft:
            entry.needed = False
            return plan
        if not plan.is_current:
            raise RuleBroken("A later version has been agreed. Only the newest can be taken back.")
        if plan.case.plans.drafts().exists():
            raise RuleBroken("A new version is begun already. Set that aside first.")
        if plan.reviews.filter(outcome=ReviewOutcome.KEPT).exists():
            raise RuleBroken("This version has been looked at again since. Change the plan instead.")
        if plan.case.closed_date:
            raise RuleBroken("Support has ended. Reopen the case first.")
        entry.before = {"number": plan.number, "agreed_date": plan.agreed_date, "agreement": plan.agreement}
        number = plan.number
        plan.reviews.all().delete()
        plan.number = plan.agreed_date = plan.signed_paper_date = plan.review_due = None
        plan.agreed_by = plan.agreed_at = None
        plan.agreement = plan.review_cause = ""
        plan.is_current = False
        plan.save_version(read_at_version=plan.version, update_fields=_AGREED_FIELDS)
        plan.case.plans.filter(number=number - 1).update(is_current=True)
        return plan


def set_plan_aside(*, plan: Plan, by) -> Plan:
    """Nobody wants this draft now. It is kept, and can be taken up again until another version is begun."""
    with trail.written("set_plan_aside", Verb.CHANGED, by=by, subject=plan, person=plan.case.person) as entry:
        plan = locked_plan(plan)
        if not plan.is_draft:
            raise RuleBroken("This version has been agreed. It can only be changed by a new one.")
        if plan.set_aside_at:
            entry.needed = False
            return plan
        plan.set_aside_at, plan.set_aside_by = timezone.now(), by
        plan.save_version(read_at_version=plan.version, update_fields=["set_aside_at", "set_aside_by_id"])
        return plan


def take_plan_up(*, plan: Plan, by) -> Plan:
    """A draft that was set aside is wanted after all."""
    with trail.written("take_plan_up", Verb.CHANGED, by=by, subject=plan, person=plan.case.person) as entry:
        plan = locked_plan(plan)
        if not plan.set_aside_at:
            entry.needed = False
            return plan
        begun_since = Q(agreed_date=None, set_aside_at=None) | Q(agreed_at__gt=plan.set_aside_at)
        if plan.case.plans.filter(begun_since).exists():
            raise RuleBroken("Another version has been begun since. Carry on with that one.")
        if plan.case.closed_date:
            raise RuleBroken("Support has ended. Reopen the case first.")
        plan.set_aside_at = plan.set_aside_by = None
        plan.save_version(read_at_version=plan.version, update_fields=["set_aside_at", "set_aside_by_id"])
        return plan


def end_holds(*, case: Case, by, at: dt.datetime) -> None:
    """The review has taken place: whatever held it up is over."""
    ReviewHold.objects.filter(case=case, ended_at=None).update(ended_at=at, ended_by=by)


def _check_agreeing(plan, former, agreed_date, paper, what_changed, *, today):
    if plan.set_aside_at:
        raise RuleBroken("This draft was set aside. Take it up again first.")
    check_day(plan.case, agreed_date, today=today)
    if paper and paper > today:
        raise RuleBroken("The paper cannot be signed on a day that has not come.")
    if former and agreed_date < former.agreed_date:
        raise RuleBroken("The version before this one was agreed after that day.")
    if former and not what_changed.strip():
        raise RuleBroken("Say what has changed since the last version.")
    if not plan.goals.exclude(state=GoalState.LET_GO).exists():
        raise RuleBroken("A plan needs one goal at least, in their words.")


def _copy(former, plan):
    """Goals and steps still wanted, as they stand; the same threads tell that they are the same."""
    goals = list(former.goals.exclude(state=GoalState.LET_GO).prefetch_related("actions"))
    copies = {
        goal.pk: Goal(
            plan=plan, thread=goal.thread, place=goal.place, area=goal.area, words=goal.words, state=goal.state
        )
        for goal in goals
    }
    Goal.objects.bulk_create(copies.values())
    Action.objects.bulk_create(
        Action(
            goal=copies[goal.pk],
            thread=action.thread,
            place=action.place,
            words=action.words,
            owner=action.owner,
            owner_name=action.owner_name,
            due_date=action.due_date,
            state=action.state,
            settled_date=action.settled_date,
        )
        for goal in goals
        for action in goal.actions.all()
    )
