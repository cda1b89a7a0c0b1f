"""Everything that hangs on a liberation day or on the prison is planned again, for one person or for ten thousand at once.

Whatever moves people calls this in its own transaction: a date typed in, a transfer, a prison's list, changed holidays.
The number of statements does not grow with the number of people.
"""

import dataclasses
import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from liberations.enums import GateState
from liberations.models import GateLiberation
from liberations.notifications import tell_liberation_days_moved, tell_transferred
from liberations.services.sweeps import flag_passed_liberations, plan_reminders
from mentoring.models import Assignment, Case, Meeting, PrisonClearance
from mentoring.services.sweeps import refresh_meeting_flags
from prisons.models import CustodialEpisode, PrisonStay, ReleaseDate


@dataclasses.dataclass(frozen=True)
class Move:
    """What has just been recorded about one time in custody: a row of the ledger, a new stay, or both.

    `before` and `after` are the liberation days that counted before and count now; equal when only the prison changed.
    `ledger_row` is the row that counts now if one was added; `stay` the new stay in another prison, if they were moved.
    """

    episode: CustodialEpisode
    before: dt.date | None
    after: dt.date | None
    ledger_row: ReleaseDate | None = None
    stay: PrisonStay | None = None

    @property
    def day_moved(self) -> bool:
        return self.before != self.after


@dataclasses.dataclass(frozen=True)
class Replanned:
    """What followed from a move. `needs_decision` are sentences for the person who recorded it."""

    row: ReleaseDate | None
    before: dt.date | None
    after: dt.date | None
    needs_decision: list[str] = dataclasses.field(default_factory=list)

    @property
    def moved(self) -> bool:
        return self.before != self.after

    @property
    def moved_days(self) -> int | None:
        """Days moved, negative when brought forward; None when there was no day before or is none now."""
        return (self.after - self.before).days if self.before and self.after else None


def replan_moves(moves: Sequence[Move], *, by) -> dict[uuid.UUID, Replanned]:
    """Plan again what hangs on these moves and tell those concerned; the answer is by the episode's key.

    The ledger rows and stays are there already; at most one move for each episode. Reminders and flags of the open cases
    are put right at once; where the day did not move and the prison did not change, nobody is told.
    """
    with trail.written("replan_moves", Verb.CHANGED, by=by) as entry:
        entry.needed, entry.after = bool(moves), {"moves": len(moves)}
        if not moves:
            return {}
        moved = [move for move in moves if move.day_moved]
        transferred = [move for move in moves if move.stay]
        _expect_again(moved)
        at_old_gate = _leave_old_gate(transferred)
        cases = _open_cases([*moved, *transferred])
        days_moved = {move.episode.pk for move in moved}
        replan([case for case in cases if case.episode_id in days_moved])
        _tell(moves, cases)
        sentences = _sentences(moves, cases, at_old_gate)
        return {
            move.episode.pk: Replanned(move.ledger_row, move.before, move.after, sentences[move.episode.pk])
            for move in moves
        }


def replan(cases: Sequence[Case]) -> None:
    """Put reminders and flags of these cases right for what the ledger says now."""
    keys = [case.pk for case in cases]
    if keys:
        plan_reminders(case_keys=keys)
        refresh_meeting_flags(case_keys=keys)
        flag_passed_liberations(case_keys=keys)


def _open_cases(moves: Sequence[Move]) -> list[Case]:
    keys = {move.episode.pk for move in moves}
    return list(Case.objects.open().filter(episode__in=keys).select_related("programme")) if keys else []


def _expect_again(moved: Sequence[Move]) -> None:
    """A person who did not come out on the old day is expected at the gate on the new one; the trail keeps what happened."""
    today = timezone.localdate()
    coming = [move.episode.pk for move in moved if move.after and move.after >= today]
    if coming:
        GateLiberation.objects.filter(episode__in=coming, state=GateState.NOT_MET, out_at=None).update(
            state=GateState.PLANNED, not_met_reason="", outcome_note="", outcome_at=None, outcome_by=None
        )


def _leave_old_gate(transferred: Sequence[Move]) -> set[uuid.UUID]:
    """Time and place at the old gate go; who meets the person stays. Returns the episodes that had any."""
    if not transferred:
        return set()
    gates = GateLiberation.objects.filter(episode__in=[move.episode.pk for move in transferred]).exclude(
        meeting_point="", meet_time=None
    )
    found = set(gates.values_list("episode_id", flat=True))
    if found:
        gates.update(meeting_point="", meet_time=None)
    return found


