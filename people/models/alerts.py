from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import KeyedModel
from people.enums import AlertKind


class AlertQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(ended_at=None)


class Alert(KeyedModel):
    """Something everyone who meets the person must know first. Dated, sourced, reviewed, ended; never deleted."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=20, choices=AlertKind)
    text = models.CharField(max_length=300)
    source = models.CharField(max_length=120, help_text="Who said so.")
    told_person = models.BooleanField("the person knows of this alert", default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    review_date = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="alert_end_has_moment_and_author",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.CheckConstraint(
                name="alert_ends_after_it_was_recorded", condition=Q(ended_at=None) | Q(ended_at__gte=F("recorded_at"))
            ),
        ]
        indexes = [models.Index(fields=["person"], name="alert_in_force", condition=Q(ended_at=None))]
