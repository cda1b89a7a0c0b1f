"""Who an early-release scheme is made for: people in custody now whom the person who asks may open."""

from django.db.models import Exists, FilteredRelation, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from liberations.early_release.shifting import Candidate
from liberations.models import ListRow, Scheme
from mentoring.models import Case
from people.models import Access
from prisons.enums import Jurisdiction
from prisons.models import CustodialEpisode
from referrals.models import Referral


def in_custody(user: User) -> QuerySet[CustodialEpisode]:
    """Times in custody that go on, of people `user` may open, with `ledger` and `stay` as they are now."""
    return with_present(
        CustodialEpisode.objects.filter(
            released_date=None, person__in=Access.objects.in_force().held_by(user).values("person_id")
        )
    )


def with_present(episodes: QuerySet[CustodialEpisode]) -> QuerySet[CustodialEpisode]:
    """Adds `ledger`, the release date that counts, and `stay`, the one in prison now."""
    return episodes.alias(
        ledger=FilteredRelation("release_dates", condition=Q(release_dates__is_current=True)),
        stay=FilteredRelation("stays", condition=Q(stays__to_date=None)),
    )


def fitting(scheme: Scheme) -> Q:
    """The conditions of a scheme on `with_present` episodes, but for the liberation day."""
    chosen = Scheme.prisons.through.objects.filter(scheme=scheme)
    wanted = Q(stay__prison__in=chosen.values("prison")) | ~Exists(chosen)
    if scheme.sentence_bands:
        wanted &= Q(sentence_band__in=scheme.sentence_bands)
    if scheme.programme_id:
        wanted &= Q(pk__in=Referral.objects.filter(programme=scheme.programme_id).values("episode")) | Q(
            pk__in=Case.objects.open().filter(programme=scheme.programme_id).values("episode")
        )
    if scheme.liberation_list_id:
        wanted &= Q(
            person__in=ListRow.objects.filter(list=scheme.liberation_list_id, person__isnull=False).values("person")
        )
    return wanted


def candidates(scheme: Scheme, user: User) -> list[Candidate]:
    """Everybody the scheme is made for, as the record stands now. One query."""
    wanted = fitting(scheme)
    if scheme.from_day:
        wanted &= Q(ledger__liberation_date__gte=scheme.from_day)
    if scheme.until_day:
        wanted &= Q(ledger__liberation_date__lte=scheme.until_day)
    rows = (
        in_custody(user)
        .filter(wanted)
        .order_by("pk")
        .values_list(
            "pk",
            "person_id",
            "legal_status",
            "sentence_band",
            "statutory_supervision",
            "return_area_id",
            Coalesce("stay__prison__jurisdiction", Value(Jurisdiction.SCOTLAND.value)),
            "ledger__pk",
            Coalesce("ledger__kind", Value("")),
            "ledger__sentence_date",
            "ledger__liberation_date",
        )
    )
    return [Candidate(*row) for row in rows]
