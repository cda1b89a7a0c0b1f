"""The gate: whether the person wants to be met, who meets them, what happened, and a bed for the night."""

import datetime as dt

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import EditedMeanwhile, RuleBroken
from liberations.enums import GATE_MOVES, OUT_REASONS, BedTonight, GateDecision, GateState, NotMetReason
from liberations.keeping_contact.sweeps import plan_follow_ups
from liberations.models import GateLiberation
from liberations.notifications import tell_not_met
from liberations.services.follow_ups import drop_follow_ups
from liberations.services.gate_access import change_who_goes, let_in_again
from liberations.services.gate_offers import OfferMade, keep_offer
from liberations.services.gate_questions import ask_of_plan
from liberations.services.replanning import replan
from mentoring.enums.meetings import Channel, MeetingState
from mentoring.locks import locked_case, refuse_ended
from mentoring.models import Case
from mentoring.services.meetings import log_meeting, remove_meeting
from prisons.enums import ReleasedHow
from prisons.models import CustodialEpisode
from prisons.services.episodes import record_release, undo_release

PLAN_FIELDS = [
    "decision",
    "mentor",
    "second",
    "meet_time",
    "meeting_point",
    "other_door",
    "transport",
    "fallback_phone",
    "if_nobody",
    "plan_note",
]


def plan_gate(
    *,
    case: Case,
    read_at_version: int | None,
    by,
    offered: OfferMade | None = None,
    at: dt.datetime | None = None,
    **plan,
) -> GateLiberation:
    """Record what they say to being met, how that was `offered`, and the plan (`plan`: names of PLAN_FIELDS); written down at `at` (now).

    `read_at_version` is None if there was no plan yet. Who meets them is needed once a time is set, and before a second. A plan
    may wait for its second; `at_gate.complete` says what is missing. Raises EditedMeanwhile on a clash.
    """
    with trail.written("plan_gate", Verb.CHANGED, by=by, person=case.person) as entry:
        refuse_ended(case)
        _check_plan(plan)
        gate, made = GateLiberation.objects.get_or_create(episode=case.episode, defaults={"case": case})
        gate = GateLiberation.objects.select_for_update(of=("self",)).get(pk=gate.pk)
        asked = "decision" in plan and keep_offer(gate=gate, answer=plan["decision"], offered=offered, at=at, by=by)
        if not made and not asked and all(getattr(gate, name) == value for name, value in plan.items()):
            # The same plan sent again: nothing to write.
            entry.subject, entry.needed = gate, False
            return gate
        if not made and read_at_version is None:
            raise EditedMeanwhile
        entry.before = {} if made else {name: getattr(gate, name) for name in _ON_TRAIL}
        former = gate.goers
        for name, value in plan.items():
            setattr(gate, name, value)
        if made:
            gate.save(update_fields=list(plan))
        else:
            gate.save_version(read_at_version=read_at_version, update_fields=list(plan))
        entry.subject = gate
        entry.after = {name: getattr(gate, name) for name in _ON_TRAIL}
        change_who_goes(case=case, former=former, goers=gate.goers, by=by, at=at)
        ask_of_plan(gate=gate, by=by)
        return gate


_ON_TRAIL = ("decision", "mentor_id", "second_id", "meet_time")


def _check_plan(plan) -> None:
    if plan.get("decision") != GateDecision.WANTED and plan.get("mentor"):
        raise RuleBroken("Choose “Wants to be met” first, or take out who meets them.")
    if plan.get("meet_time") and not plan.get("mentor"):
        raise RuleBroken("Choose who meets them.")
    if plan.get("second") and not plan.get("mentor"):
        raise RuleBroken("Choose who meets them before the second.")
    if plan.get("second") and plan["second"] == plan["mentor"]:
        raise RuleBroken("The second member of staff must be somebody else.")


def record_met(*, case: Case, out_at: dt.datetime, by, note: str = "", at: dt.datetime | None = None) -> GateLiberation:
    """Met at the gate, written down at `at` (now): the person is out, the 48 hours begin, the follow-up is planned. Pressed twice, it is once."""
    with trail.written("record_met", Verb.CHANGED, by=by, person=case.person) as entry:
        gate = _gate(case)
        entry.subject, entry.needed = gate, gate.state != GateState.MET
        if gate.state == GateState.MET:
            return gate
        _check_move(gate, GateState.MET)
        refuse_ended(gate.case)
        _out(case, out_at, by=by)
        gate.meeting = log_meeting(
            case=case,
            channel=Channel.GATE,
            state=MeetingState.HELD,
            on_date=timezone.localdate(out_at),
            at_time=timezone.localtime(out_at).time().replace(second=0, microsecond=0),
            by=by,
            at=at,
        )
        _settle(
            gate,
            GateState.MET,
            by=by,
            at=at,
            out_at=out_at,
            outcome_note=note,
            not_met_reason="",
            decision=GateDecision.WANTED,
        )
        entry.after = {"state": gate.state, "out_at": out_at}
        replan(_cases(case))
        return gate


