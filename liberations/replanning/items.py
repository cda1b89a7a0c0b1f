"""What follows from one move for one case: what was done by itself, and what somebody has to decide. Asks no database."""

import datetime as dt

from django.utils import timezone

from liberations.enums import DONE_BY_ITSELF, GateDecision, GateState, ReplanItemKind, ReplanItemState
from liberations.models import GateLiberation, Replan, ReplanItem
from liberations.replanning.facts import Facts
from liberations.replanning.rules import Change, asks_about_gate, clash, is_outside_areas
from mentoring.enums.meetings import INSIDE, Channel
from mentoring.models import Case, Meeting, Mentor
from mentoring.visiting.visit_plan import visit_plan
from prisons.models import ReleaseDate

OUTSIDE = (Channel.COMMUNITY, Channel.ACCOMPANIED)


class Items:
    """Collects the items of one replan."""

    def __init__(self, replan: Replan):
        self.replan = replan
        self.found: list[ReplanItem] = []

    def add(self, kind: ReplanItemKind, **facts) -> None:
        state = ReplanItemState.DONE if kind in DONE_BY_ITSELF else ReplanItemState.OPEN
        self.found.append(ReplanItem(replan=self.replan, kind=kind, state=state, **facts))

    @property
    def decisions(self) -> list[ReplanItem]:
        return [item for item in self.found if item.state == ReplanItemState.OPEN]


def items_of(
    replan: Replan, case: Case, facts: Facts, *, today: dt.date, left_gate: bool, expected_again: bool
) -> Items:
    """Everything that follows, but for flags and questions about the gate, which others add.

    `left_gate`: time and place at the old gate were cleared. `expected_again`: they had been recorded as not out.
    """
    items = Items(replan)
    change = change_of(replan)
    day = replan.after_date
    if expected_again:
        items.add(ReplanItemKind.EXPECTED_AGAIN, on_date=day)
    items.found += ledger_items(replan.ledger_row, day, replan=replan) if replan.ledger_row else []
    if day is None or day >= today:
        rebooked = _visits_out_of_place(items, replan, facts.planned.get(case.pk, []))
        _visits_to_come(items, case, facts, change, rebooked=rebooked, today=today)
        _gate(items, case, facts, change, left_gate=left_gate, today=today)
        _first_day(items, case, facts, change)
    if replan.to_prison_id:
        if facts.packs.get(case.pk, replan.to_prison_id) != replan.to_prison_id:
            items.add(ReplanItemKind.PACK_AT_OLD_PRISON, on_date=day)
        _mentors_and_prison(items, case, facts)
    return items


def change_of(replan: Replan) -> Change:
    return Change(replan.before_date, replan.after_date, prison_changed=replan.to_prison_id is not None)


def ledger_items(row: ReleaseDate, day: dt.date | None, *, replan: Replan | None = None) -> list[ReplanItem]:
    """What the row of the ledger itself asks for; also of somebody without a case, whose items are not kept."""
    items = Items(replan or Replan(ledger_row=row))
    if row.differs_from_prison:
        items.add(ReplanItemKind.PRISON_DIFFERS, on_date=row.worked_out_date)
    if day is not None and day < timezone.localdate():
        items.add(ReplanItemKind.DAY_PASSED, on_date=day)
    return items.found


def _visits_out_of_place(items: Items, replan: Replan, planned: list[Meeting]) -> list[Meeting]:
    """Contacts that cannot take place as planned. Returns those among them that would have counted before liberation."""
    rebooked = []
    for meeting in planned:
        kind = _out_of_place(meeting, replan)
        if kind:
            items.add(kind, meeting=meeting, on_date=meeting.on_date)
            if meeting.channel in INSIDE:
                rebooked.append(meeting)
    return rebooked


def _out_of_place(meeting: Meeting, replan: Replan) -> ReplanItemKind | None:
    day, channel = replan.after_date, meeting.channel
    if day and replan.day_moved:
        if meeting.on_date >= day and (channel in INSIDE or (channel == Channel.GATE and meeting.on_date > day)):
            return ReplanItemKind.VISIT_TOO_LATE
        if meeting.on_date < day and (channel in OUTSIDE or channel == Channel.GATE):
            return ReplanItemKind.VISIT_TOO_EARLY
    if replan.to_prison_id and meeting.prison_id and meeting.prison_id == replan.from_prison_id:
        return ReplanItemKind.VISIT_AT_OLD_PRISON
    return None


