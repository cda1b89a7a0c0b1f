from django.conf import settings
from django.db import models

from core.models import KeyedModel
from people.enums import Decision, HowGiven, Purpose


class ConsentQuerySet(models.QuerySet):
    def latest_decisions(self):
        """The decision that counts, per person, purpose and recipient: the newest."""
        return self.order_by("person_id", "purpose", "recipient_name", "-recorded_at").distinct(
            "person_id", "purpose", "recipient_name"
        )

    def in_force(self):
        """What the person agrees to now: the newest decision for its purpose and recipient, if it was a yes."""
        return self.filter(pk__in=self.latest_decisions().values("pk"), decision=Decision.GIVEN)


class Consent(KeyedModel):
    """One decision of the person, for one purpose and one recipient. Rows are only added; the latest counts."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose)
    recipient_name = models.CharField(max_length=200, blank=True, help_text="For sharing: the partner agency.")
    decision = models.CharField(max_length=10, choices=Decision)
    how = models.CharField(max_length=10, choices=HowGiven)
    witness = models.CharField(max_length=120, blank=True)
    wording_version = models.CharField(max_length=20)
    decided_date = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sharing_names_its_recipient",
                condition=~models.Q(purpose=Purpose.SHARING) | ~models.Q(recipient_name=""),
            ),
            models.CheckConstraint(
                name="spoken_agreement_has_a_witness",
                condition=~models.Q(how=HowGiven.SPOKEN) | ~models.Q(witness=""),
            ),
        ]
        indexes = [models.Index(fields=["person", "purpose", "-recorded_at"], name="consent_latest")]
