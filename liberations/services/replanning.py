"""Everything that hangs on a liberation day or on the prison is planned again, for one person or for ten thousand at once.

Whatever moves people calls this in its own transaction: a date typed in, a transfer, a prison's list, changed holidays.
The number of statements does not grow with the number of people.

A further thing that hangs on the day or on the prison plugs in here: its facts in
replanning/facts.py, what follows for one case in replanning/items.py, its words in replanning/words.py; what is put right by
itself is a statement over all of them in `_put_right`.
"""

import dataclasses
import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from liberations.enums import (
    ABOUT_THE_PRISON,
    OVERTAKEN_BY_TRANSFER,
    GateState,
    ReplanItemKind,
    ReplanItemState,
)
from liberations.models import GateLiberation, GateQuestion, Replan, ReplanItem
from liberations.replanning.asking import ask, end_stale, gates_with_day
from liberations.replanning.facts import Facts, gather
from liberations.replanning.items import Items, change_of, flags_changed, items_of, ledger_items
from liberations.replanning.rules import Hanging, asks_about_gate
from liberations.replanning.telling import tell
from liberations.replanning.words import in_short
from liberations.services.sweeps import flag_passed_liberations, plan_reminders
from mentoring.enums.plans import ReviewCause
from mentoring.models import Case, Flag
from mentoring.services.plan_reviews import ask_for_reviews
from mentoring.services.sweeps import refresh_meeting_flags
from prisons.models import CustodialEpisode, Prison, PrisonStay, ReleaseDate

BATCH = 2000


@dataclasses.dataclass(frozen=True)
class Move:
    """What has just been recorded about one time in custody: a row of the ledger, a new stay, or both.

    `before` and `after` are the liberation days that counted before and count now; equal when only the prison changed.
    `ledger_row` is the row that counts now if one was added; `stay` the new stay in another prison, if they were moved.
    `left` is the prison they were moved from where no stay tells it: one that never was is deleted.
    """

    episode: CustodialEpisode
    before: dt.date | None
    after: dt.date | None
    ledger_row: ReleaseDate | None = None
    stay: PrisonStay | None = None
    left: Prison | None = None

    @property
    def day_moved(self) -> bool:
        return self.before != self.after


@dataclasses.dataclass(frozen=True)
class Replanned:
    """What followed from a move. `needs_decision` are sentences for the person who recorded it; `told`, how many were told."""

    row: ReleaseDate | None
    before: dt.date | None
    after: dt.date | None
    needs_decision: list[str] = dataclasses.field(default_factory=list)
    told: int = 0

    @property
    def moved(self) -> bool:
        return self.before != self.after

    @property
    def moved_days(self) -> int | None:
        """Days moved, negative when brought forward; None when there was no day before or is none now."""
        return (self.after - self.before).days if self.before and self.after else None


@dataclasses.dataclass
class Outcome:
    """What followed for one time in custody, in all its cases: the items, and who was told."""

    items: list[ReplanItem] = dataclasses.field(default_factory=list)
    told: set[uuid.UUID] = dataclasses.field(default_factory=set)


def replan_moves(moves: Sequence[Move], *, by) -> dict[uuid.UUID, Replanned]:
    """Plan again what hangs on these moves and tell those concerned; the answer is by the episode's key.

    The ledger rows and stays are there already, their episodes locked; at most one move for each episode. Each open case
    keeps a Replan with what followed. The same moves again add nothing and tell nobody; nor does a row of the ledger that
    moved no day. Of a single move `by` is not told: they see it.
    """
    with trail.written("replan_moves", Verb.CHANGED, by=by) as entry:
        entry.needed, entry.after = bool(moves), {"moves": len(moves)}
        by_episode = {move.episode.pk: move for move in moves}
        changes = [move for move in moves if move.day_moved or move.stay]
        now = timezone.now()
        replans = _new_replans(changes, by=by, now=now)
        found = _replan(replans, by=by, now=now, single=len(moves) == 1) if replans else {}
        return {key: _answer(move, found.get(key, Outcome())) for key, move in by_episode.items()}


def replan(cases: Sequence[Case]) -> None:
    """Put reminders and flags of these cases right for what the ledger says now."""
    keys = [case.pk for case in cases]
    if keys:
        plan_reminders(case_keys=keys)
        refresh_meeting_flags(case_keys=keys)
        flag_passed_liberations(case_keys=keys)


