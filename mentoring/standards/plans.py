"""R3, R4 and R5: needs talked through, a plan of their own, and its reviews. Pure functions of CaseFacts; source: Clinks RR3 2016 (f, i)."""

from itertools import pairwise

from core.templatetags.ui import day as in_words
from mentoring.enums.standards import Standard, Verdict
from mentoring.standards.facts import CaseFacts
from mentoring.standards.results import Evidence, Result


def needs_assessed(facts: CaseFacts) -> Result:
    """R3: the first assessment is complete, was done with the person, and came before the plan was agreed."""
    standard = Standard.NEEDS
    rows = tuple(
        Evidence(each.on_date, _assessment_words(each), each.is_complete and each.with_person)
        for each in facts.assessments
    )
    done = min((each.on_date for each in facts.assessments if each.is_complete and each.with_person), default=None)
    agreed = _first_agreed(facts)
    if done is None:
        over = facts.is_over or agreed is not None
        why = (
            "There is a plan, and needs have not been talked through."
            if agreed
            else "Needs have not been talked through."
        )
        return Result(standard, Verdict.NOT_MET if over else Verdict.NOT_YET, why, rows)
    if agreed and agreed < done:
        why = f"The plan was agreed on {in_words(agreed)}, before needs were talked through on {in_words(done)}."
        return Result(standard, Verdict.NOT_MET, why, rows)
    return Result(standard, Verdict.MET, f"Talked through together, finished on {in_words(done)}.", rows)


def plan_agreed(facts: CaseFacts) -> Result:
    """R4: before the day of liberation there is a plan with a goal in their words that they have agreed to.

    Does not apply to somebody who signed up on the day or after it.
    """
    standard = Standard.PLAN
    day = facts.liberation_day
    rows = tuple(Evidence(each.agreed_date, _plan_words(each), _is_theirs(each)) for each in facts.plans)
    if day and facts.opened_date >= day:
        return Result(standard, Verdict.NOT_APPLICABLE, "They signed up on the day of liberation or after it.", rows)
    agreed = _first_agreed(facts)
    if agreed and (day is None or agreed < day):
        return Result(standard, Verdict.MET, f"Agreed on {in_words(agreed)}.", rows)
    if facts.is_over:
        why = (
            f"Agreed only on {in_words(agreed)}, after liberation."
            if agreed
            else "No plan was agreed before liberation."
        )
        return Result(standard, Verdict.NOT_MET, why, rows)
    return Result(standard, Verdict.NOT_YET, "No plan with a goal in their words has been agreed yet.", rows)


def plan_reviewed(facts: CaseFacts) -> Result:
    """R5: the plan was looked at again at least as often as the programme asks (90 days), and within its shorter time after the
    day moved. Does not apply to a case younger than the longer time.
    """
    standard, most = Standard.PLAN_REVIEWED, facts.rules.plan_review_days
    end = min(facts.today, facts.closed_date or facts.today)
    agreed = [each.agreed_date for each in facts.plans if each.agreed_date and each.agreed_date <= end]
    looked_at = sorted({*agreed, *(day for day in facts.reviews if day <= end)})
    rows = tuple(Evidence(day, "Plan agreed" if day in agreed else "Plan reviewed and kept") for day in looked_at)
    if (end - facts.opened_date).days < most:
        return Result(standard, Verdict.NOT_APPLICABLE, f"Support has lasted less than {most} days.", rows)
    if not agreed:
        return Result(standard, Verdict.NOT_MET, "There is no plan to review.", rows)
    for before, after in pairwise([*looked_at, end]):
        if (after - before).days > most:
            why = f"{(after - before).days} days after {in_words(before)} without a review; {most} at most."
            return Result(standard, Verdict.NOT_MET, why, rows)
    return _reviewed_since_changes(facts, looked_at, end, rows)


def _reviewed_since_changes(facts, looked_at, end, rows):
    most, verdict, why = (
        facts.rules.plan_review_after_change_days,
        Verdict.MET,
        f"Last looked at on {in_words(looked_at[-1])}.",
    )
    for change in sorted(day for day in facts.date_changes if looked_at[0] < day <= end):
        next_look = next((day for day in looked_at if day >= change), end)
        if (next_look - change).days > most:
            why = f"The day moved on {in_words(change)}: {(next_look - change).days} days without a review; {most} at most."
            return Result(Standard.PLAN_REVIEWED, Verdict.NOT_MET, why, rows)
        if change > looked_at[-1]:
            verdict, why = Verdict.NOT_YET, f"Not looked at since the day moved on {in_words(change)}."
    return Result(Standard.PLAN_REVIEWED, verdict, why, rows)


def _first_agreed(facts):
    return min((each.agreed_date for each in facts.plans if _is_theirs(each)), default=None)


def _is_theirs(plan):
    return plan.agreed_date is not None and plan.goals > 0


def _assessment_words(each):
    if not each.is_complete:
        return "Assessment, not finished"
    return "Assessment, done together" if each.with_person else "Assessment, without the person"


def _plan_words(each):
    if each.agreed_date is None:
        return "Plan, not agreed"
    return "Plan agreed" if each.goals else "Plan without a goal"
