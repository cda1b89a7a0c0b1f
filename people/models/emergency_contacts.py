from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from core.models import KeyedModel
from people.enums import Purpose
from people.models.access import AboutPersonQuerySet
from people.models.consents import Consent


class EmergencyContactQuerySet(AboutPersonQuerySet):
    def kept(self):
        return self.filter(ended_at=None)

    def with_agreed(self, on=None):
        """Annotates `agreed`: the person agrees, on a day (today), that we may speak with them."""
        consents = Consent.objects.in_force(on).filter(
            person=OuterRef("person"), purpose=Purpose.SHARING, recipient_name=OuterRef("name")
        )
        return self.annotate(agreed=Exists(consents))

    def may_be_asked(self):
        """Named still, and the person agrees today that we speak with them."""
        return self.kept().with_agreed().filter(agreed=True)


class EmergencyContact(KeyedModel):
    """Somebody the person named whom we may ask when we cannot reach them. Asked only while consent to it is in force."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="emergency_contacts")
    name = models.CharField(max_length=120)
    relation = models.CharField(max_length=80, help_text="Who they are to the person.")
    phone = models.CharField(max_length=40)
    may_say = models.CharField(max_length=300, blank=True, help_text="What may be said to them.")
    may_confirm = models.BooleanField(default=False, help_text="May be told that we know the person at all.")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = EmergencyContactQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"], condition=Q(ended_at=None), name="emergency_contact_is_named_once"
            ),
            models.CheckConstraint(
                name="emergency_contact_ends_with_moment_and_author",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Emergency contact {self.pk}"
