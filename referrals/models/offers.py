from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import KeyedModel
from referrals.enums import OfferChannel, OfferOutcome


class OfferQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(outcome="")

    def newest_first(self):
        return self.order_by("-offered_at", "pk")


class Offer(KeyedModel):
    """One attempt to offer the service, and what came of it. A later attempt is a row of its own."""

    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="offers")
    channel = models.CharField(max_length=12, choices=OfferChannel)
    on_date = models.DateField()
    outcome = models.CharField(max_length=12, choices=OfferOutcome, blank=True, help_text="Empty: no answer yet.")
    answered_date = models.DateField(null=True)
    later_date = models.DateField(null=True, blank=True, help_text="After “not now”: when to offer again.")
    note = models.CharField(max_length=300, blank=True, help_text="In their words, or why they were not seen.")
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["offered_at"]
        constraints = [
            models.CheckConstraint(
                name="an_answer_to_an_offer_has_a_day",
                condition=Q(outcome="", answered_date=None) | (~Q(outcome="") & Q(answered_date__isnull=False)),
            ),
            models.CheckConstraint(
                name="not_now_and_only_that_has_a_later_day",
                condition=Q(outcome=OfferOutcome.NOT_NOW, later_date__gt=F("answered_date"))
                | (~Q(outcome=OfferOutcome.NOT_NOW) & Q(later_date=None)),
            ),
            models.UniqueConstraint(
                fields=["referral"], condition=Q(outcome=""), name="one_unanswered_offer_per_referral"
            ),
        ]
        indexes = [models.Index(fields=["referral", "-offered_at"], name="offers_of_referral")]

    def __str__(self):
        return f"Offer {self.pk}"
