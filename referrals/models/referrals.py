from django.conf import settings
from django.db import models
from django.db.models import Case, F, FilteredRelation, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.models import KeyedModel
from people.models import AboutPersonQuerySet
from prisons.models import PrisonStay
from referrals.enums import WAITING_STATES, DeclineReason, ReferralState, Source
from referrals.models.offers import Offer


class ReferralQuerySet(AboutPersonQuerySet):
    def waiting(self):
        return self.filter(state__in=WAITING_STATES)

    def with_latest_offer(self):
        """Annotates of the latest offer `offered_by_way` (its channel), `answered_date`, and after “not now” `offer_again_on`."""
        latest = Offer.objects.filter(referral=OuterRef("pk")).newest_first()
        return self.annotate(
            offered_by_way=Subquery(latest.values("channel")[:1]),
            answered_date=Subquery(latest.values("answered_date")[:1]),
            offer_again_on=Subquery(latest.values("later_date")[:1]),
        )

    def due(self, on):
        """Those that wait for us on a day: all that wait, without those who said “not now” until a later one.
        Needs `with_latest_offer`."""
        return self.waiting().exclude(state=ReferralState.NOT_NOW, offer_again_on__gt=on)

    def waiting_first(self):
        """Those that wait for somebody here before those that are decided, each the newest first."""
        return self.order_by(Case(When(state__in=WAITING_STATES, then=0), default=1), "-referred_date", "pk")

    def with_prison_then(self):
        """Annotates `prison_then` (key) and `prison_then_name`: where they were held on the day of the referral, else the
        first prison of that time in custody; null if none is on record."""
        stays = PrisonStay.objects.filter(episode=OuterRef("episode")).order_by("from_date")
        then = stays.filter(
            Q(to_date=None) | Q(to_date__gt=OuterRef("referred_date")), from_date__lte=OuterRef("referred_date")
        )
        return self.annotate(
            prison_then=Coalesce(Subquery(then.values("prison")[:1]), Subquery(stays.values("prison")[:1])),
            prison_then_name=Coalesce(
                Subquery(then.values("prison__name")[:1]), Subquery(stays.values("prison__name")[:1])
            ),
        )

    def with_liberation(self):
        """Annotates `liberation_day`: the day of release once it happened, else the current liberation date; null if unknown.
        Also `now_at` (current prison's key), `now_at_name` and `hall`."""
        return self.annotate(
            ledger=FilteredRelation("episode__release_dates", condition=Q(episode__release_dates__is_current=True)),
            stay=FilteredRelation("episode__stays", condition=Q(episode__stays__to_date=None)),
        ).annotate(
            liberation_day=Coalesce("episode__released_date", "ledger__liberation_date"),
            now_at=F("stay__prison_id"),
            now_at_name=F("stay__prison__name"),
            hall=F("stay__hall"),
        )


class Referral(KeyedModel):
    """Someone asked for, or was put forward for, a programme; what we decided. What was offered and answered are its offers."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="referrals")
    programme = models.ForeignKey("referrals.Programme", on_delete=models.PROTECT, related_name="referrals")
    episode = models.ForeignKey("prisons.CustodialEpisode", on_delete=models.PROTECT, related_name="referrals")
    source = models.CharField(max_length=12, choices=Source)
    source_note = models.CharField("who referred them", max_length=200, blank=True)
    agency = models.ForeignKey(
        "referrals.Agency",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="referrals",
        help_text="The partner agency, if one referred them.",
    )
    referred_date = models.DateField()
    state = models.CharField(max_length=12, choices=ReferralState, default=ReferralState.RECEIVED)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason, blank=True)
    decline_note = models.CharField(max_length=300, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-referred_date"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme"],
                condition=Q(state__in=sorted(WAITING_STATES)),
                name="one_waiting_referral_per_programme",
            ),
            models.CheckConstraint(
                name="agency_of_those_a_partner_referred", condition=Q(agency=None) | Q(source=Source.PARTNER)
            ),
            models.CheckConstraint(
                name="declined_with_a_reason", condition=~Q(state=ReferralState.DECLINED) | ~Q(decline_reason="")
            ),
            models.CheckConstraint(
                name="decision_has_moment_and_author",
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]
        indexes = [
            # The queue of referrals, by what they wait for.
            models.Index(fields=["state", "-referred_date"], name="referral_queue"),
            # Counting what a programme received in a period.
            models.Index(fields=["programme", "referred_date"], name="referral_received"),
        ]

    def __str__(self):
        return f"Referral {self.pk}"

    def get_absolute_url(self):
        return reverse("referrals:referral", args=[self.pk])
