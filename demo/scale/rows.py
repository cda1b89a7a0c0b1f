"""Writes an invented life as the rows that the services would leave behind, for lives by the thousand.

tests/demo/test_rows.py tells lives of the same steps both ways and compares every row, so that the two cannot drift apart.
Notices and the trail are not written: nobody was told, and the load has one row on the trail.
"""

import datetime as dt
from dataclasses import asdict

from demo.days import Days
from demo.scale.referral_rows import ReferralRows
from demo.scale.sweeps import Rows
from demo.scene import Scene
from demo.steps import (
    Accepted,
    Admitted,
    Agreed,
    Alerted,
    Allocated,
    Bed,
    Booked,
    Contact,
    Declined,
    Ended,
    GatePlanned,
    Life,
    Met,
    NotMet,
    NotNow,
    Offered,
    Referred,
    ReferredOn,
    SaidNo,
    Told,
    Transferred,
    VisitMoved,
)
from demo.teller import OFFICE_HOUR, WRITING_UP
from liberations.enums import OUT_REASONS, GateDecision, GateState
from liberations.models import FollowUp, GateLiberation, GateOffer
from mentoring.enums.cases import EndingKind, HowTalked, MatchEnd
from mentoring.enums.meetings import Channel, MeetingState
from mentoring.models import Allocation, Assignment, Ending, EndingConversation, Meeting, MeetingMove
from people.enums import AccessReason
from people.models import Access, Alert, Identifier, Person
from prisons.enums import ReleasedHow
from prisons.models import CustodialEpisode, PrisonStay, ReleaseDate
from prisons.working_out import fill_in

IN_A_PRISON = (Channel.IN_PRISON, Channel.VIDEO, Channel.GATE)
ONE_DAY = dt.timedelta(days=1)


