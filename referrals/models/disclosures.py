from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from core.models import KeyedModel, VersionedModel
from people.models import AboutPersonQuerySet
from referrals.enums import Basis


class SharingAgreementQuerySet(models.QuerySet):
    def in_date(self, on):
        return self.filter(Q(until_date=None) | Q(until_date__gte=on), from_date__lte=on)


class SharingAgreement(VersionedModel):
    """What a partner agency or a prison and we have agreed in writing about sharing, from and until (both days count)."""

    agency = models.ForeignKey(
        "referrals.Agency", null=True, on_delete=models.PROTECT, related_name="sharing_agreements"
    )
    prison = models.ForeignKey("prisons.Prison", null=True, on_delete=models.PROTECT, related_name="sharing_agreements")
    reference = models.CharField(max_length=120, help_text="Where the signed paper is found.")
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)

    objects = SharingAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-from_date"]
        constraints = [
            models.CheckConstraint(
                name="agreement_is_with_an_agency_or_a_prison",
                condition=Q(agency__isnull=False, prison=None) | Q(agency=None, prison__isnull=False),
            ),
            models.CheckConstraint(
                name="agreement_ends_after_it_begins",
                condition=Q(until_date=None) | Q(until_date__gte=F("from_date")),
            ),
        ]

    def __str__(self):
        return f"Sharing agreement {self.pk}"

    @property
    def partner(self):
        return self.agency or self.prison


class DisclosureQuerySet(AboutPersonQuerySet):
    def to_tell(self):
        """Those whose recipient must still be told that the consent was withdrawn."""
        return self.filter(withdrawal__isnull=False, told_at=None)

    def one_each(self):
        """Of those to one recipient about one person only the newest, which stands for all of them."""
        about = ("person_id", "agency_id", "prison_id", "somebody_else")
        newest = self.order_by(*about, "-shared_date", "-recorded_at", "pk").distinct(*about)
        return self.filter(pk__in=newest.values("pk"))

    def with_agreement(self):
        """Annotates `has_agreement`: a sharing agreement with the recipient was in date on the day (standard R16)."""
        with_them = SharingAgreement.objects.filter(
            Q(agency=OuterRef("agency")) | Q(prison=OuterRef("prison")),
            Q(until_date=None) | Q(until_date__gte=OuterRef("shared_date")),
            from_date__lte=OuterRef("shared_date"),
        )
        return self.annotate(has_agreement=Exists(with_them))


class Disclosure(KeyedModel):
    """We told somebody outside about a person: whom, what, what for, and why we may. Never changed or deleted.

    The recipient is a partner agency, a prison or, where life or a child is in danger, anybody by name. `withdrawal` is the
    decision that took the consent back since; the recipient is then told of it, once.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="disclosures")
    agency = models.ForeignKey("referrals.Agency", null=True, on_delete=models.PROTECT, related_name="disclosures")
    prison = models.ForeignKey("prisons.Prison", null=True, on_delete=models.PROTECT, related_name="disclosures")
    somebody_else = models.CharField(
        max_length=120, blank=True, help_text="In danger: who was told, such as a police control room."
    )
    what = models.TextField(max_length=1000, help_text="What was told.")
    purpose = models.CharField("what for", max_length=200)
    basis = models.CharField(max_length=10, choices=Basis)
    consent = models.ForeignKey("people.Consent", null=True, on_delete=models.PROTECT, related_name="+")
    share_pack = models.ForeignKey(
        "referrals.SharePack",
        null=True,
        on_delete=models.PROTECT,
        related_name="disclosures",
        help_text="Their story as they agreed to it, given with what was told.",
    )
    reason = models.TextField(max_length=1000, blank=True, help_text="In danger: what made it necessary.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="In danger: who decided to tell.",
    )
    shared_date = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawal = models.ForeignKey("people.Consent", null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField("told of the withdrawal", null=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_date", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="disclosure_has_one_recipient",
                condition=Q(agency__isnull=False, prison=None, somebody_else="")
                | Q(agency=None, prison__isnull=False, somebody_else="")
                | (Q(agency=None, prison=None) & ~Q(somebody_else="")),
            ),
            models.CheckConstraint(
                name="disclosure_by_consent_or_in_danger_with_reason_and_decider",
                condition=Q(basis=Basis.CONSENT, consent__isnull=False, somebody_else="", decided_by=None, reason="")
                | (Q(basis=Basis.DANGER, consent=None, decided_by__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="telling_of_a_withdrawal_has_moment_and_author",
                condition=Q(told_at=None, told_by=None)
                | Q(told_at__isnull=False, told_by__isnull=False, withdrawal__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-shared_date"], name="disclosures_of_person"),
            models.Index(
                fields=["person"],
                name="disclosures_to_tell",
                condition=Q(withdrawal__isnull=False, told_at=None),
            ),
        ]

    def __str__(self):
        return f"Disclosure {self.pk}"

    @property
    def recipient(self):
        """The partner agency or prison; None where somebody else was told."""
        return self.agency or self.prison

    @property
    def recipient_name(self):
        return self.recipient.name if self.recipient else self.somebody_else