def _new_replans(changes: Sequence[Move], *, by, now: dt.datetime) -> list[Replan]:
    """One for each open case that was not planned again for this row and stay before."""
    by_episode = {move.episode.pk: move for move in changes}
    if not by_episode:
        return []
    # One programme for thousands of cases: read once, not joined to each.
    cases = Case.objects.open().filter(episode__in=by_episode).prefetch_related("programme")
    former = _former_prisons([move for move in changes if move.stay])
    known = _kept_before(changes)
    replans = []
    for case in cases:
        move = by_episode[case.episode_id]
        row, stay = move.ledger_row, move.stay
        if (case.pk, row and row.pk, stay and stay.pk) in known:
            continue
        replans.append(
            Replan(
                case=case,
                episode_id=case.episode_id,
                before_date=move.before,
                after_date=move.after,
                from_prison=former.get(case.episode_id),
                to_prison_id=stay.prison_id if stay else None,
                ledger_row=row,
                stay=stay,
                recorded_at=now,
                recorded_by=by,
            )
        )
    return replans


def _kept_before(changes: Sequence[Move]) -> set[tuple]:
    rows = [move.ledger_row.pk for move in changes if move.ledger_row]
    stays = [move.stay.pk for move in changes if move.stay]
    return set(
        Replan.objects.filter(Q(ledger_row__in=rows) | Q(stay__in=stays)).values_list(
            "case_id", "ledger_row_id", "stay_id"
        )
    )


def _former_prisons(transferred: Sequence[Move]) -> dict:
    """The prison each person was in before, by episode."""
    if not transferred:
        return {}
    ended = (
        PrisonStay.objects.filter(episode__in=[move.episode.pk for move in transferred])
        .exclude(pk__in=[move.stay.pk for move in transferred])
        .select_related("prison__area")
        .order_by("from_date", "to_date")
    )
    former = {stay.episode_id: stay.prison for stay in ended}
    return former | {move.episode.pk: move.left for move in transferred if move.left}


def _replan(replans: list[Replan], *, by, now: dt.datetime, single: bool) -> dict[uuid.UUID, Outcome]:
    """Put right, find what follows, keep it, ask and tell. By episode."""
    today = timezone.localdate(now)
    cases = [replan.case for replan in replans]
    left_gate, expected_again, flags = _put_right(replans, today, by=by)
    facts = gather(
        cases,
        days={replan.after_date for replan in replans if replan.after_date},
        moved_prison=[replan.episode_id for replan in replans if replan.to_prison_id],
        today=today,
    )
    _overtake(replans)
    found = []
    for each in replans:
        if each.to_prison_id:
            each.to_prison = facts.prisons[each.episode_id]
        items = items_of(
            each,
            each.case,
            facts,
            today=today,
            left_gate=each.episode_id in left_gate,
            expected_again=each.episode_id in expected_again,
        )
        flags_changed(items, *flags(each.case_id))
        found.append((each.case, items))
    questions = _ask(found, today=today, by=by, now=now)
    hanging = {case.pk: _hanging(case, items, facts, today) for case, items in found}
    told = tell(found, hanging=hanging, questions=questions, today=today, but=by if single else None)
    Replan.objects.bulk_create(replans, batch_size=BATCH)
    ReplanItem.objects.bulk_create([item for _, items in found for item in items.found], batch_size=BATCH)
    outcomes: dict[uuid.UUID, Outcome] = defaultdict(Outcome)
    for case, items in found:
        outcomes[case.episode_id].items += items.found
        outcomes[case.episode_id].told |= told[case.pk]
    return outcomes


def _put_right(replans: list[Replan], today: dt.date, *, by):
    """What the machine can do by itself, for all at once. Returns what the items need to know of it."""
    flags_before = _open_flags(replans)
    expected_again = _expect_again([each for each in replans if each.day_moved], today)
    left_gate = _leave_old_gate([each for each in replans if each.to_prison_id])
    moved = [each.case for each in replans if each.day_moved]
    replan(moved)
    ask_for_reviews(case_keys=[case.pk for case in moved], cause=ReviewCause.DATE_MOVED, on=today, by=by)
    flags_after = _open_flags(replans)
    return left_gate, expected_again, lambda case: (flags_before[case], flags_after[case])


