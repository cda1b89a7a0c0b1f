from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from core.models import KeyedModel
from people.enums import Decision, HowGiven, Purpose


class ConsentQuerySet(models.QuerySet):
    def latest_decisions(self):
        """The decision that counts, per person, purpose and recipient: the newest."""
        about = ("person_id", "purpose", "recipient")
        return self.order_by(*about, "-recorded_at").distinct(*about)

    def in_force(self, on=None):
        """What the person agrees to on a day (today): the newest decision for its purpose and recipient, if it was a yes that
        has not run out."""
        holds = Q(expires_date=None) | Q(expires_date__gte=on or timezone.localdate())
        return self.filter(holds, pk__in=self.latest_decisions().values("pk"), decision=Decision.GIVEN)


class Consent(KeyedModel):
    """One decision of the person, for one purpose and one recipient. Rows are only added; the latest counts."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose)
    recipient_name = models.CharField(
        max_length=200, blank=True, help_text="For sharing: with whom, as it was called then."
    )
    recipient_key = models.UUIDField(
        null=True,
        help_text="For sharing: the key of the partner agency or prison, which belong to an app above this one.",
    )
    recipient = models.GeneratedField(
        expression=Coalesce(Cast("recipient_key", models.TextField()), "recipient_name"),
        output_field=models.TextField(),
        db_persist=True,
        help_text="With whom, by key where it was kept, so that a partner agency may change its name; else by name.",
    )
    decision = models.CharField(max_length=10, choices=Decision)
    how = models.CharField(max_length=10, choices=HowGiven)
    witness = models.CharField(max_length=120, blank=True)
    wording_version = models.CharField(max_length=20)
    decided_date = models.DateField()
    expires_date = models.DateField(null=True, blank=True, help_text="The last day on which it holds.")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sharing_names_its_recipient",
                condition=~Q(purpose=Purpose.SHARING) | ~Q(recipient_name=""),
            ),
            models.CheckConstraint(
                name="spoken_agreement_has_a_witness",
                condition=~Q(how=HowGiven.SPOKEN, decision=Decision.GIVEN) | ~Q(witness=""),
            ),
            models.CheckConstraint(
                name="only_a_yes_runs_out_and_not_before_it_was_given",
                condition=Q(expires_date=None) | Q(decision=Decision.GIVEN, expires_date__gte=F("decided_date")),
            ),
        ]
        indexes = [models.Index(fields=["person", "purpose", "-recorded_at"], name="consent_latest")]

    def __str__(self):
        return f"Consent {self.pk}"

    def is_yes_on(self, day):
        """A yes that has not run out on the day. Whether a later decision counts instead, it does not know."""
        return self.decision == Decision.GIVEN and (self.expires_date is None or self.expires_date >= day)


class ConsentWording(KeyedModel):
    """The words read aloud before a decision, from a day on. A changed wording is a new version: rows are only added."""

    purpose = models.CharField(max_length=20, choices=Purpose)
    version = models.CharField(max_length=20)
    text = models.TextField(max_length=4000)
    from_date = models.DateField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["purpose", "-from_date"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="one_wording_per_purpose_and_version"),
            models.UniqueConstraint(fields=["purpose", "from_date"], name="one_wording_per_purpose_and_day"),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()}, {self.version}"