class RowTeller(ReferralRows):
    """Adds the rows of one life to `rows`."""

    def __init__(self, life: Life, *, scene: Scene, days: Days, rows: Rows) -> None:
        self.life, self.scene, self.days, self.rows = life, scene, days, rows
        self.programme = scene.programme_of(life.taken_in_by)
        self.worker = scene.users[life.taken_in_by]
        self.manager = scene.manager_of(life.taken_in_by)
        self.episode = self.referral = self.offer = self.case = self.assignment = self.gate = self.ledger = None
        self.stays: list[PrisonStay] = []
        self.open_access: dict[tuple, Access] = {}
        self.mentor = ""

    def tell(self) -> None:
        self.person = self._add(Person(**asdict(self.life.who), created_at=self.days.now))
        self._add(Identifier(person=self.person, value=self.life.number))
        for step in self.life.steps:
            TELLERS[type(step)](self, step)

    def _add(self, row):
        self.rows[type(row)].append(row)
        return row

    def _written(self, step) -> dt.datetime:
        return self.days.moment(step.on, OFFICE_HOUR)

    def _mentor_user(self, name=""):
        return self.scene.users[name or self.mentor or self.life.taken_in_by]

    # Custody

    def admitted(self, step: Admitted) -> None:
        self.episode = self._add(
            CustodialEpisode(
                person=self.person,
                legal_status=step.legal_status,
                sentence_band=step.sentence_band,
                statutory_supervision=False,
                return_area=self.scene.areas[step.area],
                admitted_date=step.on,
            )
        )
        self.stays, self.ledger, self.gate = [], None, None
        self._stay(step)

    def transferred(self, step: Transferred) -> None:
        self.stays[-1].to_date = step.on
        self._stay(step)
        if self.gate:
            self.gate.meeting_point, self.gate.meet_time = "", None

    def _stay(self, step) -> None:
        prison = self.scene.prisons[step.prison]
        self.stays.append(self._add(PrisonStay(episode=self.episode, prison=prison, hall=step.hall, from_date=step.on)))

    def told(self, step: Told) -> None:
        if self.ledger:
            self.ledger.is_current = False
        self.ledger = ReleaseDate(
            episode=self.episode,
            kind=step.kind,
            source=step.source,
            confidence=step.confidence,
            sentence_date=step.sentence_date,
            stated_date=step.stated_date,
            note=step.note,
            recorded_at=self._written(step),
            recorded_by=self.worker,
        )
        if step.sentence_date and not self.ledger.is_set:
            area = self.episode.return_area_id
            rule, worked_out = self.days.liberations.worked_out(step.sentence_date, local_authority_id=area)
            fill_in(self.ledger, rule, worked_out, area_checked=area is not None)
        self.ledger.liberation_date = step.stated_date or self.ledger.worked_out_date
        self._add(self.ledger)

    def _release(self, day: dt.date) -> None:
        self.episode.released_date, self.episode.released_how = day, ReleasedHow.GATE
        self.stays[-1].to_date = max(day, self.stays[-1].from_date)
        last = 0
        for after in sorted(set(self.programme.follow_up_days)):
            self._add(
                FollowUp(
                    case=self.case,
                    episode=self.episode,
                    days_after=after,
                    window_from_date=day + min(last + 1, after) * ONE_DAY,
                    due_date=day + after * ONE_DAY,
                )
            )
            last = after

    # Support

    def allocated(self, step: Allocated) -> None:
        self.mentor = step.mentor
        self.assignment = self._add(
            Assignment(
                case=self.case,
                mentor=self.scene.mentors[step.mentor],
                from_date=step.on,
                match_note=step.note,
                allocated_by=self.manager,
                allocated_at=self._written(step),
                allocation=self._add(
                    Allocation(team=self.programme.team, made_by=self.manager, made_at=self._written(step))
                ),
            )
        )
        self._end_access(AccessReason.TRIAGE, self._written(step))
        self._grant(AccessReason.ALLOCATION, step, self.manager, user=self._mentor_user())

    def _meeting(self, day: dt.date, channel: str, by, **facts) -> Meeting:
        prison = None
        if channel in IN_A_PRISON:
            prison = next((stay.prison for stay in reversed(self.stays) if stay.from_date <= day), None)
        row = Meeting(
            case=self.case, episode=self.episode, mentor=by, prison=prison, channel=channel, on_date=day, **facts
        )
        return self._add(row)

    def contact(self, step: Contact) -> None:
        key = step.by or self.mentor or self.life.taken_in_by
        self._meeting(
            step.on,
            step.channel,
            self.scene.mentors[key],
            at_time=step.at_time,
            state=step.state,
            place=step.place,
            minutes=step.minutes,
            topics=list(step.topics),
            note=step.note,
            cancel_reason=step.cancel_reason,
            is_agency_visit=step.agency_visit,
            two_way=step.two_way,
            recorded_by=self.scene.users[key],
            recorded_at=self.days.moment(step.on, WRITING_UP),
        )

    def booked(self, step: Booked) -> None:
        self._meeting(
            step.day,
            step.channel,
            self.scene.mentors[self.mentor or self.life.taken_in_by],
            at_time=step.at_time,
            is_agency_visit=step.agency_visit,
            planned_by=self._mentor_user(),
            planned_at=self._written(step),
        )

    def visit_moved(self, step: VisitMoved) -> None:
        planned = (row for row in self.rows[Meeting] if row.case is self.case and row.state == MeetingState.PLANNED)
        booked = max(planned, key=lambda row: row.planned_at)
        self._add(
            MeetingMove(
                meeting=booked,
                from_date=booked.on_date,
                from_time=booked.at_time,
                to_date=step.day,
                to_time=step.at_time,
                asked_by=step.asked_by,
                reason=step.reason,
                moved_by=self._mentor_user(),
                moved_at=self._written(step),
            )
        )
        booked.on_date, booked.at_time, booked.version = step.day, step.at_time, booked.version + 1

    def alerted(self, step: Alerted) -> None:
        self._add(
            Alert(
                person=self.person,
                kind=step.kind,
                text=step.text,
                source=step.source,
                review_date=step.review_date,
                told_person=step.told_person,
                meet_in_twos=step.meet_in_twos,
                recorded_at=self._written(step),
                recorded_by=self._mentor_user(),
            )
        )

    def ended(self, step: Ended) -> None:
        written = self._written(step)
        ending = self._add(
            Ending(
                case=self.case,
                ended_date=step.on,
                kind=step.kind,
                reason=step.reason,
                summary=step.summary,
                agreed_with_person=step.agreed_with_person,
                their_words=step.their_words,
                ended_by=self._mentor_user(),
                ended_at=written,
            )
        )
        if step.kind == EndingKind.PLANNED:
            day = step.on - step.talked_days * ONE_DAY
            self._add(
                EndingConversation(
                    case=self.case,
                    ending=ending,
                    on_date=day,
                    how=HowTalked.IN_PERSON,
                    planned_date=step.on,
                    contact_days=14,
                    recorded_by=self._mentor_user(),
                    recorded_at=self.days.moment(day, OFFICE_HOUR),
                )
            )
        self.case.closed_date = step.on
        if self.assignment:
            self.assignment.until_date = max(step.on, self.assignment.from_date)
            self.assignment.end_reason, self.assignment.ended_by = MatchEnd.SUPPORT_ENDED, self._mentor_user()
        for reason in (AccessReason.ALLOCATION, AccessReason.TRIAGE):
            self._end_access(reason, written + self.programme.ending_access_days * ONE_DAY)

    # The gate

    def _gate(self) -> GateLiberation:
        if self.gate is None:
            self.gate = self._add(GateLiberation(case=self.case, episode=self.episode))
        return self.gate

    def gate_planned(self, step: GatePlanned) -> None:
        gate = self._gate()
        gate.decision, gate.transport, gate.plan_note = step.decision, step.transport, step.note
        gate.meeting_point, gate.other_door = step.point, step.other_door
        if step.decision == GateDecision.WANTED:
            gate.mentor, gate.meet_time = self.scene.mentors[self.mentor], step.meet_time
        if step.second:
            gate.second = self.scene.mentors[step.second]
            self._grant(AccessReason.GATE, step, self._mentor_user(), user=self.scene.users[step.second])
        offered = {"offered_date": step.on, "offered_by": self._mentor_user(), "offered_how": step.how}
        said = {"answer": step.decision, "recorded_at": self._written(step), "recorded_by": self._mentor_user()}
        self._add(GateOffer(gate=gate, **offered, **said))

    def met(self, step: Met) -> None:
        out_at = self.days.moment(step.on, step.at_time)
        self._release(step.on)
        meeting = self._meeting(
            step.on,
            Channel.GATE,
            self.scene.mentors[self.mentor],
            at_time=step.at_time,
            state=MeetingState.HELD,
            recorded_by=self._mentor_user(),
            recorded_at=out_at,
        )
        self._settle(GateState.MET, out_at, meeting=meeting, out_at=out_at, outcome_note=step.note)
        self.gate.decision = GateDecision.WANTED

    def not_met(self, step: NotMet) -> None:
        at = self.days.moment(step.on, step.at_time)
        out_at = None
        if step.reason in OUT_REASONS:
            out_at = at
            self._release(step.on)
        self._settle(GateState.NOT_MET, at, out_at=out_at, not_met_reason=step.reason, outcome_note=step.note)

    def _settle(self, state: GateState, at: dt.datetime, **fields) -> None:
        gate = self._gate()
        gate.state, gate.outcome_at, gate.outcome_by = state, at, self._mentor_user()
        gate.version += 1
        for name, value in fields.items():
            setattr(gate, name, value)

    def bed(self, step: Bed) -> None:
        gate = self._gate()
        gate.bed_tonight, gate.bed_note = step.answer, step.note
        gate.bed_at, gate.bed_by = self.days.moment(step.on, step.at_time), self._mentor_user()


TELLERS = {
    Admitted: RowTeller.admitted,
    Transferred: RowTeller.transferred,
    Told: RowTeller.told,
    Referred: RowTeller.referred,
    Accepted: RowTeller.accepted,
    Declined: RowTeller.declined,
    Offered: RowTeller.offered,
    SaidNo: RowTeller.said_no,
    NotNow: RowTeller.not_now,
    ReferredOn: RowTeller.referred_on,
    Agreed: RowTeller.agreed,
    Allocated: RowTeller.allocated,
    Contact: RowTeller.contact,
    Booked: RowTeller.booked,
    VisitMoved: RowTeller.visit_moved,
    Alerted: RowTeller.alerted,
    Ended: RowTeller.ended,
    GatePlanned: RowTeller.gate_planned,
    Met: RowTeller.met,
    NotMet: RowTeller.not_met,
    Bed: RowTeller.bed,
}
