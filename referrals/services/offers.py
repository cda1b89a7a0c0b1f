"""Offering the service: each attempt is a row, and the latest answer is where the referral stands."""

import datetime as dt
import uuid

from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from core.once import already_made
from referrals.enums import STATE_AFTER, WAITING_STATES, OfferChannel, OfferOutcome, ReferralState
from referrals.models import Offer, Referral
from referrals.moving import need_move


def offer_service(
    *,
    referral: Referral,
    channel: OfferChannel | str,
    on: dt.date,
    by,
    outcome: OfferOutcome | str = "",
    later_date: dt.date | None = None,
    note: str = "",
    at: dt.datetime | None = None,
    new_id: uuid.UUID | None = None,
) -> Referral:
    """The service was offered on a day, and what came of it; no outcome yet is an offer that waits for its answer.

    May be offered again after “not now”, after a no, and when the person was not seen. “Not now” needs the `later_date` on
    which to offer again. Agreeing is for agree_to_take_part alone. Written down at `at` (now).
    """
    with trail.written("offer_service", Verb.CREATED, by=by, person=referral.person) as entry:
        if made := already_made(Offer, new_id, referral_id=referral.pk, offered_by=by):
            entry.needed = False
            return made.referral
        _check_outcome(outcome, on, later_date)
        if on > timezone.localdate():
            raise RuleBroken("The day of the offer cannot be in the future.")
        referral = _locked(referral)
        need_move(referral, ReferralState.OFFERED)
        offer = Offer(
            pk=new_id or uuid.uuid4(),
            referral=referral,
            channel=channel,
            on_date=on,
            outcome=outcome,
            answered_date=on if outcome else None,
            later_date=later_date if outcome == OfferOutcome.NOT_NOW else None,
            note=note,
            offered_by=by,
            offered_at=at or timezone.now(),
        )
        offer.save(force_insert=True)
        entry.subject, entry.before = offer, {"state": referral.state}
        entry.after = {"state": _stands_at(referral, outcome), "channel": channel, "on": on}
        return referral


def answer_offer(
    *,
    referral: Referral,
    outcome: OfferOutcome | str,
    on: dt.date,
    by,
    later_date: dt.date | None = None,
    note: str = "",
) -> Referral:
    """What came of the offer that waited for its answer. The same answer again is no change. See offer_service."""
    _check_outcome(outcome, on, later_date)
    return _answer(referral, outcome, on=on, by=by, later_date=later_date, note=note)


def agree_to_take_part(*, referral: Referral, on: dt.date, by, at: dt.datetime | None = None) -> Referral:
    """Agreed, on a day, written down at `at` (now). Called by mentoring when it opens the case and records the consent.

    Who was not offered it yet, said no before or was not seen hears of the service and agrees in one talk.
    """
    if referral.state != ReferralState.OFFERED:
        referral = offer_service(referral=referral, channel=OfferChannel.IN_PERSON, on=on, at=at, by=by)
    return _answer(referral, OfferOutcome.AGREED, on=on, by=by)


def undo_offer(*, referral: Referral, offer_key: uuid.UUID, by) -> Referral:
    """Take back an offer recorded by mistake, with its answer: the referral stands where it stood before. The trail keeps
    what was written. Again, it is no change.

    Refuses a yes, on which a case stands, an offer that another followed, and one after which they were referred again.
    """
    with trail.written("undo_offer", Verb.CHANGED, by=by, person=referral.person) as entry:
        referral, offer = _to_undo(referral, offer_key)
        if offer is None:
            entry.needed = False
            return referral
        entry.subject, entry.before = referral, {"state": referral.state, "offer": offer, **_written(offer)}
        offer.delete()
        before = referral.offers.newest_first().first()
        entry.after = {"state": _stands(referral, STATE_AFTER[before.outcome] if before else ReferralState.ELIGIBLE)}
        return referral


