"""How much may be given to a person without asking a manager: the programme's limits (referrals.models.money.MoneyRules)."""

import datetime as dt

from django.db.models import Sum

from core.money import in_pounds
from liberations.models import MoneyGiven
from mentoring.models import Case


def above_limit(case: Case, amount_pence: int, on_date: dt.date) -> str:
    """Why a manager has to decide about it, in a sentence; empty within the limits. Counts what any mentor gave in the programme's
    cases of the person."""
    rules = case.programme
    if amount_pence > rules.money_once_pence:
        return f"More than {in_pounds(rules.money_once_pence)} at once."
    given = MoneyGiven.objects.filter(case__person=case.person_id, case__programme=rules)
    so_far = given.spent_since(on_date - dt.timedelta(days=rules.money_days)).aggregate(all=Sum("amount_pence"))["all"]
    if (so_far or 0) + amount_pence > rules.money_person_pence:
        return f"More than {in_pounds(rules.money_person_pence)} in all within {rules.money_days} days."
    return ""
