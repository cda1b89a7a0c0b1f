"""Allocation: who mentors whom. The manager decides, for one person or many at once; history is kept."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import Team
from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from mentoring.enums.cases import AssignmentRole, MatchEnd
from mentoring.locks import locked_cases, locked_open_case
from mentoring.models import Allocation, Assignment, Case, Mentor
from mentoring.notifications import tell_allocated
from mentoring.services.access import end_triage_access
from mentoring.services.match_ends import close_assignment
from people.enums import AccessReason
from people.services.access import grant_access


@dataclass(frozen=True, slots=True)
class Choice:
    """A mentor chosen for a case on a page; `seen_lead` is the key of the mentor that page showed, None for nobody."""

    case: Case
    mentor: Mentor
    match_note: str = ""
    seen_lead: uuid.UUID | None = None


def allocate(
    *,
    case: Case,
    mentor: Mentor,
    by,
    match_note: str = "",
    end_reason: MatchEnd | str = MatchEnd.WORKLOAD,
    on: dt.date | None = None,
    at: dt.datetime | None = None,
    allocation: Allocation | None = None,
) -> Assignment:
    """Make `mentor` the mentor of the case from `on` (today), decided at `at` (now). An earlier mentor's assignment ends the same day,
    for `end_reason`.

    The mentor may open the record from now on and is told; the earlier mentor, and the prison mentors who offered the
    service, no longer may. Refuses a closed case, a mentor of another team or one who has left. The same mentor again
    is no change. `allocation` is the decision it is part of; without one it is a decision of its own.
    """
    with trail.written("allocate", Verb.CHANGED, by=by, person=case.person) as entry:
        case = locked_open_case(case.pk)
        on, at = on or timezone.localdate(), at or timezone.now()
        if mentor.user.team_id != case.programme.team_id or not mentor.user.is_active:
            raise RuleBroken("Choose a mentor of the programme's team.")
        former = case.assignments.lead().current().select_related("mentor__user").first()
        if former and former.mentor_id == mentor.pk:
            entry.subject, entry.needed = former, False
            return former
        if former:
            close_assignment(assignment=former, reason=end_reason, on=on, access_until=at, by=by)
            on = former.until_date
        for own in case.assignments.further().current().filter(mentor=mentor).select_related("mentor__user"):
            close_assignment(assignment=own, reason=MatchEnd.OTHER, on=on, by=by)
            case.meetings.planned().filter(mentor=mentor).update(further_role="")
        assignment = Assignment.objects.create(
            case=case,
            mentor=mentor,
            role=AssignmentRole.LEAD,
            from_date=on,
            match_note=match_note,
            allocated_by=by,
            allocated_at=at,
            allocation=allocation or Allocation.objects.create(team=case.programme.team, made_by=by, made_at=at),
            former=former,
            took_over=_take_over(case, former and former.mentor, mentor),
        )
        end_triage_access(case=case, by=by, at=at)
        grant_access(person=case.person, user=mentor.user, reason=AccessReason.ALLOCATION, by=by, at=at)
        entry.subject = assignment
        entry.before, entry.after = {"mentor": former and former.mentor_id}, {"mentor": mentor, "from_date": on}
        tell_allocated(assignment)
        return assignment


def _take_over(case: Case, former: Mentor | None, mentor: Mentor) -> list[uuid.UUID]:
    """The planned visits and open promises of the former mentor, or of nobody yet, are the new mentor's. Returns the visits' keys."""
    case.promises.open().filter(mentor=former).update(mentor=mentor)
    planned = case.meetings.planned().filter(mentor=former)
    keys = list(planned.values_list("pk", flat=True))
    planned.pass_to(mentor)
    return keys


def allocate_many(
    *,
    choices: Iterable[Choice],
    team: Team,
    by,
    end_reason: MatchEnd | str = MatchEnd.WORKLOAD,
    new_id: uuid.UUID | None = None,
    on: dt.date | None = None,
    at: dt.datetime | None = None,
) -> Allocation:
    """Allocate all of them in one decision of the team's manager, or none. Sent twice, it is one decision. Earlier mentors'
    assignments end for `end_reason`.

    Refuses when a case has another mentor, or has ended, since the page was shown, and names every such case.
    """
    with trail.written("allocate_many", Verb.CHANGED, by=by) as entry:
        if made := already_made(Allocation, new_id, team=team):
            entry.needed = False
            return made
        choices = sorted(choices, key=lambda choice: choice.case.pk)
        if not choices:
            raise RuleBroken("Choose a mentor for at least one person.")
        _refuse_what_changed(choices)
        at = at or timezone.now()
        made = Allocation.objects.create(pk=new_id or uuid.uuid4(), team=team, made_by=by, made_at=at)
        for choice in choices:
            allocate(
                case=choice.case,
                mentor=choice.mentor,
                match_note=choice.match_note,
                end_reason=end_reason,
                on=on,
                at=at,
                allocation=made,
                by=by,
            )
        entry.subject, entry.shown = made, [choice.case.person_id for choice in choices]
        return made


def _refuse_what_changed(choices: list[Choice]) -> None:
    """Hold the cases, in one order so that two managers wait for one another, and compare them with what was seen."""
    keys = [choice.case.pk for choice in choices]
    now = locked_cases(keys)
    leads = dict(Assignment.objects.lead().current().filter(case__in=keys).values_list("case_id", "mentor_id"))
    changed = []
    for choice in choices:
        if now[choice.case.pk].closed_date:
            changed.append(f"{choice.case.reference} has ended.")
        elif leads.get(choice.case.pk) != choice.seen_lead:
            changed.append(f"{choice.case.reference} has another mentor than when you opened this page.")
    if changed:
        raise RuleBroken(f"Nothing was saved. {' '.join(changed)} Look at them again.")
