"""What a change of a day of release goes by: the case held, the plan as it stands now, and where and when they come out."""

import datetime as dt

from liberations.models import DayPlan
from mentoring.locks import locked_open_case
from mentoring.models import Case
from prisons.models import Prison, PrisonStay, ReleaseDate


def locked_day_plan(plan: DayPlan) -> DayPlan:
    """The plan as it stands now, with its case held; refuses where the case has ended."""
    case = locked_open_case(plan.case_id)
    found = DayPlan.objects.get(pk=plan.pk)
    found.case = case
    return found


def present_prison(case: Case) -> Prison | None:
    """Where they are held now; None once they are out, or where nobody says."""
    stay = PrisonStay.objects.filter(episode=case.episode_id, to_date=None).select_related("prison").first()
    return stay.prison if stay else None


def liberation_day_of(plan: DayPlan) -> dt.date | None:
    """The liberation day that counts now; None where none is known."""
    current = ReleaseDate.objects.current().filter(episode=plan.episode_id)
    return current.values_list("liberation_date", flat=True).first()
