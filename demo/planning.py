"""How things are with some of the lives, what they want, and what was promised to them.

Told through the services once the lives are, as it stands beside them and nothing in them hangs on it.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from demo.days import Days
from demo.scene import HARBOUR_HOMES
from demo.teller import OFFICE_HOUR
from mentoring.enums.needs import Answer, NeedArea
from mentoring.enums.plans import ActionState, Agreement, GoalState, HoldReason, Owner, ReviewCause
from mentoring.models import Case, Goal
from mentoring.services.goals import FirstStep, add_action, add_goal, move_action, move_goal
from mentoring.services.needs import Said, start_assessment
from mentoring.services.plan_reviews import hold_review
from mentoring.services.plans import agree_plan, start_plan
from mentoring.services.promises import explain_promise, keep_promise, make_promise

NOT_FOR_THEM = Said(Answer.NOT_APPLICABLE)


def number(score: int, words: str = "") -> Said:
    return Said(Answer.SCORED, score, words)


@dataclass(frozen=True, slots=True)
class Told:
    """One life's case, the mentor who writes, and the days."""

    case: Case
    by: object
    days: Days

    def at(self, on: dt.date) -> dt.datetime:
        return self.days.moment(on, OFFICE_HOUR)

    def talk(self, ago: int, said: dict[NeedArea, Said], *, finished: bool = True, **first) -> None:
        on = self.days.ago(ago)
        start_assessment(
            case=self.case,
            on=on,
            said={area.value: one for area, one in said.items()},
            with_person=True if finished else None,
            at=self.at(on),
            by=self.by,
            **first,
        )

    def draft(self, ago: int, *goals: tuple[str, NeedArea, FirstStep]):
        plan = start_plan(case=self.case, at=self.at(self.days.ago(ago)), by=self.by)
        for words, area, step in goals:
            add_goal(plan=plan, words=words, area=area, first_step=step, by=self.by)
        return plan

    def agree(self, plan, ago: int, agreement=Agreement.SIGNED, **said) -> None:
        on = self.days.ago(ago)
        plan.refresh_from_db(fields=["version"])
        agree_plan(
            plan=plan,
            agreed_date=on,
            agreement=agreement,
            read_at_version=plan.version,
            at=self.at(on),
            by=self.by,
            **said,
        )

    def promise(self, ago: int, words: str, due: dt.date):
        on = self.days.ago(ago)
        return make_promise(case=self.case, words=words, promised_date=on, due_date=due, at=self.at(on), by=self.by)


def further_than_before(told: Told) -> None:
    """Out for weeks: talked through twice, a second version of the plan, a goal reached."""
    told.talk(
        119,
        {
            NeedArea.LEARNING: number(3, "The course starts without me."),
            NeedArea.ACCOMMODATION: number(8, "The flat is kept on."),
            NeedArea.MONEY: number(4, "I never know what is left."),
            NeedArea.HEALTH: number(5),
            NeedArea.FAMILY: number(6),
            NeedArea.SUBSTANCES: NOT_FOR_THEM,
        },
        first_areas=[NeedArea.LEARNING, NeedArea.MONEY],
        matters_first="I want to finish what I started at college.",
    )
    college = ("Finish my college course.", NeedArea.LEARNING, FirstStep("Ring the course leader", Owner.MENTOR))
    plan = told.draft(117, college)
    goal = Goal.objects.get(plan=plan)
    letter = add_action(goal=goal, words="Write to say why I want the place", owner=Owner.PERSON, by=told.by)
    told.agree(plan, 112)
    move_action(
        action=goal.actions.exclude(pk=letter.pk).get(), state=ActionState.DONE, on=told.days.ago(105), by=told.by
    )
    move_action(action=letter, state=ActionState.DONE, on=told.days.ago(104), by=told.by)
    move_goal(goal=goal, state=GoalState.REACHED, by=told.by)
    told.talk(
        41,
        {
            NeedArea.LEARNING: number(8, "Back in the classroom."),
            NeedArea.ACCOMMODATION: number(8),
            NeedArea.MONEY: number(6, "There is a list on the fridge."),
            NeedArea.HEALTH: number(4, "Tired most days."),
            NeedArea.FAMILY: number(7),
            NeedArea.SUBSTANCES: NOT_FOR_THEM,
        },
    )
    money = ("Know what I have left at the end of the week.", NeedArea.MONEY, FirstStep("Keep the list", Owner.PERSON))
    changed = {"what_changed": "The course is going well. Money comes first now.", "cause": ReviewCause.ASKED}
    told.agree(told.draft(41, money), 40, Agreement.SPOKEN, **changed)
    kept = told.promise(27, "Ask the college about the bus pass", told.days.ago(20))
    keep_promise(promise=kept, on=told.days.ago(21), by=told.by)


