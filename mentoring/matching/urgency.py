"""Who needs a mentor first, and why. The day by which somebody needs one is the earlier of so many days after they agreed to
take part and so many before liberation, both the manager's settings."""

import datetime as dt

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, QuerySet, Value
from django.db.models.functions import Least

from mentoring.enums.matching import Need
from mentoring.models import Assignment, Case, CaseloadWeights

# The order of the queue: nearest day first, and of one day whoever leaves first.
BY_URGENCY = ["mentor_by", "liberation_day", "opened_date"]


def with_mentor_by(cases: QuerySet[Case], weights: CaseloadWeights) -> QuerySet[Case]:
    """Annotates `mentor_by`, the day by which they need a mentor, and `had_mentor`; `cases` come with `with_liberation`."""
    earlier = Assignment.objects.lead().in_earnest().filter(case=OuterRef("pk"))
    return cases.annotate(
        mentor_by=Least(_moved("opened_date", weights.wait_days), _moved("liberation_day", -weights.lead_days)),
        had_mentor=Exists(earlier),
    )


def _moved(name, days):
    return ExpressionWrapper(F(name) + Value(days), output_field=DateField())


def why_now(case: Case, weights: CaseloadWeights, today: dt.date) -> list[str]:
    """What makes it urgent, in words, weightiest first; `case` is a row of `with_mentor_by` with its meetings counted."""
    day, released = case.liberation_day, case.episode.released_date
    waiting = (today - case.opened_date).days
    near = day is not None and not released and (day - today).days <= weights.lead_days
    held, needed = case.meetings_held, case.programme.minimum_meetings
    return [
        words
        for holds, words in (
            (released, "Out, with nobody"),
            (near, f"{held} of {needed} visits held"),
            (case.need == Need.HIGH, "More support than usual"),
            (case.had_mentor, "Had a mentor before"),
            (waiting > weights.wait_days, f"Has waited {waiting} days"),
            (day is None, "Could leave any day: liberation day not known"),
        )
        if holds
    ]
