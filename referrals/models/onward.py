from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.models import KeyedModel
from people.models import Access
from referrals.enums import OPEN_ONWARD_STATES, OnwardState


class OnwardReferralQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(person__in=Access.objects.in_force().held_by(user).values("person_id"))

    def open(self):
        return self.filter(state__in=OPEN_ONWARD_STATES)


class OnwardReferral(KeyedModel):
    """The person was referred to a partner agency's service, by their consent; what was told is the disclosure."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="onward_referrals")
    service = models.ForeignKey("referrals.Service", on_delete=models.PROTECT, related_name="onward_referrals")
    consent = models.ForeignKey("people.Consent", on_delete=models.PROTECT, related_name="+")
    disclosure = models.OneToOneField("referrals.Disclosure", on_delete=models.PROTECT, related_name="onward_referral")
    share_pack = models.ForeignKey(
        "referrals.SharePack",
        null=True,
        on_delete=models.PROTECT,
        related_name="onward_referrals",
        help_text="Their story as they agreed to it, for the agency to read. Shown while it may be.",
    )
    state = models.CharField(max_length=12, choices=OnwardState, default=OnwardState.SENT)
    sent_date = models.DateField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    state_note = models.CharField(max_length=300, blank=True, help_text="What they said, or why it was stopped.")
    state_date = models.DateField(help_text="When it came to its present state.")
    state_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OnwardReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_date", "-sent_at"]
        indexes = [
            models.Index(
                fields=["person", "service"],
                name="open_onward_referrals",
                condition=Q(state__in=sorted(OPEN_ONWARD_STATES)),
            )
        ]

    def __str__(self):
        return f"Onward referral {self.pk}"

    def get_absolute_url(self):
        return reverse("referrals:onward", args=[self.pk])