def record_not_met(
    *,
    case: Case,
    reason: NotMetReason | str,
    by,
    out_at: dt.datetime | None = None,
    note: str = "",
    at: dt.datetime | None = None,
) -> GateLiberation:
    """Not met, and why, written down at `at` (now). For the reasons in OUT_REASONS the person is out, since `out_at` (now); otherwise still inside.

    While they are still inside another reason may follow, such as "Not out yet" in the morning and "Went with family" at
    noon; the same again is once. The managers and the mentor are told at once.
    """
    with trail.written("record_not_met", Verb.CHANGED, by=by, person=case.person) as entry:
        if not reason:
            raise RuleBroken("Choose why they were not met.")
        gate = _gate(case)
        said = gate.state == GateState.NOT_MET and (gate.not_met_reason, gate.outcome_note) == (reason, note)
        entry.subject, entry.needed = gate, not said
        if said:
            return gate
        _check_move(gate, GateState.NOT_MET)
        refuse_ended(gate.case)
        if reason in OUT_REASONS:
            out_at = out_at or timezone.now()
            _out(case, out_at, by=by)
        else:
            out_at = None
        _settle(gate, GateState.NOT_MET, by=by, at=at, out_at=out_at, not_met_reason=reason, outcome_note=note)
        entry.after = {"state": gate.state, "reason": reason}
        replan(_cases(case))
        tell_not_met(case, gate=gate)
        return gate


def undo_outcome(*, case: Case, by) -> GateLiberation:
    """Take back an outcome pressed in haste, with the release and follow-up that came with it."""
    with trail.written("undo_gate_outcome", Verb.CHANGED, by=by, person=case.person) as entry:
        gate = _gate(case)
        _check_move(gate, GateState.PLANNED)
        refuse_ended(gate.case)
        entry.subject, entry.before = gate, {"state": gate.state, "reason": gate.not_met_reason}
        meeting, gate.meeting = gate.meeting, None
        gate.state, gate.outcome_at, gate.outcome_by = GateState.PLANNED, None, None
        gate.out_at, gate.not_met_reason, gate.outcome_note = None, "", ""
        gate.version += 1
        gate.save()
        if meeting:
            remove_meeting(meeting=meeting, by=by)
        for each in _cases(case):
            drop_follow_ups(case=each, by=by)
        undo_release(episode=case.episode, by=by)
        case.episode.refresh_from_db()
        replan(_cases(case))
        for mentor in gate.goers:
            let_in_again(case=case, mentor=mentor, by=by)
        return gate


def released_from_court(*, case: Case, out_at: dt.datetime, by) -> GateLiberation:
    """Freed by a court: there is no gate, and the 48 hours begin now."""
    with trail.written("released_from_court", Verb.CHANGED, by=by, person=case.person) as entry:
        gate = _gate(case)
        _check_move(gate, GateState.NOT_MET)
        refuse_ended(gate.case)
        _out(case, out_at, by=by, how=ReleasedHow.COURT)
        _settle(gate, GateState.NOT_MET, by=by, out_at=out_at, not_met_reason=NotMetReason.ANOTHER_DOOR)
        entry.subject, entry.after = gate, {"out_at": out_at, "how": ReleasedHow.COURT}
        replan(_cases(case))
        return gate


def record_bed(
    *, case: Case, bed: BedTonight | str, by, note: str = "", at: dt.datetime | None = None
) -> GateLiberation:
    """Whether they have a bed for the first night, and whether they call it safe. May be answered again.

    `at` is when they were asked (now).
    """
    with trail.written("record_bed", Verb.CHANGED, by=by, person=case.person) as entry:
        gate = _gate(case)
        refuse_ended(gate.case)
        entry.subject, entry.before, entry.after = gate, {"bed": gate.bed_tonight}, {"bed": bed}
        if (gate.bed_tonight, gate.bed_note, gate.bed_by_id) == (bed, note, by.pk):
            entry.needed = False
            return gate
        gate.bed_tonight, gate.bed_note, gate.bed_at, gate.bed_by = bed, note, at or timezone.now(), by
        gate.save(update_fields=["bed_tonight", "bed_note", "bed_at", "bed_by"])
        return gate


def _gate(case: Case) -> GateLiberation:
    """The gate as it stands now. Before it the case is held, as by whoever passes people on, then the time in custody, as by whoever
    moves their day: nobody waits in a circle."""
    held = locked_case(case.pk)
    CustodialEpisode.objects.select_for_update(of=("self",)).get(pk=case.episode_id)
    GateLiberation.objects.get_or_create(episode=case.episode, defaults={"case": case})
    gate = GateLiberation.objects.select_for_update(of=("self",)).get(episode=case.episode)
    gate.case = held
    return gate


def _cases(case: Case) -> list[Case]:
    """All open cases of this time in custody: someone in two programmes leaves prison for both."""
    return list(Case.objects.open().filter(episode=case.episode_id).select_related("programme", "episode", "person"))


def _check_move(gate: GateLiberation, state: GateState) -> None:
    out_unmet = gate.state == GateState.NOT_MET and gate.out_at is not None
    if state not in GATE_MOVES[gate.state] or (out_unmet and state != GateState.PLANNED):
        raise RuleBroken(f"What happened is already recorded ({gate.get_state_display().lower()}). Undo it first.")


def _out(case: Case, out_at: dt.datetime, *, by, how=ReleasedHow.GATE) -> None:
    if out_at > timezone.now():
        raise RuleBroken("The time they came out cannot be in the future.")
    day = timezone.localdate(out_at)
    record_release(episode=case.episode, on=day, how=how, by=by)
    case.episode.refresh_from_db()
    plan_follow_ups([each.pk for each in _cases(case)])


def _settle(gate: GateLiberation, state: GateState, *, by, at: dt.datetime | None = None, **fields) -> None:
    gate.state, gate.outcome_at, gate.outcome_by = state, at or timezone.now(), by
    gate.version += 1
    for name, value in fields.items():
        setattr(gate, name, value)
    gate.save()