def _tell(moves: Sequence[Move], cases: Sequence[Case]) -> None:
    by_episode = {move.episode.pk: move for move in moves}
    mine = [(case, by_episode[case.episode_id]) for case in cases]
    tell_liberation_days_moved([(case, move.ledger_row) for case, move in mine if move.day_moved and move.before])
    tell_transferred([(case, move.stay) for case, move in mine if move.stay])


def _sentences(moves: Sequence[Move], cases: Sequence[Case], at_old_gate: set[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """What needs a person's decision, by episode."""
    keys = [move.episode.pk for move in moves]
    meetings: dict[uuid.UUID, list] = {key: [] for key in keys}
    for episode, day, prison in (
        Meeting.objects.planned().filter(episode__in=keys).values_list("episode_id", "on_date", "prison_id")
    ):
        meetings[episode].append((day, prison))
    gates = {
        gate.episode_id: gate
        for gate in GateLiberation.objects.filter(episode__in=keys, mentor__isnull=False).select_related("mentor__user")
    }
    taken = _gates_taken(moves, gates)
    uncleared = _without_clearance(moves, cases)
    found = {}
    for move in moves:
        key = move.episode.pk
        found[key] = []
        if move.ledger_row:
            found[key] += _about_the_day(move, meetings[key], gates.get(key), taken)
        if move.stay:
            found[key] += _about_the_prison(move, meetings[key], key in at_old_gate, uncleared)
    return found


def _gates_taken(moves: Sequence[Move], gates: dict[uuid.UUID, GateLiberation]) -> Counter:
    """How many people a mentor meets at the gate on a day."""
    days = {move.after for move in moves if move.after and move.episode.pk in gates}
    if not days:
        return Counter()
    return Counter(
        GateLiberation.objects.filter(
            mentor__in={gate.mentor_id for gate in gates.values()},
            episode__released_date=None,
            episode__release_dates__is_current=True,
            episode__release_dates__liberation_date__in=days,
        ).values_list("mentor_id", "episode__release_dates__liberation_date")
    )


def _without_clearance(moves: Sequence[Move], cases: Sequence[Case]) -> dict[uuid.UUID, list[str]]:
    """Names of the mentors who may not go into the new prison, by episode."""
    stays = {move.episode.pk: move.stay for move in moves if move.stay}
    leads = Assignment.objects.lead().current().filter(case__in=[case.pk for case in cases if case.episode_id in stays])
    rows = list(leads.select_related("mentor__user", "case")) if stays else []
    if not rows:
        return {}
    cleared = set(
        PrisonClearance.objects.in_force(timezone.localdate())
        .filter(mentor__in=[row.mentor_id for row in rows])
        .values_list("mentor_id", "prison_id")
    )
    found: dict[uuid.UUID, list[str]] = {}
    for row in rows:
        if (row.mentor_id, stays[row.case.episode_id].prison_id) not in cleared:
            found.setdefault(row.case.episode_id, []).append(row.mentor.user.name)
    return found


def _about_the_day(move: Move, meetings: list, gate: GateLiberation | None, taken: Counter) -> list[str]:
    sentences = []
    row = move.ledger_row
    if row.differs_from_prison:
        sentences.append(
            f"The prison says {_day(row.stated_date)}; by the rules it would be {_day(row.worked_out_date)}. "
            "The prison's day counts. Ask the prison to confirm it."
        )
    if move.after is None:
        return sentences
    if move.after < timezone.localdate():
        sentences.append("This day has passed. Record what happened at the gate.")
    late = sum(day >= move.after for day, _ in meetings)
    if late:
        sentences.append(
            f"{late} planned {'visit is' if late == 1 else 'visits are'} now on or after the liberation day."
        )
    if gate:
        sentences.append(
            f"{gate.mentor.user.name} already stands at another gate that day. Choose who meets them."
            if taken[gate.mentor_id, move.after] > 1
            else f"Ask {gate.mentor.user.name} whether they can be at the gate on {_day(move.after)}."
        )
    return sentences


def _about_the_prison(move: Move, meetings: list, was_at_gate: bool, uncleared: dict) -> list[str]:
    sentences = []
    if was_at_gate:
        sentences.append("The gate plan was for the old prison: choose the time and the place to stand again.")
    prison = move.stay.prison
    sentences += [f"{name} has no clearance for {prison.name}." for name in uncleared.get(move.episode.pk, [])]
    booked = sum(day >= move.stay.from_date and where not in (None, prison.pk) for day, where in meetings)
    if booked:
        sentences.append(f"{booked} planned {'visit is' if booked == 1 else 'visits are'} booked at the old prison.")
    return sentences


def _day(date: dt.date) -> str:
    return f"{date:%a} {date.day} {date:%b %Y}"