def promise_long_late(told: Told) -> None:
    """Out for three weeks: the review waits, and something promised was not done."""
    told.talk(
        76,
        {
            NeedArea.SUBSTANCES: number(3, "It is the weekends."),
            NeedArea.ACCOMMODATION: number(4),
            NeedArea.WORK: Said(Answer.NO_NUMBER, words="Later, he says."),
        },
        first_areas=[NeedArea.SUBSTANCES, NeedArea.ACCOMMODATION],
        matters_first="To get through a weekend.",
    )
    bed = FirstStep("See the flat together", Owner.PARTNER, HARBOUR_HOMES, told.days.ahead(4))
    plan = told.draft(
        70,
        ("Get through the weekends.", NeedArea.SUBSTANCES, FirstStep("Ring me on Fridays", Owner.PERSON)),
        ("A place that is mine.", NeedArea.ACCOMMODATION, bed),
    )
    told.agree(plan, 70)
    hold_review(plan=plan, reason=HoldReason.NOT_NOW, until_date=told.days.ahead(10), by=told.by)
    told.promise(16, "Find out about the football on Saturdays", told.days.ago(10))
    shut = told.promise(14, "Bring the housing letter", told.days.ago(12))
    explain_promise(
        promise=shut, explanation="The office was shut. It comes by post.", on=told.days.ago(12), by=told.by
    )


def ready_for_the_day(told: Told) -> None:
    """Out within days: a plan for the first week, and one promise for the day itself."""
    told.talk(
        50,
        {NeedArea.ACCOMMODATION: number(3), NeedArea.FAMILY: number(7), NeedArea.MONEY: number(2, "Skint.")},
        first_areas=[NeedArea.ACCOMMODATION],
        matters_first="Somewhere quiet.",
    )
    step = FirstStep("Go to the office with the letter", Owner.MENTOR, due_date=told.days.ahead(5))
    told.agree(told.draft(49, ("Somewhere quiet to sleep.", NeedArea.ACCOMMODATION, step)), 48)
    told.promise(8, "Be at the gate early", told.days.ahead(3))


def only_begun(told: Told) -> None:
    """Some weeks to go: begun, not finished, and a plan that is not agreed."""
    said = {NeedArea.LEARNING: number(5, "Joinery, if they take me.")}
    told.talk(30, said, finished=False, matters_first="Work with my hands.", first_areas=[NeedArea.LEARNING])
    told.draft(
        15,
        ("Work with my hands.", NeedArea.LEARNING, FirstStep("Ask about the joinery course", Owner.CUSTODY_WORKER)),
    )


# By prison number.
STORIES: dict[str, Callable[[Told], None]] = {
    "132406": further_than_before,
    "090417": promise_long_late,
    "097731": ready_for_the_day,
    "129903": only_begun,
}


def tell_plans(days: Days) -> None:
    """Record what the stories say, each by the mentor who has the case now."""
    for known, story in STORIES.items():
        case = Case.objects.open().select_related("person").get(person__identifiers__value=known)
        story(Told(case, case.assignments.get(until_date=None).mentor.user, days))
