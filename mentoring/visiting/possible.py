"""For many cases at once: are the visits a programme needs still possible before liberation? Few statements, however many cases."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import F, QuerySet

from mentoring.enums.meetings import MeetingState
from mentoring.models import Case, Meeting
from mentoring.visiting.visit_plan import VisitingDays, VisitPlan, visit_plan
from prisons.holidays import holiday_calendar


def with_visiting(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Annotates what `visit_plans` asks of the prison they are in. Only after `with_liberation`."""
    return cases.annotate(
        visited_on=F("stay__prison__visiting_weekdays"),
        booked_ahead=F("stay__prison__visit_notice_days"),
        jurisdiction=F("stay__prison__jurisdiction"),
    )


def planned_days(cases: Collection[uuid.UUID]) -> dict[uuid.UUID, set[dt.date]]:
    """By case the days of visits planned that may come to count. One query."""
    found = defaultdict(set)
    planned = Meeting.objects.towards_release().filter(case__in=cases, state=MeetingState.PLANNED).order_by()
    for case, day in planned.values_list("case", "on_date"):
        found[case].add(day)
    return found


def visit_plans(
    cases: Collection[Case], planned: Mapping[uuid.UUID, Collection[dt.date]], today: dt.date
) -> dict[uuid.UUID, VisitPlan]:
    """How the visits before liberation stand, by case, going by the prison's days alone.

    `cases` come with_liberation, with_meetings_held and with_visiting, their day still ahead. One query for each
    jurisdiction. What is held is only counted here: its days are over, so none of them is still free.
    """
    if not cases:
        return {}
    last = max(case.liberation_day for case in cases)
    closed = {
        jurisdiction: holiday_calendar(jurisdiction, today, max(today, last)).national
        for jurisdiction in {case.jurisdiction for case in cases} - {None}
    }
    return {
        case.pk: visit_plan(
            today=today,
            liberation_day=case.liberation_day,
            needed=max(0, case.programme.minimum_meetings - case.meetings_held),
            held=(),
            planned=planned.get(case.pk, ()),
            visiting=VisitingDays(
                weekdays=frozenset(case.visited_on or ()),
                closed=closed.get(case.jurisdiction, frozenset()),
                notice_days=case.booked_ahead,
            ),
        )
        for case in cases
    }
