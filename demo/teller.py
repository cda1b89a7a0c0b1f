"""Tells an invented life through the services of the product, so that every rule holds for it as for anybody."""

import datetime as dt
from dataclasses import asdict
from functools import singledispatchmethod

from demo.days import ONE_DAY, Days
from demo.scene import Scene
from demo.steps import (
    Accepted,
    Admitted,
    Agreed,
    Alerted,
    Allocated,
    BackInCustody,
    Bed,
    Booked,
    Contact,
    Declined,
    Ended,
    GatePlanned,
    HowThingsAre,
    Life,
    Met,
    NotMet,
    NotNow,
    Offered,
    Referred,
    ReferredOn,
    SaidNo,
    Step,
    Told,
    Transferred,
    VisitMoved,
)
from liberations.enums import GateDecision
from liberations.services.custody_again import return_to_custody
from liberations.services.gate_offers import OfferMade
from liberations.services.gates import plan_gate, record_bed, record_met, record_not_met
from liberations.services.release_dates import move_release_date
from liberations.services.transfers import transfer_person
from mentoring.enums.cases import EndingKind, HowTalked
from mentoring.services.assignments import allocate
from mentoring.services.bookings import move_meeting, plan_meeting
from mentoring.services.cases import sign_up
from mentoring.services.endings import end_case, talk_about_ending
from mentoring.services.meetings import log_meeting
from mentoring.services.outcomes import record_outcomes
from people.services.alerts import add_alert
from people.services.people import register_person
from prisons.services.episodes import begin_episode
from referrals.enums import OfferOutcome
from referrals.models import Service
from referrals.services.offers import answer_offer, offer_service
from referrals.services.onward import send_onward_referral
from referrals.services.referrals import (
    accept_referral,
    decline_referral,
    receive_referral,
)

# When things of no particular hour are written down.
OFFICE_HOUR = dt.time(9, 15)
# When contacts are written up.
WRITING_UP = dt.time(16, 30)


