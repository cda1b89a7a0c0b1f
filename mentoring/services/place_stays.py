"""A place and the person it is for: offered, taken, kept for them during a short return to custody, left, and taken back."""

import datetime as dt
import uuid

from django.db import IntegrityError
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from core.templatetags.ui import day
from mentoring.enums.held_places import LIVED_IN, RUNNING_STAYS, STAY_MOVES, LeaveReason, StayState
from mentoring.locks import locked_case, locked_of_case
from mentoring.models import Case, HeldPlace, PlaceStay, StayStep
from mentoring.planning.days import check_day

NOT_FREE = "Somebody else has this place or was offered it. Choose another one."
LIVES_ELSEWHERE = "They still have another place. Write down first that they left it."


def offer_place(
    *,
    place: HeldPlace,
    case: Case,
    by,
    on: dt.date | None = None,
    answer_by: dt.date | None = None,
    note: str = "",
    new_id: uuid.UUID | None = None,
) -> PlaceStay:
    """Keep a free place for somebody from a day on (today) until they answer, by `answer_by` (as long as their programme gives).

    Refuses a place that is closed, of another team or not free, a day outside the support, and a second offer of the same place.
    """
    with trail.written("offer_place", Verb.CREATED, by=by, person=case.person) as entry:
        if made := already_made(PlaceStay, new_id, case=case, offered_by=by):
            entry.needed = False
            return made
        case, today = locked_case(case.pk), timezone.localdate()
        on = on or today
        place = HeldPlace.objects.select_for_update(of=("self",)).get(pk=place.pk)
        _check_offer(place, case, on=on, today=today)
        answer_by = answer_by or on + dt.timedelta(days=case.programme.place_offer_days)
        if answer_by < on:
            raise RuleBroken("The day by which they answer is before the day of the offer.")
        stay = PlaceStay(
            pk=new_id or uuid.uuid4(),
            place=place,
            case=case,
            from_date=on,
            answer_by=answer_by,
            state_date=on,
            offered_by=by,
            offered_at=timezone.now(),
        )
        stay.save(force_insert=True)
        _add_step(stay, StayState.OFFERED, on=on, note=note, by=by)
        entry.subject, entry.after = stay, {"place": place, "on": on, "answer_by": answer_by}
        return stay


def move_stay(
    *,
    stay: PlaceStay,
    state: StayState | str,
    by,
    on: dt.date | None = None,
    held_until: dt.date | None = None,
    leave_reason: LeaveReason | str = "",
    note: str = "",
) -> PlaceStay:
    """What became of it, on a day (today). To keep a place while they are in custody takes the last day, `held_until`, no later
    than the programme allows; to leave takes the reason. The same again is no change.
    """
    with trail.written("move_stay", Verb.CHANGED, by=by, subject=stay, person=stay.case.person) as entry:
        stay, on = locked_of_case(stay, "place"), on or timezone.localdate()
        held_until = held_until if state == StayState.HELD else None
        leave_reason = leave_reason if state == StayState.LEFT else ""
        last = stay.steps.standing().first()
        said = (state, on, held_until, leave_reason, note)
        if said == (last.state, last.on_date, last.held_until, last.leave_reason, last.note):
            entry.needed = False
            return stay
        if state not in STAY_MOVES[StayState(stay.state)]:
            raise RuleBroken(f"This is at “{stay.get_state_display()}” by now. Look at it again.")
        _check_day(stay, on)
        if state == StayState.HELD:
            _check_held(stay, on, held_until)
        if state == StayState.LEFT and not leave_reason:
            raise RuleBroken("Choose why they left.")
        entry.before = {"state": stay.state, "held_until": stay.held_until}
        step = _add_step(stay, state, on=on, held_until=held_until, leave_reason=leave_reason, note=note, by=by)
        _stand_at(stay, step)
        entry.after = {"state": state, "on": on, "held_until": held_until}
        return stay


def undo_stay(*, stay: PlaceStay, number: int, by) -> PlaceStay:
    """Take back the last step, which the page showed as `number`; taken back already, it is no change.

    Refuses the offer itself, which is taken back by “Offer taken back”, and what somebody else's stay stands against since.
    """
    with trail.written("undo_stay", Verb.CHANGED, by=by, subject=stay, person=stay.case.person) as entry:
        stay = locked_of_case(stay, "place")
        last, before, *_ = [*stay.steps.standing()[:2], None]
        if last.number < number:
            entry.needed = False
            return stay
        if last.number > number:
            raise RuleBroken("Something else was written down meanwhile. Look at it again.")
        if before is None:
            raise RuleBroken("This is the offer itself. Choose “Offer taken back” instead.")
        last.taken_back_by, last.taken_back_at = by, timezone.now()
        last.save(update_fields=["taken_back_by", "taken_back_at"])
        entry.before, entry.after = {"state": stay.state}, {"state": before.state}
        _stand_at(stay, before)
        return stay


def _check_offer(place, case, *, on, today):
    if on > today:
        raise RuleBroken("Write an offer down on its day, not before.")
    check_day(case, on, today=today)
    if place.team_id != case.programme.team_id:
        raise RuleBroken("This place is held for another team.")
    if place.closed_date and place.closed_date <= on:
        raise RuleBroken("This place is closed. Choose another one.")
    if case.place_stays.running().filter(place=place).exists():
        raise RuleBroken("They were offered this place already.")
    if place.stays.exclude(until_date__lte=on).exists():
        raise RuleBroken(NOT_FREE)


def _check_day(stay, on):
    if not stay.state_date <= on <= timezone.localdate():
        raise RuleBroken(f"The day must be between {day(stay.state_date)} and today.")


def _check_held(stay, on, until):
    most = stay.case.programme.place_held_days
    if until is None or until < on:
        raise RuleBroken("Enter the last day on which the place is kept.")
    if (until - on).days > most:
        latest = day(on + dt.timedelta(days=most))
        raise RuleBroken(f"A place is kept for {most} days at most: until {latest}. Choose an earlier day.")


def _add_step(stay, state, *, on, by, held_until=None, leave_reason="", note=""):
    number = (stay.steps.values_list("number", flat=True).first() or 0) + 1
    return StayStep.objects.create(
        stay=stay,
        number=number,
        state=state,
        on_date=on,
        held_until=held_until,
        leave_reason=leave_reason,
        note=note,
        recorded_by=by,
        recorded_at=timezone.now(),
    )


def _stand_at(stay, step):
    """Make the stay say what a step says. The database refuses two people in one place, and one person in two."""
    stay.state, stay.state_date, stay.held_until = step.state, step.on_date, step.held_until
    stay.until_date = None if step.state in RUNNING_STAYS else step.on_date
    if step.state in LIVED_IN and stay.case.place_stays.filter(state__in=LIVED_IN).exclude(pk=stay.pk).exists():
        raise RuleBroken(LIVES_ELSEWHERE)
    try:
        stay.save_version(
            read_at_version=stay.version, update_fields=["state", "state_date", "held_until", "until_date"]
        )
    except IntegrityError as clash:
        raise RuleBroken(NOT_FREE) from clash
