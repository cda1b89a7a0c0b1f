"""Taking a decision about who mentors whom back, while nothing has been built on it."""

from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from mentoring.enums.handovers import HandoverState
from mentoring.locks import locked_cases
from mentoring.models import AbsenceCover, Allocation, Assignment, Handover, Meeting, Promise
from mentoring.notifications import tell_taken_back
from mentoring.services.access import end_assigned_access
from people.enums import AccessReason
from people.models import Access
from people.services.access import grant_access


def take_back_allocation(*, allocation: Allocation, by) -> Allocation:
    """Everybody it allocated is again with whom they were before, or waits again; all of them or none. Taken back twice, it is once.

    Visits, access and notices go back too. Refuses when something has been built on it, and says what for which case.
    """
    with trail.written("take_back_allocation", Verb.CHANGED, by=by, subject=allocation) as entry:
        allocation = Allocation.objects.select_for_update(of=("self",)).get(pk=allocation.pk)
        if allocation.taken_back_at:
            entry.needed = False
            return allocation
        assignments = _held(allocation)
        in_the_way = [words for each in assignments if (words := _built_since(each))]
        if in_the_way:
            raise RuleBroken(f"This can no longer be taken back. {' '.join(in_the_way)}")
        allocation.taken_back_at, allocation.taken_back_by = timezone.now(), by
        allocation.save(update_fields=["taken_back_at", "taken_back_by"])
        for assignment in assignments:
            _take_back(assignment, at=allocation.taken_back_at, by=by)
        allocation.handovers.done().update(state=HandoverState.TAKEN_BACK)
        entry.shown = [assignment.case.person_id for assignment in assignments]
        entry.after = {"people": len(assignments)}
        if len(assignments) == 1:
            entry.person = assignments[0].case.person
        return allocation


def _held(allocation: Allocation) -> list[Assignment]:
    """What it allocated, each case held until this is done."""
    locked_cases(allocation.assignments.values_list("case", flat=True))
    return list(
        allocation.assignments.select_related(
            "case__person", "case__programme__team", "mentor__user", "former__mentor__user"
        ).order_by("case")
    )


def _built_since(assignment: Assignment) -> str:
    """What stands against taking it back, in a sentence; empty if nothing does."""
    case, former = assignment.case, assignment.former
    if case.closed_date:
        return f"{case.reference} has ended."
    if assignment.until_date:
        return f"{case.reference} has another mentor by now."
    built = next((words for rows, words in _work_since(assignment) if rows.exists()), "")
    if built:
        return built.format(mentor=assignment.mentor, case=case.reference)
    if former and (not former.mentor.user.is_active or former.mentor.user.team_id != case.programme.team_id):
        return f"{former.mentor}, who was the mentor of {case.reference}, no longer works in the team."
    return ""


def _work_since(assignment: Assignment):
    """Rows that rest on this mentor being theirs, each with the sentence that names them."""
    mine, at = {"case": assignment.case_id, "mentor": assignment.mentor_id}, assignment.allocated_at
    return (
        (
            Meeting.objects.filter(Q(planned_at__gt=at) | Q(recorded_at__gt=at), **mine),
            "{mentor} has planned or recorded a contact for {case} since.",
        ),
        (Promise.objects.filter(made_at__gt=at, **mine), "{mentor} has promised something for {case} since."),
        (assignment.reviews.all(), "Somebody has said how it goes between {case} and {mentor}."),
        (
            AbsenceCover.objects.standing().filter(case=assignment.case_id, absence__mentor=assignment.mentor_id),
            "Somebody is to cover for {mentor} with {case}.",
        ),
        (
            Handover.objects.planned().filter(case=assignment.case_id, from_mentor=assignment.mentor_id),
            "A handover of {case} is planned.",
        ),
    )


def _take_back(assignment: Assignment, *, at, by) -> None:
    case, former = assignment.case, assignment.former
    assignment.until_date, assignment.taken_back_at = assignment.from_date, at
    assignment.save(update_fields=["until_date", "taken_back_at"])
    end_assigned_access(assignment=assignment, by=by, at=at)
    if former:
        former.until_date, former.end_reason, former.end_note, former.ended_by = None, "", "", None
        former.save(update_fields=["until_date", "end_reason", "end_note", "ended_by"])
        grant_access(person=case.person, user=former.mentor.user, reason=AccessReason.ALLOCATION, by=by, at=at)
    _open_to_who_offered(assignment, at=at, by=by)
    planned = Meeting.objects.planned().filter(pk__in=assignment.took_over, mentor=assignment.mentor_id)
    planned.pass_to(former and former.mentor)
    owed = case.promises.open().filter(mentor=assignment.mentor_id, made_at__lte=assignment.allocated_at)
    owed.update(mentor=former and former.mentor)
    tell_taken_back(assignment)


def _open_to_who_offered(assignment: Assignment, *, at, by) -> None:
    """The prison mentors of the team may open the record again, if the allocation ended that."""
    holder = {"team": assignment.case.programme.team, "role": Role.PRISON_MENTOR, "reason": AccessReason.TRIAGE}
    person = assignment.case.person
    if Access.objects.filter(person=person, until_at=assignment.allocated_at, **holder).exists():
        grant_access(person=person, by=by, at=at, **holder)
