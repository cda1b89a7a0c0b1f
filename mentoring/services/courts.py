"""Court dates of people we support: kept, changed, and what came of them."""

import datetime as dt
import uuid

from django.utils import timezone

from audit import trail
from audit.edits import edit_row
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from mentoring.enums.courts import COURT_OUTCOMES, THERE_OR_NOT, CourtState
from mentoring.locks import locked_of_case, locked_open_case
from mentoring.models import Case, CourtDate, Mentor

# A court names no day further ahead; a later one is a slip of the finger in the year.
FURTHEST_DAYS = 3 * 365


def add_court_date(
    *,
    case: Case,
    court: str,
    on_date: dt.date,
    by,
    at_time: dt.time | None = None,
    what_for: str = "",
    goes_along: Mentor | None = None,
    follows: CourtDate | None = None,
    new_id: uuid.UUID | None = None,
) -> CourtDate:
    """Keep a day in court, to come or past. `follows` is the date that was put off to this one."""
    with trail.written("add_court_date", Verb.CREATED, by=by, person=case.person) as entry:
        if made := already_made(CourtDate, new_id, case=case, recorded_by=by):
            entry.needed = False
            return made
        case = locked_open_case(case.pk)
        court_date = CourtDate(
            pk=new_id or uuid.uuid4(),
            case=case,
            court=court,
            on_date=on_date,
            at_time=at_time,
            what_for=what_for,
            goes_along=goes_along,
            follows=follows,
            recorded_by=by,
            recorded_at=timezone.now(),
        )
        _check(court_date)
        court_date.save(force_insert=True)
        entry.subject, entry.after = court_date, {"on_date": on_date, "at_time": at_time}
        return court_date


def edit_court_date(*, court_date: CourtDate, read_at_version: int, by, **values) -> CourtDate:
    """Another day, time, court, or somebody else who goes along. Raises EditedMeanwhile for an old version."""
    return edit_row(
        "edit_court_date",
        court_date,
        read_at_version=read_at_version,
        values=values,
        unsaid=["court", "what_for"],
        check=_check,
        person=court_date.case.person,
        by=by,
    )


def settle_court_date(
    *,
    court_date: CourtDate,
    state: CourtState | str,
    read_at_version: int,
    by,
    result: str = "",
    next_date: dt.date | None = None,
    next_time: dt.time | None = None,
) -> CourtDate:
    """What came of it; with `next_date` the next day in the same court is kept in the same go, or later where it was not known
    then. Said again, it is no change.

    A day to come can only be put off or not needed. Taken back to coming with `take_back_court_date`.
    """
    person = court_date.case.person
    with trail.written("settle_court_date", Verb.CHANGED, by=by, subject=court_date, person=person) as entry:
        if state not in COURT_OUTCOMES:
            raise RuleBroken("Say what came of it.")
        found = locked_of_case(court_date)
        is_said = (found.state, found.result) == (state, result)
        is_kept = next_date is None or CourtDate.objects.filter(follows=found, on_date=next_date).exists()
        if is_said and is_kept:
            entry.needed = False
            return found
        entry.before, entry.after = {"state": found.state}, {"state": state, "next_date": next_date}
        if not is_said:
            found.state, found.result = CourtState(state), result
            found.outcome_by, found.outcome_at = by, timezone.now()
            _check_has_come(found)
            found.save_version(read_at_version=read_at_version, update_fields=_OUTCOME)
        if not is_kept:
            _follow(found, next_date, next_time, by=by)
        return found


_OUTCOME = ["state", "result", "outcome_by", "outcome_at"]


def take_back_court_date(*, court_date: CourtDate, by) -> CourtDate:
    """Nothing has been said of it after all. A next day that was kept with it stays."""
    person = court_date.case.person
    with trail.written("take_back_court_date", Verb.CHANGED, by=by, subject=court_date, person=person) as entry:
        found = locked_of_case(court_date)
        if found.state == CourtState.COMING:
            entry.needed = False
            return found
        entry.before = {"state": found.state}
        found.state, found.outcome_by, found.outcome_at = CourtState.COMING, None, None
        found.save_version(read_at_version=found.version, update_fields=_OUTCOME)
        return found


def _follow(court_date, next_date, next_time, *, by):
    if next_date < court_date.on_date:
        raise RuleBroken("The next day is before this one. Check the day.")
    if CourtDate.objects.filter(follows=court_date).exists():
        raise RuleBroken("A next day follows this one already. Change that one.")
    add_court_date(
        case=court_date.case,
        court=court_date.court,
        on_date=next_date,
        at_time=next_time,
        what_for=court_date.what_for,
        goes_along=court_date.goes_along,
        follows=court_date,
        by=by,
    )


def _check(court_date):
    if abs((court_date.on_date - timezone.localdate()).days) > FURTHEST_DAYS:
        raise RuleBroken("That day is years away. Check the year.")
    _check_has_come(court_date)
    if court_date.goes_along and court_date.goes_along.user.team_id != court_date.case.programme.team_id:
        raise RuleBroken("Choose somebody of the programme's team.")


def _check_has_come(court_date):
    if court_date.state in THERE_OR_NOT and court_date.on_date > timezone.localdate():
        raise RuleBroken("That day is still to come. If it was put off, say so.")
