"""The cohort of a scheme: everyone it shifts, and whoever fits it and has come to be known since. Was the service offered to them?

A cohort is open until the service has been offered to everyone in it for whom it is.
"""

import dataclasses
from collections.abc import Sequence

from django.db.models import Case as Choose
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from accounts.models import User
from liberations.early_release.choosing import fitting, with_present
from liberations.enums import OfferStanding
from liberations.models import Scheme, SchemeMember
from mentoring.models import Case
from people.models import Access
from prisons.enums import LegalStatus, SentenceBand
from prisons.models import CustodialEpisode
from referrals.enums import ReferralState
from referrals.models import Referral

# The newest schemes in use that a first page speaks of.
MOST_SCHEMES = 5
BY_STATE = {
    OfferStanding.OFFERED: [ReferralState.OFFERED],
    OfferStanding.AGREED: [ReferralState.AGREED],
    OfferStanding.SAID_NO: [ReferralState.SAID_NO, ReferralState.NOT_NOW],
    OfferStanding.NOT_FOR_THEM: [ReferralState.DECLINED],
}


def cohort(scheme: Scheme, user: User) -> QuerySet[CustodialEpisode]:
    """The times in custody of a cohort that `user` may open, with `standing` and what stands beside it on a list.

    Annotates `standing` (OfferStanding), `has_case`, `referral` (the latest for a programme of the scheme's team, its key),
    `referral_state`, `decline_reason`, `day` (the liberation day, or that of release) and `prison_name`.
    """
    members = SchemeMember.objects.filter(scheme=scheme, episode=OuterRef("pk"))
    episodes = with_present(
        CustodialEpisode.objects.filter(person__in=Access.objects.in_force().held_by(user).values("person_id"))
    )
    return _with_standing(episodes.filter(Exists(members.to_shift()) | _come_since(scheme, members)), scheme).annotate(
        day=Choose(When(released_date__isnull=False, then=F("released_date")), default=F("ledger__liberation_date")),
        prison_name=F("stay__prison__name"),
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Progress:
    """How far the offers of a cohort have come. `left` have not been offered the service yet."""

    scheme: Scheme
    people: int
    left: int

    @property
    def reached(self):
        return self.people - self.left

    @property
    def is_open(self):
        return self.left > 0


def standings(scheme: Scheme, user: User) -> dict[str, int]:
    """How many people of the cohort stand where with the offer. One query."""
    counted = cohort(scheme, user).order_by().values_list("standing").annotate(Count("pk"))
    return dict(counted)


def progress_of(schemes: Sequence[Scheme], user: User) -> list[Progress]:
    """How far each of a few schemes has come. One query for all."""
    if not schemes:
        return []
    counts = [
        cohort(scheme, user)
        .order_by()
        .annotate(which=Value(place))
        .values("which")
        .annotate(people=Count("pk"), left=Count("pk", filter=Q(standing=OfferStanding.NOT_OFFERED)))
        .values_list("which", "people", "left")
        for place, scheme in enumerate(schemes)
    ]
    found = {which: (people, left) for which, people, left in counts[0].union(*counts[1:], all=True)}
    return [Progress(scheme, *found.get(place, (0, 0))) for place, scheme in enumerate(schemes)]


def open_cohorts(user: User) -> list[Progress]:
    """Of the schemes in use those whose cohort is open, newest first. Two queries at most."""
    schemes = Scheme.objects.visible_to(user).in_use().order_by("-made_at")[:MOST_SCHEMES]
    return [progress for progress in progress_of(list(schemes), user) if progress.is_open]


def _come_since(scheme: Scheme, members: QuerySet[SchemeMember]) -> Q:
    """In custody, fitting the scheme and not known when it was made. A list may have brought them with the new day already,
    so of the range of days only the end counts."""
    fits = (
        fitting(scheme)
        & Q(released_date=None, legal_status=LegalStatus.SENTENCED)
        & ~Q(sentence_band=SentenceBand.LIFE)
        & (Q(statutory_supervision=False) | Q(statutory_supervision=None))
        & ~Exists(members)
    )
    if scheme.until_day:
        fits &= Q(ledger__liberation_date__lte=scheme.until_day)
    return fits


def _with_standing(episodes: QuerySet[CustodialEpisode], scheme: Scheme) -> QuerySet[CustodialEpisode]:
    ours = {"programme__team": scheme.team_id, "episode": OuterRef("pk")}
    if scheme.programme_id:
        ours["programme"] = scheme.programme_id
    latest = Referral.objects.filter(**ours).order_by("-referred_date", "-received_at")
    return episodes.annotate(
        has_case=Exists(Case.objects.filter(**ours)),
        referral=Subquery(latest.values("pk")[:1]),
        referral_state=Subquery(latest.values("state")[:1]),
        decline_reason=Subquery(latest.values("decline_reason")[:1]),
    ).annotate(
        standing=Choose(
            When(has_case=True, then=Value(OfferStanding.AGREED.value)),
            *(When(referral_state__in=states, then=Value(standing.value)) for standing, states in BY_STATE.items()),
            default=Value(OfferStanding.NOT_OFFERED.value),
            output_field=CharField(),
        )
    )