def undo_answer(*, referral: Referral, offer_key: uuid.UUID, by) -> Referral:
    """Take back an answer recorded by mistake: the offer waits for its answer. Otherwise as undo_offer."""
    with trail.written("undo_answer", Verb.CHANGED, by=by, person=referral.person) as entry:
        referral, offer = _to_undo(referral, offer_key)
        if offer is None or not offer.outcome:
            entry.needed = False
            return referral
        entry.subject, entry.before = offer, {"state": referral.state, **_written(offer)}
        offer.outcome, offer.answered_date, offer.later_date, offer.note = "", None, None, ""
        offer.save(update_fields=["outcome", "answered_date", "later_date", "note"])
        entry.after = {"state": _stands_at(referral, "")}
        return referral


def _to_undo(referral, offer_key):
    """The referral, locked, and its latest offer; None instead of that if it was taken back already."""
    referral = _locked(referral)
    offers = list(referral.offers.newest_first())
    offer = next((each for each in offers if each.pk == offer_key), None)
    if offer is None:
        return referral, None
    if offer.outcome == OfferOutcome.AGREED:
        raise RuleBroken("They agreed and a case was opened, so this stays. End their support instead.")
    if offer != offers[0]:
        raise RuleBroken("The service was offered again since. Take back the latest offer first.")
    return referral, offer


def _written(offer) -> dict:
    names = ("channel", "on_date", "outcome", "answered_date", "later_date", "note")
    return {name: getattr(offer, name) for name in names}


def _answer(referral, outcome, *, on, by, later_date=None, note=""):
    said = {
        "outcome": outcome,
        "answered_date": on,
        "later_date": later_date if outcome == OfferOutcome.NOT_NOW else None,
        "note": note,
    }
    with trail.written("answer_offer", Verb.CHANGED, by=by, person=referral.person) as entry:
        if on > timezone.localdate():
            raise RuleBroken("The day of the answer cannot be in the future.")
        referral = _locked(referral)
        offer = referral.offers.newest_first().first()
        if _is_said_again(referral, offer, said):
            entry.needed = False
            return referral
        need_move(referral, STATE_AFTER[outcome])
        if on < offer.on_date:
            raise RuleBroken("The day of the answer is before the day of the offer.")
        for name, value in said.items():
            setattr(offer, name, value)
        offer.save(update_fields=list(said))
        entry.subject, entry.before = offer, {"state": referral.state}
        entry.after = {"state": _stands_at(referral, outcome)}
        return referral


def _check_outcome(outcome, on, later_date):
    if outcome == OfferOutcome.AGREED:
        raise RuleBroken("They agreed: sign them up instead, which keeps what they agreed to.")
    if outcome == OfferOutcome.NOT_NOW and not (later_date and later_date > on):
        raise RuleBroken("Enter when to offer it again: a day after they answered.")


def _is_said_again(referral, offer, said):
    """A button pressed twice. Agreeing opens a case, so it is never taken for that."""
    if referral.state == ReferralState.AGREED or offer is None:
        return False
    return all(getattr(offer, name) == value for name, value in said.items())


def _locked(referral: Referral) -> Referral:
    return Referral.objects.select_for_update(of=("self",)).select_related("person", "programme").get(pk=referral.pk)


def _stands_at(referral: Referral, outcome: OfferOutcome | str) -> ReferralState:
    """Where the referral stands after this outcome, written down."""
    return _stands(referral, STATE_AFTER[outcome])


def _stands(referral: Referral, state: ReferralState) -> ReferralState:
    if state in WAITING_STATES and referral.state not in WAITING_STATES:
        others = Referral.objects.waiting().filter(person=referral.person_id, programme=referral.programme_id)
        if others.exclude(pk=referral.pk).exists():
            raise RuleBroken("They were referred again since. Go on with the newer referral.")
    referral.state = state
    referral.save(update_fields=["state"])
    return referral.state
