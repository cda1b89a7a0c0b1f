"""Days of release to come that somebody has to look at: they cannot be done as planned, or nobody has planned them."""

import datetime as dt
import uuid

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, QuerySet, Value

from liberations.day_plan import route
from liberations.first_day.days import Level
from liberations.first_day.findings import findings_of
from liberations.first_day.reading import plans_to_read, written_days
from liberations.first_day.words import finding_words
from liberations.models import DayPlan
from mentoring.models import Case


def not_possible(cases: QuerySet[Case]) -> dict[uuid.UUID, str]:
    """What stands against the days that cannot be done as planned, the first thing in a sentence, by the time in custody.

    As many queries for many as for few; each day is walked through once (day_plan.py).
    """
    plans = plans_to_read().filter(episode__in=cases.order_by().values("episode"))
    against = {written.plan.episode_id: _against(written.day) for written in written_days(plans).values()}
    return {episode: words for episode, words in against.items() if words}


def not_planned(cases: QuerySet[Case], today: dt.date) -> QuerySet[Case]:
    """Of cases with their liberation day: those without a plan for the day so near to it that the programme misses one."""
    days = F("programme__day_plan_missing_days")
    missed = ExpressionWrapper(Value(today, DateField()) + days, output_field=DateField())
    planned = DayPlan.objects.filter(episode=OuterRef("episode"))
    return cases.filter(~Exists(planned), liberation_day__lte=missed)


def _against(day) -> str:
    found = (finding for finding in findings_of(day, route(day)) if finding.level == Level.NOT_POSSIBLE)
    worst = next(found, None)
    return finding_words(worst) if worst else ""
