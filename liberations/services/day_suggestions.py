"""Doing what the check of a day proposes, in one press."""

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from liberations.enums import TravelMode
from liberations.first_day.locks import locked_day_plan
from liberations.first_day.reading import plans_to_read, written_day
from liberations.first_day.suggesting import Suggestion, SuggestionKind, suggestions
from liberations.models import Appointment, DayPlan
from liberations.services.appointments import shift_appointment, take_out_appointment


def follow_suggestion(*, plan: DayPlan, code: str, by) -> Suggestion:
    """Change the plan as a suggestion says. It is worked out anew: one that helps no more is refused."""
    with trail.written("follow_suggestion", Verb.CHANGED, by=by, subject=plan, person=plan.case.person) as entry:
        plan = locked_day_plan(plan)
        offered = suggestions(written_day(plans_to_read().get(pk=plan.pk)).day)
        found = next((each for each in offered if each.code == code), None)
        if found is None:
            raise RuleBroken("The plan has changed since. Look at what it says now.")
        entry.after = {"suggestion": found.kind}
        _change(plan, found, by=by)
        return found


def _change(plan: DayPlan, found: Suggestion, *, by) -> None:
    stop = Appointment.objects.select_related("plan__case__person").get(pk=found.stop.key) if found.stop else None
    match found.kind:
        case SuggestionKind.ORDER:
            shift_appointment(appointment=stop, to=found.to, by=by)
        case SuggestionKind.ANOTHER_DAY:
            take_out_appointment(appointment=stop, by=by)
        case SuggestionKind.TIME:
            stop.start_time, stop.version = found.start, stop.version + 1
            stop.save(update_fields=["start_time", "version"])
        case SuggestionKind.PHONE:
            stop.by_phone, stop.travel_by, stop.version = True, "", stop.version + 1
            stop.save(update_fields=["by_phone", "travel_by", "version"])
        case SuggestionKind.CAR:
            plan.appointments.standing().update(travel_by="")
            plan.mode, plan.version = TravelMode.MENTOR_CAR, plan.version + 1
            plan.save(update_fields=["mode", "version"])
