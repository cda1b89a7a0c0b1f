"""A mentor leaves: every person of theirs, every visit, promise, gate and cover goes to somebody, in one decision."""

import dataclasses
import uuid
from collections.abc import Sequence

from django.utils import timezone

from accounts.enums import MENTOR_ROLES
from accounts.models import User
from accounts.services.staff import deactivate_staff, edit_staff
from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from liberations.models import GateLiberation
from liberations.moving_on.leaving import people_of_staff, people_with
from liberations.notifications import tell_mentor_left
from liberations.services.absences import cover
from liberations.services.gate_mentors import leave_as_second, pass_gate
from mentoring.enums.cases import MatchEnd
from mentoring.locks import locked_cases
from mentoring.models import AbsenceCover, Allocation, Assignment, Case, Mentor
from mentoring.services.assignments import Choice
from mentoring.services.handovers import hand_over_many
from mentoring.services.match_ends import end_match, settle_loose_ends


@dataclasses.dataclass(frozen=True)
class Passing:
    """What the manager decided: of each person, gate and cover who takes it over. None: nobody yet, so the person waits for a
    mentor, the gate for a name, and nobody covers."""

    people: Sequence[tuple[Case, Mentor | None, str]]
    gates: Sequence[tuple[GateLiberation, Mentor | None]] = ()
    covers: Sequence[tuple[AbsenceCover, Mentor | None]] = ()


def move_caseload(
    *, mentor: Mentor, passing: Passing, reason: MatchEnd | str, by, new_id: uuid.UUID | None = None
) -> Allocation | None:
    """Pass on all that hangs on the mentor, or nothing. `passing` holds a match note beside each person. Sent twice, it is once.

    The next mentors have the visits, promises and gates of the people they get, and are told. A mentor who leaves us takes nobody
    new. Returns the decision, by which all can be taken back; None when every person waits. Refuses when somebody else was
    given to the mentor, or taken, since the page was shown.
    """
    with trail.written("move_caseload", Verb.CHANGED, by=by, subject=mentor, reason=str(reason)) as entry:
        if made := already_made(Allocation, new_id, team=mentor.user.team):
            entry.needed = False
            return made
        if not (passing.people or passing.gates or passing.covers):
            raise RuleBroken("Nobody is left to pass on.")
        locked_cases([case.pk for case, _, _ in passing.people])
        _refuse_who_came_since(mentor, passing, by)
        given = [Choice(case, to, note, mentor.pk) for case, to, note in passing.people if to]
        allocation = hand_over_many(mentor=mentor, choices=given, reason=reason, new_id=new_id, by=by)
        for case, to, _ in passing.people:
            if to is None:
                end_match(case=case, reason=reason, by=by)
            pass_gate(case=case, former=mentor, mentor=to, by=by)
        for each, to in passing.covers:
            cover(absence=each.absence, choices=[(each.case, to)], by=by)
        for gate, to in passing.gates:
            # Who covers on its day may have it by now; what the manager chose stands.
            gate.refresh_from_db(fields=["mentor"])
            pass_gate(case=gate.case, former=gate.mentor, mentor=to, by=by)
        settle_loose_ends(mentor=mentor, by=by)
        if reason == MatchEnd.LEAVES:
            leave_as_second(mentor=mentor, by=by)
            Mentor.objects.filter(pk=mentor.pk).update(available=False)
        entry.shown = [case.person_id for case, _, _ in passing.people]
        entry.after |= {"people": len(given), "wait": len(passing.people) - len(given)}
        return allocation


def change_staff(*, user: User, read_at_version: int, by, **fields) -> User:
    """Change a member of staff (`fields` as `edit_staff` takes them). Of somebody who no longer is a mentor and whose people have not
    been passed on the managers are told. Another team is refused until they have: nobody there could pass them on."""
    with trail.written("change_staff", Verb.CHANGED, by=by, subject=user) as entry:
        before = User.objects.select_for_update(of=("self",)).select_related("team").get(pk=user.pk)
        changed = edit_staff(user=user, read_at_version=read_at_version, by=by, **fields)
        entry.needed = trail.joined(entry)
        if changed.team_id != before.team_id:
            _refuse_to_leave_behind(before)
        elif changed.role != before.role and changed.role not in MENTOR_ROLES and people_of_staff(user):
            tell_mentor_left(Mentor.objects.select_related("user").get(user=user), on=timezone.localdate(), by=by)
        return changed


def leave_staff(*, user: User, by) -> User:
    """Somebody no longer works here: signed out at once, whatever hangs on them. If people do, the managers of their team are
    told and pass them on."""
    with trail.written("leave_staff", Verb.CHANGED, by=by, subject=user) as entry:
        left = deactivate_staff(user=user, by=by)
        entry.needed = trail.joined(entry)
        mentor = Mentor.objects.filter(user=user).first()
        if entry.needed and mentor:
            leave_as_second(mentor=mentor, by=by)
        if entry.needed and mentor and people_with(mentor):
            tell_mentor_left(mentor, on=timezone.localdate(), by=by)
        return left


def _refuse_who_came_since(mentor, passing, by):
    theirs = Case.objects.visible_to(by).open()
    now = set(
        theirs.filter(assignments__in=Assignment.objects.lead().current().filter(mentor=mentor)).values_list(
            "pk", flat=True
        )
    )
    if now != {case.pk for case, _, _ in passing.people}:
        raise RuleBroken(f"The people of {mentor} have changed since you opened this page. Look at them again.")


def _refuse_to_leave_behind(user):
    """Before they get another team: `user` as they were."""
    if people := people_of_staff(user):
        have = "1 person has" if people == 1 else f"{people} people have"
        raise RuleBroken(
            f"{have} them as their mentor. Let a manager of {user.team} pass them on first, on the mentor’s page."
        )
