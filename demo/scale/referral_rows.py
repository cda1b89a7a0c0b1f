"""The part of an invented life that is about the referral: who may open the record, the offers, what they agreed to."""

import datetime as dt

from accounts.enums import Role
from demo.steps import Accepted, Agreed, Declined, NotNow, Offered, Referred, ReferredOn, SaidNo
from mentoring.models import Case
from people.enums import AccessReason, Decision, Purpose
from people.models import Access, Consent
from people.wordings import FIRST_VERSION
from referrals.enums import Basis, OfferChannel, OfferOutcome, OnwardState, ReferralState
from referrals.models import Disclosure, Offer, OnwardReferral, Referral, Service
from referrals.onward_days import standing_with


class ReferralRows:
    """Steps of demo.scale.rows.RowTeller, which holds what they need of the ones before."""

    def referred(self, step: Referred) -> None:
        self.mentor, self.assignment = "", None
        self.referral = self._add(
            Referral(
                person=self.person,
                programme=self.programme,
                episode=self.episode,
                source=step.source,
                source_note=step.note,
                referred_date=step.on,
                received_by=self.worker,
                received_at=self._written(step),
            )
        )
        team = {"team": self.programme.team}
        self._grant(AccessReason.TEAM, step, self.worker, role=Role.MANAGER, **team)
        self._grant(AccessReason.TRIAGE, step, self.worker, role=Role.PRISON_MENTOR, **team)

    def _grant(self, reason, step, by, *, user=None, team=None, role="") -> None:
        holder = (reason, user, team, role)
        if holder not in self.open_access:
            access = Access(
                person=self.person,
                user=user,
                team=team,
                role=role,
                for_team_id=user.team_id if user else None,
                reason=reason,
                from_at=self._written(step),
                granted_by=by,
            )
            self.open_access[holder] = self._add(access)

    def _end_access(self, reason, at: dt.datetime) -> None:
        for holder in [holder for holder in self.open_access if holder[0] == reason]:
            self.open_access.pop(holder).until_at = at

    def accepted(self, step: Accepted) -> None:
        self.referral.state = ReferralState.ELIGIBLE
        self.referral.decided_by, self.referral.decided_at = self.worker, self._written(step)

    def declined(self, step: Declined) -> None:
        self.referral.state = ReferralState.DECLINED
        self.referral.decline_reason, self.referral.decline_note = step.reason, step.note
        self.referral.decided_by, self.referral.decided_at = self.worker, self._written(step)

    def offered(self, step: Offered) -> None:
        self.referral.state = ReferralState.OFFERED
        self._offer(step, step.channel)

    def _offer(self, step, channel) -> None:
        self.offer = self._add(
            Offer(
                referral=self.referral,
                channel=channel,
                on_date=step.on,
                offered_by=self.worker,
                offered_at=self._written(step),
            )
        )

    def _answer(self, step, outcome, note="") -> None:
        self.offer.outcome, self.offer.answered_date, self.offer.note = outcome, step.on, note

    def said_no(self, step: SaidNo) -> None:
        self.referral.state = ReferralState.SAID_NO
        self._answer(step, OfferOutcome.SAID_NO, step.note)

    def not_now(self, step: NotNow) -> None:
        self.referral.state = ReferralState.NOT_NOW
        self._answer(step, OfferOutcome.NOT_NOW, step.note)
        self.offer.later_date = step.later

    def referred_on(self, step: ReferredOn) -> None:
        by, at = self._mentor_user(), self._written(step)
        service = Service.objects.get(agency__name=step.agency, name=step.service)
        shared = self._add(
            Disclosure(
                person=self.person,
                agency=self.scene.agencies[step.agency],
                what=step.what,
                purpose=f"Referral to {service.name}",
                basis=Basis.CONSENT,
                consent=self.sharing[step.agency],
                shared_date=step.on,
                recorded_by=by,
                recorded_at=at,
            )
        )
        self._add(
            OnwardReferral(
                person=self.person,
                service=service,
                consent=shared.consent,
                disclosure=shared,
                sent_date=step.on,
                sent_by=by,
                sent_at=at,
                state_by=by,
                **standing_with(OnwardState.SENT, step.on, "")
                | {"ask_again_date": self.programme.ask_again_on(OnwardState.SENT, step.on)},
            )
        )

    def agreed(self, step: Agreed) -> None:
        if self.referral.state != ReferralState.OFFERED:
            self._offer(step, OfferChannel.IN_PERSON)
        self._answer(step, OfferOutcome.AGREED)
        self.referral.state = ReferralState.AGREED
        agencies = [self.scene.agencies[name] for name in step.share_with]
        purposes = [(Purpose.TAKING_PART, None), *((Purpose.SHARING, agency) for agency in agencies)]
        if step.texts:
            purposes.append((Purpose.TEXTS, None))
        self.sharing = {}
        for purpose, recipient in purposes:
            self.sharing[recipient and recipient.name] = self._add(
                Consent(
                    person=self.person,
                    purpose=purpose,
                    recipient_name=recipient.name if recipient else "",
                    recipient_key=recipient.pk if recipient else None,
                    decision=Decision.GIVEN,
                    how=step.how,
                    witness=step.witness,
                    wording_version=FIRST_VERSION,
                    decided_date=step.on,
                    recorded_at=self._written(step),
                    recorded_by=self.worker,
                )
            )
        self.case = self._add(
            Case(
                person=self.person,
                programme=self.programme,
                referral=self.referral,
                episode=self.episode,
                opened_date=step.on,
            )
        )