class Teller:
    """Tells one life. What a step needs from the ones before it (the episode, the referral, the case) is kept here."""

    def __init__(self, life: Life, *, scene: Scene, days: Days) -> None:
        self.life = life
        self.scene = scene
        self.days = days
        self.programme = scene.programme_of(life.taken_in_by)
        self.worker = scene.users[life.taken_in_by]
        self.manager = scene.manager_of(life.taken_in_by)
        self.person = self.episode = self.referral = self.case = None
        self.mentor = ""

    def tell(self) -> None:
        self.person = register_person(number=self.life.number, by=self.worker, **asdict(self.life.who))
        for step in self.life.steps:
            self.tell_step(step)

    @singledispatchmethod
    def tell_step(self, step: Step) -> None:
        raise TypeError(f"Nobody has said how to tell {type(step).__name__}.")

    @tell_step.register
    def _(self, step: Admitted) -> None:
        self.episode = begin_episode(
            person=self.person,
            prison=self.scene.prisons[step.prison],
            hall=step.hall,
            admitted_date=step.on,
            legal_status=step.legal_status,
            sentence_band=step.sentence_band,
            statutory_supervision=False,
            return_area=self.scene.areas[step.area],
            by=self.worker,
        )

    @tell_step.register
    def _(self, step: Told) -> None:
        move_release_date(
            episode=self.episode,
            kind=step.kind,
            source=step.source,
            sentence_date=step.sentence_date,
            stated_date=step.stated_date,
            confidence=step.confidence,
            note=step.note,
            at=self._written(step),
            by=self.worker,
        )

    @tell_step.register
    def _(self, step: Transferred) -> None:
        prison = self.scene.prisons[step.prison]
        transfer_person(episode=self.episode, prison=prison, hall=step.hall, on=step.on, by=self.worker)

    @tell_step.register
    def _(self, step: Referred) -> None:
        # Somebody who comes back waits for a mentor again.
        self.mentor = ""
        self.referral = receive_referral(
            person=self.person,
            programme=self.programme,
            episode=self.episode,
            source=step.source,
            source_note=step.note,
            referred_date=step.on,
            at=self._written(step),
            by=self.worker,
        )

    @tell_step.register
    def _(self, step: Accepted) -> None:
        self.referral = accept_referral(referral=self.referral, at=self._written(step), by=self.worker)

    @tell_step.register
    def _(self, step: Declined) -> None:
        self.referral = decline_referral(
            referral=self.referral, reason=step.reason, note=step.note, at=self._written(step), by=self.worker
        )

    @tell_step.register
    def _(self, step: Offered) -> None:
        self.referral = offer_service(
            referral=self.referral, channel=step.channel, on=step.on, at=self._written(step), by=self.worker
        )

    @tell_step.register
    def _(self, step: SaidNo) -> None:
        self.referral = answer_offer(
            referral=self.referral, outcome=OfferOutcome.SAID_NO, on=step.on, note=step.note, by=self.worker
        )

    @tell_step.register
    def _(self, step: NotNow) -> None:
        said = {"outcome": OfferOutcome.NOT_NOW, "later_date": step.later, "note": step.note}
        self.referral = answer_offer(referral=self.referral, on=step.on, by=self.worker, **said)

    @tell_step.register
    def _(self, step: ReferredOn) -> None:
        service = Service.objects.get(agency__name=step.agency, name=step.service)
        send_onward_referral(
            person=self.person,
            service=service,
            what=step.what,
            on=step.on,
            at=self._written(step),
            by=self._mentor_user(),
        )

    @tell_step.register
    def _(self, step: Agreed) -> None:
        self.case = sign_up(
            referral=self.referral,
            how=step.how,
            witness=step.witness,
            agreed_date=step.on,
            share_with=[self.scene.agencies[name] for name in step.share_with],
            texts=step.texts,
            at=self._written(step),
            by=self.worker,
        )

    @tell_step.register
    def _(self, step: Allocated) -> None:
        self.mentor = step.mentor
        allocate(
            case=self.case,
            mentor=self.scene.mentors[step.mentor],
            match_note=step.note,
            on=step.on,
            at=self._written(step),
            by=self.manager,
        )

    @tell_step.register
    def _(self, step: Contact) -> None:
        log_meeting(
            case=self.case,
            channel=step.channel,
            on_date=step.on,
            at_time=step.at_time,
            state=step.state,
            place=step.place,
            minutes=step.minutes,
            topics=step.topics,
            note=step.note,
            cancel_reason=step.cancel_reason,
            is_agency_visit=step.agency_visit,
            two_way=step.two_way,
            at=self.days.moment(step.on, WRITING_UP),
            by=self._mentor_user(step.by),
        )

    @tell_step.register
    def _(self, step: Booked) -> None:
        plan_meeting(
            case=self.case,
            channel=step.channel,
            on_date=step.day,
            at_time=step.at_time,
            is_agency_visit=step.agency_visit,
            at=self._written(step),
            by=self._mentor_user(),
        )

    @tell_step.register
    def _(self, step: VisitMoved) -> None:
        booked = self.case.meetings.planned().latest("planned_at")
        move_meeting(
            meeting=booked,
            on_date=step.day,
            at_time=step.at_time,
            asked_by=step.asked_by,
            reason=step.reason,
            at=self._written(step),
            read_at_version=booked.version,
            by=self._mentor_user(),
        )

    @tell_step.register
    def _(self, step: GatePlanned) -> None:
        wanted = step.decision == GateDecision.WANTED
        plan_gate(
            case=self.case,
            read_at_version=None,
            decision=step.decision,
            mentor=self.scene.mentors[self.mentor] if wanted else None,
            meet_time=step.meet_time if wanted else None,
            second=self.scene.mentors[step.second] if step.second else None,
            meeting_point=step.point,
            other_door=step.other_door,
            transport=step.transport,
            plan_note=step.note,
            offered=OfferMade(step.on, self._mentor_user(), step.how),
            at=self._written(step),
            by=self._mentor_user(),
        )

    @tell_step.register
    def _(self, step: Met) -> None:
        out_at = self.days.moment(step.on, step.at_time)
        record_met(case=self.case, out_at=out_at, note=step.note, at=out_at, by=self._mentor_user())
        self._refresh()

    @tell_step.register
    def _(self, step: NotMet) -> None:
        out_at = self.days.moment(step.on, step.at_time)
        record_not_met(
            case=self.case, reason=step.reason, out_at=out_at, note=step.note, at=out_at, by=self._mentor_user()
        )
        self._refresh()

    @tell_step.register
    def _(self, step: Bed) -> None:
        at = self.days.moment(step.on, step.at_time)
        record_bed(case=self.case, bed=step.answer, note=step.note, at=at, by=self._mentor_user())

    @tell_step.register
    def _(self, step: Alerted) -> None:
        add_alert(
            person=self.person,
            kind=step.kind,
            text=step.text,
            source=step.source,
            review_date=step.review_date,
            told_person=step.told_person,
            meet_in_twos=step.meet_in_twos,
            at=self._written(step),
            by=self._mentor_user() if self.mentor else self.worker,
        )

    @tell_step.register
    def _(self, step: Ended) -> None:
        if step.kind == EndingKind.PLANNED:
            self._talked_about(step)
        end_case(
            case=self.case,
            kind=step.kind,
            reason=step.reason,
            summary=step.summary,
            agreed_with_person=step.agreed_with_person,
            their_words=step.their_words,
            on=step.on,
            at=self._written(step),
            by=self._mentor_user(),
        )
        self._refresh()

    @tell_step.register
    def _(self, step: HowThingsAre) -> None:
        record_outcomes(
            case=self.case,
            week=step.week,
            read_at_version=0,
            answers=step.answers,
            since_date=step.since,
            on_date=step.on,
            at=self.days.moment(step.on, WRITING_UP),
            by=self._mentor_user(),
        )

    @tell_step.register
    def _(self, step: BackInCustody) -> None:
        return_to_custody(
            case=self.case,
            prison=self.scene.prisons[step.prison],
            hall=step.hall,
            on_date=step.on,
            at=self._written(step),
            by=self.worker,
        )
        self._refresh()

    def _talked_about(self, step: Ended) -> None:
        day = step.on - step.talked_days * ONE_DAY
        talk_about_ending(
            case=self.case,
            on_date=day,
            how=HowTalked.IN_PERSON,
            planned_date=step.on,
            contact_days=14,
            at=self.days.moment(day, OFFICE_HOUR),
            by=self._mentor_user(),
        )

    def _written(self, step: Step) -> dt.datetime:
        return self.days.moment(step.on, OFFICE_HOUR)

    def _mentor_user(self, name: str = ""):
        """Who writes: the one named, else the person's mentor, else whoever took them in."""
        return self.scene.users[name or self.mentor or self.life.taken_in_by]

    def _refresh(self) -> None:
        self.case.refresh_from_db()
        self.case.episode.refresh_from_db()
        self.episode = self.case.episode
