"""The plan for the day of release: when they may come out, how they get about, what they have in hand."""

from audit import trail
from audit.enums import Verb
from core.errors import EditedMeanwhile, RuleBroken
from liberations.first_day.locks import locked_day_plan, present_prison
from liberations.models import DayPlan
from mentoring.locks import locked_open_case
from mentoring.models import Case

DAY_FIELDS = ["out_from", "out_until", "start_place", "mode", "money_in_hand_pence", "phone_in_hand"]


def plan_day(*, case: Case, read_at_version: int | None, by, **facts) -> DayPlan:
    """Begin the plan for the day of release, or change what it goes by (`facts`: names of DAY_FIELDS).

    `read_at_version` is None if there was no plan yet. Raises EditedMeanwhile on a clash.
    """
    with trail.written("plan_day", Verb.CHANGED, by=by, person=case.person) as entry:
        case = locked_open_case(case.pk)
        if facts["out_until"] < facts["out_from"]:
            raise RuleBroken("The latest time they may come out is before the earliest.")
        plan = DayPlan.objects.filter(episode=case.episode_id).first()
        entry.after = {"out_from": facts["out_from"], "out_until": facts["out_until"], "mode": facts["mode"]}
        if plan is None:
            entry.subject = DayPlan.objects.create(
                case=case, episode_id=case.episode_id, looked_over_prison=present_prison(case), **facts
            )
            return entry.subject
        entry.subject = plan
        if all(getattr(plan, name) == value for name, value in facts.items()):
            # The same sent again: nothing to write.
            entry.needed = False
            return plan
        if read_at_version is None:
            raise EditedMeanwhile
        entry.before = {name: getattr(plan, name) for name in entry.after}
        for name, value in facts.items():
            setattr(plan, name, value)
        plan.save_version(read_at_version=read_at_version, update_fields=list(facts))
        return plan


def look_over_day_plan(*, plan: DayPlan, by) -> DayPlan:
    """The ways are right from the gate they come out of now. What a transfer asked about is settled by it."""
    with trail.written("look_over_day_plan", Verb.CHANGED, by=by, subject=plan, person=plan.case.person) as entry:
        plan = locked_day_plan(plan)
        prison = present_prison(plan.case)
        entry.needed = plan.looked_over_prison != prison
        entry.after = {"prison": prison and prison.code}
        if entry.needed:
            DayPlan.objects.filter(pk=plan.pk).update(looked_over_prison=prison)
            plan.looked_over_prison = prison
        return plan