def _open_flags(replans: list[Replan]) -> dict[uuid.UUID, set[str]]:
    found = defaultdict(set)
    for case, kind in (
        Flag.objects.open().filter(case__in=[each.case_id for each in replans]).values_list("case_id", "kind")
    ):
        found[case].add(kind)
    return found


def _expect_again(moved: list[Replan], today: dt.date) -> set[uuid.UUID]:
    """A person who did not come out on the old day is expected at the gate on the new one; the trail keeps what happened."""
    coming = [each.episode_id for each in moved if each.after_date and each.after_date >= today]
    gates = GateLiberation.objects.filter(episode__in=coming, state=GateState.NOT_MET, out_at=None)
    found = set(gates.values_list("episode_id", flat=True)) if coming else set()
    if found:
        gates.update(state=GateState.PLANNED, not_met_reason="", outcome_note="", outcome_at=None, outcome_by=None)
    return found


def _leave_old_gate(transferred: list[Replan]) -> set[uuid.UUID]:
    """Time and place at the old gate go; who meets the person stays. Returns the episodes that had any."""
    keys = [each.episode_id for each in transferred]
    gates = GateLiberation.objects.filter(episode__in=keys).exclude(meeting_point="", meet_time=None)
    found = set(gates.values_list("episode_id", flat=True)) if keys else set()
    if found:
        gates.update(meeting_point="", meet_time=None)
    return found


def _ask(
    found: list[tuple[Case, Items]], *, today: dt.date, by, now: dt.datetime
) -> dict[uuid.UUID, list[GateQuestion]]:
    """Ask those who are to stand at the gate where the change cannot rest on what they said before. By case."""
    episodes = {case.episode_id: (case, items) for case, items in found}
    gates = list(gates_with_day().filter(episode__in=episodes).select_for_update(of=("self",)))
    end_stale(now=now, gates=[gate.pk for gate in gates])
    near = []
    for gate in gates:
        case, items = episodes[gate.episode_id]
        answer_days = case.programme.gate_answer_days
        if gate.case_id == case.pk and asks_about_gate(change_of(items.replan), today=today, answer_days=answer_days):
            near.append(gate)
    asked = defaultdict(list)
    for question in ask(near, by=None, now=now, again=True):
        asked[question.gate.case_id].append(question)
    for case, items in found:
        for question in asked.get(case.pk, ()):
            items.add(ReplanItemKind.MENTOR_ASKED, mentor=question.mentor, on_date=question.liberation_date)
    return asked


def _hanging(case: Case, items: Items, facts: Facts, today: dt.date) -> Hanging:
    gate = facts.gates.get(case.episode_id)
    return Hanging(
        contacts=sum(meeting.on_date >= today for meeting in facts.planned.get(case.pk, ())),
        gate=gate is not None and (gate.mentor_id is not None or gate.meet_time is not None),
        flags=sum(item.kind in (ReplanItemKind.FLAG_RAISED, ReplanItemKind.FLAG_CLEARED) for item in items.found),
        decisions=len(items.decisions),
    )


def _overtake(replans: list[Replan]) -> None:
    """Open decisions of earlier re-plans about the same thing are overtaken by these."""
    day = [each.case_id for each in replans if each.day_moved]
    prison = [each.case_id for each in replans if each.to_prison_id]
    ReplanItem.objects.filter(
        Q(~Q(kind__in=ABOUT_THE_PRISON), replan__case__in=day)
        | Q(kind__in=OVERTAKEN_BY_TRANSFER, replan__case__in=prison),
        state=ReplanItemState.OPEN,
    ).update(state=ReplanItemState.OVERTAKEN)


def _answer(move: Move, outcome: Outcome) -> Replanned:
    """For who recorded it: what needs a decision. Somebody without a case has only what the ledger itself says."""
    items = outcome.items
    shown = [item for item in items if item.state == ReplanItemState.OPEN or item.kind == ReplanItemKind.MENTOR_ASKED]
    if not items and move.ledger_row:
        shown = ledger_items(move.ledger_row, move.after)
    sentences = list(dict.fromkeys(in_short(shown)))
    return Replanned(move.ledger_row, move.before, move.after, sentences, told=len(outcome.told))