def _visits_to_come(
    items: Items, case: Case, facts: Facts, change: Change, *, rebooked: list[Meeting], today: dt.date
) -> None:
    """Whether the programme's minimum is still possible: when the time got shorter, became known, or the prison changed."""
    day = change.after
    shorter = change.brought_forward or change.before is None
    if day is None or day <= today or not (shorter or change.prison_changed):
        return
    in_place = [each for each in facts.planned.get(case.pk, []) if each not in rebooked]
    plan = visit_plan(
        today=today,
        liberation_day=day,
        needed=case.programme.minimum_meetings,
        held=facts.held.get(case.pk, ()),
        planned={each.on_date for each in in_place if each.may_count},
        visiting=facts.visiting(case.episode_id),
    )
    near = day <= today + dt.timedelta(days=case.programme.meetings_flag_days)
    if not plan.is_possible:
        items.add(ReplanItemKind.VISITS_NOT_POSSIBLE, number=plan.missing, detail=str(plan.free_days), on_date=day)
    elif shorter and near and plan.missing > len(rebooked):
        items.add(ReplanItemKind.TOO_FEW_VISITS, number=plan.missing - len(rebooked), on_date=day)


def _gate(items: Items, case: Case, facts: Facts, change: Change, *, left_gate: bool, today: dt.date) -> None:
    gate = facts.gates.get(case.episode_id)
    if gate is None or gate.state != GateState.PLANNED or gate.decision != GateDecision.WANTED:
        return
    if left_gate:
        items.add(ReplanItemKind.GATE_TIME_AND_PLACE, on_date=change.after)
    if change.after is None:
        return
    if gate.mentor is None:
        if asks_about_gate(change, today=today, answer_days=case.programme.gate_answer_days):
            items.add(ReplanItemKind.GATE_NOBODY, on_date=change.after)
        return
    for mentor in gate.goers:
        against = _clash_at(gate, mentor, facts, change.after)
        if against:
            second = "second-" if mentor == gate.second else ""
            detail = second + ("gate" if against.is_gate else "visit")
            items.add(ReplanItemKind.GATE_CLASH, mentor=mentor, on_date=change.after, detail=detail)


def _first_day(items: Items, case: Case, facts: Facts, change: Change) -> None:
    """What is booked for another day than the new one, and whether the day begins at another gate than it was planned from."""
    stops = facts.first_days.get(case.episode_id, ())
    elsewhere = sum(fixed and booked != change.after for fixed, booked in stops)
    if elsewhere and change.after and change.day_moved:
        items.add(ReplanItemKind.APPOINTMENTS_TO_MOVE, number=elsewhere, on_date=change.after)
    if stops and change.prison_changed:
        items.add(ReplanItemKind.DAY_STARTS_ELSEWHERE, on_date=change.after)


def _clash_at(gate: GateLiberation, mentor: Mentor, facts: Facts, day: dt.date):
    prison = facts.prisons.get(gate.episode_id)
    bookings = facts.bookings.get((mentor.pk, day), ())
    return clash(bookings, episode=gate.episode_id, prison=prison.pk if prison else None)


def _mentors_and_prison(items: Items, case: Case, facts: Facts) -> None:
    """May they go in, and is it out of their way? Of the lead mentor and of whoever is to stand at the gate."""
    to, former = items.replan.to_prison, items.replan.from_prison
    for mentor in facts.mentors_of(case):
        if (mentor.pk, to.pk) not in facts.cleared:
            items.add(ReplanItemKind.NO_CLEARANCE, mentor=mentor)
        outside = is_outside_areas(
            prison_area=to.area_id,
            former_area=former.area_id if former else None,
            covered=facts.areas.get(mentor.pk, ()),
            has_visited=(mentor.pk, to.pk) in facts.visited,
        )
        if outside:
            items.add(ReplanItemKind.OUTSIDE_AREAS, mentor=mentor)


def flags_changed(items: Items, before: set[str], after: set[str]) -> None:
    """Add the flags that this re-plan raised or cleared."""
    for kind in sorted(after - before):
        items.add(ReplanItemKind.FLAG_RAISED, detail=kind)
    for kind in sorted(before - after):
        items.add(ReplanItemKind.FLAG_CLEARED, detail=kind)
