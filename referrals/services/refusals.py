"""Who said no, or was not for the service, is kept for a short while, so that the service can be offered again: then nothing
says who they were, and they stay counted (domain.md section 5)."""

import dataclasses
import datetime as dt

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from audit import trail
from audit.enums import Verb
from core.months import months_after
from people.enums import Decision
from people.models import Access, Alert, Consent, EmergencyContact, Identifier, Person
from prisons.models import ReleaseDate
from referrals.enums import ReferralState
from referrals.models import Disclosure, Offer, Programme, Referral, SharePack, SharePackSection

REFUSED = (ReferralState.DECLINED, ReferralState.SAID_NO)
# So many people in one run; the next run takes the rest.
BATCH = 500
NOBODY = {"given_names": "Details", "family_name": "Removed", "birth_date": None}
EMPTIED = ("known_as", "other_names", "language", "communication_needs", "phone", "phone_note", "email")


@dataclasses.dataclass(frozen=True)
class Purged:
    """Of how many referrals the notes went, and of how many people all that says who they were."""

    referrals: int = 0
    people: int = 0


def purge_refusals(*, by, at: dt.datetime | None = None) -> Purged:
    """Remove what is not needed of refusals older than their programme keeps them (`refusal_kept_months`).

    Notes go from every such referral; where a person has nothing else here (no other referral, nothing shared, no consent in
    force), names, numbers, notes and access go too. A fixed number of statements; late or twice, it does the same.
    """
    today = timezone.localdate(at)
    with trail.written("purge_refusals", Verb.CHANGED, by=by) as entry:
        people = _nobody_else_s(today).select_for_update(of=("self",), skip_locked=True).order_by("pk")[:BATCH]
        keys = [person.pk for person in people]
        purged = Purged(_strip_referrals(today), _strip_people(keys, today, at or timezone.now()))
        entry.after, entry.needed = dataclasses.asdict(purged), purged != Purged()
        return purged


def _expired(today: dt.date) -> QuerySet[Referral]:
    """The refusals that are older than their programme keeps them."""
    old = Q(pk__in=[])
    for programme in Programme.objects.only("pk", "refusal_kept_months"):
        old |= Q(programme=programme, refused_date__lte=months_after(today, -programme.refusal_kept_months))
    declined = When(state=ReferralState.DECLINED, then=TruncDate("decided_at"))
    rows = Referral.objects.filter(state__in=REFUSED).with_latest_offer()
    return rows.annotate(refused_date=Case(declined, default="answered_date")).filter(old)


def _nobody_else_s(today: dt.date) -> QuerySet[Person]:
    """People with nothing here but refusals that have expired."""
    expired = _expired(today)
    theirs = Referral.objects.filter(person=OuterRef("pk"))
    given = Consent.objects.in_force(today).filter(person=OuterRef("pk"), decision=Decision.GIVEN)
    return Person.objects.filter(
        Exists(expired.filter(person=OuterRef("pk"))),
        ~Exists(theirs.exclude(pk__in=expired.values("pk"))),
        ~Exists(Disclosure.objects.filter(person=OuterRef("pk"))),
        ~Exists(given),
        details_removed_date=None,
        merged_into=None,
        merged=None,
    )


def _strip_referrals(today: dt.date) -> int:
    keys = list(_expired(today).values_list("pk", flat=True))
    offers = Offer.objects.filter(referral__in=keys).exclude(note="").update(note="")
    noted = Referral.objects.filter(pk__in=keys).exclude(source_note="", decline_note="")
    return max(offers, noted.update(source_note="", decline_note=""))


def _strip_people(keys: list, today: dt.date, now: dt.datetime) -> int:
    Identifier.objects.filter(person__in=keys).delete()
    Consent.objects.filter(person__in=keys).delete()
    EmergencyContact.objects.filter(person__in=keys).delete()
    # Nobody was given it: whoever was told something stays on record.
    SharePackSection.objects.filter(pack__person__in=keys).delete()
    SharePack.objects.filter(person__in=keys).delete()
    Alert.objects.filter(person__in=keys).update(text="Removed", source="Removed")
    ReleaseDate.objects.filter(episode__person__in=keys).exclude(note="").update(note="")
    Access.objects.in_force(now).filter(person__in=keys).update(until_at=now)
    return Person.objects.filter(pk__in=keys).update(**NOBODY, **dict.fromkeys(EMPTIED, ""), details_removed_date=today)
