"""Looking at a plan again: said to have been done, put on hold with a reason, asked for when something changes."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Least
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from mentoring.enums.plans import HoldReason, ReviewCause, ReviewOutcome
from mentoring.locks import locked_plan
from mentoring.models import Case, Plan, PlanReview, ReviewHold
from mentoring.planning.days import check_day
from mentoring.planning.reviews import next_review
from mentoring.services.plans import end_holds
from prisons.models import CustodialEpisode


def review_plan(
    *,
    plan: Plan,
    on: dt.date,
    by,
    cause: ReviewCause | str = ReviewCause.TIME,
    note: str = "",
    with_person: bool = True,
    new_id: uuid.UUID | None = None,
    at: dt.datetime | None = None,
) -> PlanReview:
    """The plan in force was looked at again and stays as it is. A plan that changes is agreed anew instead (agree_plan)."""
    with trail.written("review_plan", Verb.CREATED, by=by, person=plan.case.person) as entry:
        if made := already_made(PlanReview, new_id, plan=plan):
            entry.needed = False
            return made
        plan = locked_plan(plan)
        at = at or timezone.now()
        if not plan.is_current:
            raise RuleBroken("This version is not in force. Look at the one that is.")
        check_day(plan.case, on, today=timezone.localdate(at))
        if on < plan.agreed_date:
            raise RuleBroken("That is before this version was agreed.")
        review = PlanReview(
            plan=plan,
            on_date=on,
            cause=cause,
            outcome=ReviewOutcome.KEPT,
            with_person=with_person,
            note=note,
            reviewed_by=by,
            reviewed_at=at,
        )
        if new_id:
            review.pk = new_id
        review.save(force_insert=True)
        entry.before = {"review_due": plan.review_due}
        plan.review_due = next_review(on, plan.case.programme.plan_review_days)
        plan.review_cause = ReviewCause.TIME
        plan.save_version(read_at_version=plan.version, update_fields=["review_due", "review_cause"])
        end_holds(case=plan.case, by=by, at=at)
        entry.subject, entry.after = review, {"on_date": on, "cause": cause, "review_due": plan.review_due}
        return review


def hold_review(
    *,
    plan: Plan,
    reason: HoldReason | str,
    until_date: dt.date,
    by,
    note: str = "",
    new_id: uuid.UUID | None = None,
) -> ReviewHold:
    """Let the review wait until a day, for a reason; after it the review is due again by itself. A new hold takes the place
    of the one before."""
    with trail.written("hold_review", Verb.CREATED, by=by, person=plan.case.person) as entry:
        if made := already_made(ReviewHold, new_id, case=plan.case):
            entry.needed = False
            return made
        plan = locked_plan(plan)
        today, now = timezone.localdate(), timezone.now()
        if not plan.is_current:
            raise RuleBroken("Only the review of the plan in force can wait.")
        if plan.case.closed_date:
            raise RuleBroken("Support has ended: no review is due.")
        if until_date < today:
            raise RuleBroken("That day has passed. Choose the last day on which it may wait.")
        longest = plan.case.programme.plan_hold_days
        if (until_date - today).days > longest:
            raise RuleBroken(f"A review may wait {longest} days at most. It can be put on hold again then.")
        if reason == HoldReason.OTHER and not note.strip():
            raise RuleBroken("Say why it has to wait.")
        end_holds(case=plan.case, by=by, at=now)
        hold = ReviewHold(case=plan.case, reason=reason, note=note, until_date=until_date, held_by=by, held_at=now)
        if new_id:
            hold.pk = new_id
        hold.save(force_insert=True)
        entry.subject, entry.after = hold, {"reason": reason, "until_date": until_date}
        return hold


def end_hold(*, hold: ReviewHold, by) -> ReviewHold:
    """The review need not wait any longer."""
    with trail.written("end_hold", Verb.CHANGED, by=by, subject=hold, person=hold.case.person) as entry:
        hold = ReviewHold.objects.select_for_update(of=("self",)).select_related("case").get(pk=hold.pk)
        if hold.ended_at:
            entry.needed = False
            return hold
        hold.ended_at, hold.ended_by = timezone.now(), by
        hold.save(update_fields=["ended_at", "ended_by"])
        return hold


def ask_for_reviews(*, case_keys: Collection[uuid.UUID], cause: ReviewCause | str, on: dt.date, by) -> int:
    """Something changed on a day for these cases: their plans are looked at again soon after, never later than before.

    One statement for any number of cases; how many plans it touched. A review that was to come sooner anyway stays as it is.
    """
    with trail.written("ask_for_reviews", Verb.CHANGED, by=by) as entry:
        asked = _bring_forward(Plan.objects.filter(case__in=case_keys), cause, on) if case_keys else 0
        entry.needed, entry.after = bool(asked), {"cause": cause, "plans": asked}
        return asked


def ask_about_returners(*, on: dt.date, by=None) -> int:
    """Whoever has come back into custody with a plan in force that nobody has looked at since: asked for, once."""
    with trail.written("ask_about_returners", Verb.CHANGED, by=by) as entry:
        looked_at = PlanReview.objects.filter(plan=OuterRef(OuterRef("pk")), outcome=ReviewOutcome.KEPT)
        back = CustodialEpisode.objects.filter(
            Q(admitted_date__gt=OuterRef("agreed_date")) | Q(admitted_date=None),
            ~Exists(looked_at.filter(Q(on_date__gte=OuterRef("admitted_date")) | Q(on_date__gte=on))),
            person=OuterRef("case__person"),
            released_date=None,
        ).exclude(pk=OuterRef("case__episode"))
        plans = Plan.objects.filter(Exists(back), ~Q(review_cause=ReviewCause.RETURNED))
        asked = _bring_forward(plans, ReviewCause.RETURNED, on)
        entry.needed, entry.after = bool(asked), {"plans": asked}
        return asked


def _bring_forward(plans, cause, on):
    days = Case.objects.filter(pk=OuterRef("case")).values("programme__plan_review_after_change_days")
    soon = ExpressionWrapper(Value(on, DateField()) + Subquery(days), output_field=DateField())
    return (
        plans.in_force()
        .filter(case__closed_date=None)
        .annotate(soon=soon)
        .filter(review_due__gt=F("soon"))
        .update(review_due=Least(F("review_due"), soon), review_cause=cause, version=F("version") + 1)
    )
