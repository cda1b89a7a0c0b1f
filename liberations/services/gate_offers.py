"""The person is offered that somebody meets them, and says yes or no."""

import dataclasses
import datetime as dt

from django.utils import timezone

from accounts.models import User
from core.errors import RuleBroken
from liberations.enums import GateDecision, OfferedHow
from liberations.models import GateLiberation, GateOffer


@dataclasses.dataclass(frozen=True)
class OfferMade:
    """When, by whom and how it was offered. Where nothing is said: today, in person, by the one who writes it down."""

    on: dt.date | None = None
    by: User | None = None
    how: OfferedHow | str = OfferedHow.IN_PERSON


def keep_offer(
    *, gate: GateLiberation, answer: GateDecision | str, offered: OfferMade | None, by, at: dt.datetime | None = None
) -> bool:
    """Keep what they say to being met, written down at `at` (now), as a row of its own; the gate's `decision` is set and saved by the caller.

    Without `offered` only another answer than before is new. "Not offered yet" takes an offer back that was written down by
    mistake: it no longer counts, and stays on record. Whether anything changed. Refuses a day to come.
    """
    current = gate.offers.filter(is_current=True).first()
    offered_on = offered and (offered.on or timezone.localdate())
    if offered_on and offered_on > timezone.localdate():
        raise RuleBroken("The day it was offered cannot be in the future.")
    if answer == GateDecision.UNDECIDED:
        return bool(gate.offers.filter(is_current=True).update(is_current=False))
    if current is None and offered is None and gate.decision == answer:
        return False
    offered = offered or (
        OfferMade(current.offered_date, current.offered_by, current.offered_how) if current else OfferMade()
    )
    said = {
        "answer": answer,
        "offered_date": offered.on or timezone.localdate(),
        "offered_by": offered.by or by,
        "offered_how": offered.how,
    }
    if current and all(getattr(current, name) == value for name, value in said.items()):
        return False
    gate.offers.filter(is_current=True).update(is_current=False)
    GateOffer.objects.create(gate=gate, recorded_at=at or timezone.now(), recorded_by=by, **said)
    return True
