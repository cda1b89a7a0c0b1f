"""Visits before liberation that are still to be booked, for one list."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F

from mentoring.enums.visits import ToBook
from mentoring.models import Case
from mentoring.visiting.possible import planned_days, visit_plans, with_visiting
from mentoring.visiting.visit_plan import VisitPlan


@dataclass(frozen=True, slots=True)
class StillToBook:
    """Somebody who is short of visits, and what can still be done about it."""

    case: Case
    plan: VisitPlan

    @property
    def state(self) -> ToBook:
        if self.plan.missing == 0:
            return ToBook.BOOKED
        return ToBook.TO_BOOK if self.plan.is_possible else ToBook.TOO_LATE


def still_to_book(user, today: dt.date, *, days: int) -> list[StillToBook]:
    """Everybody `user` may open who is inside, leaves within `days` and has held fewer visits than the programme needs.

    Those for whom too few can be made come first, then by the day. Three queries, one more for each jurisdiction.
    """
    short = with_visiting(
        Case.objects.visible_to(user)
        .open()
        .with_liberation()
        .with_lead()
        .with_meetings_held()
        .filter(
            episode__released_date=None,
            liberation_day__gt=today,
            liberation_day__lte=today + dt.timedelta(days=days),
            meetings_held__lt=F("programme__minimum_meetings"),
        )
        .select_related("person", "programme", "episode")
        .order_by("liberation_day", "person__sort_name", "pk")
    )
    cases = list(short)
    plans = visit_plans(cases, planned_days([case.pk for case in cases]), today)
    rows = [StillToBook(case, plans[case.pk]) for case in cases]
    return sorted(rows, key=lambda row: list(ToBook).index(row.state))
