from datetime import date

from django.db import transaction

from audit import trail
from audit.changes import changed_fields
from audit.enums import Verb
from core.errors import EditedMeanwhile, RuleBroken
from prisons.models import LiberationRulePeriod


def edit_rule_period(
    *, period: LiberationRulePeriod, read_at_version: int, from_date: date | None, to_date: date | None, by
) -> LiberationRulePeriod:
    """Say from which day until which a rule works out liberation days; without a first day it is not in force.

    By itself this moves nobody: liberations/services/holiday_changes.py does both. Raises EditedMeanwhile for an old version;
    refuses to leave a jurisdiction without any rule that has a first day.
    """
    if to_date and not from_date:
        raise RuleBroken("A rule that ends must also begin. Enter its first day, or leave both empty.")
    if to_date and to_date < from_date:
        raise RuleBroken("The last day is before the first day. Check both.")
    with transaction.atomic():
        # All rules of the jurisdiction, in one order: two people ending the last two rules at once would leave none.
        rules = LiberationRulePeriod.objects.select_for_update().filter(jurisdiction=period.jurisdiction).order_by("pk")
        stored = next(rule for rule in rules if rule.pk == period.pk)
        others = [rule for rule in rules if rule.pk != stored.pk]
        if from_date is None and not any(rule.from_date for rule in others):
            raise RuleBroken("No other rule has a first day: without this one no liberation day could be worked out.")
        before, after = changed_fields(stored, {"from_date": from_date, "to_date": to_date})
        if not after:
            return stored
        if stored.version != read_at_version:
            raise EditedMeanwhile
        with trail.written("edit_rule_period", Verb.CHANGED, by=by, subject=stored) as entry:
            stored.from_date, stored.to_date = from_date, to_date
            stored.save_version(read_at_version=read_at_version, update_fields=["from_date", "to_date"])
            entry.before, entry.after = before, after
    return stored
