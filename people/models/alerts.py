from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q

from core.models import KeyedModel
from people.enums import ON_PAPER, AlertKind
from people.models.access import AboutPersonQuerySet


class AlertQuerySet(AboutPersonQuerySet):
    def in_force(self):
        return self.filter(ended_at=None)

    def in_twos(self):
        """In force, and saying that staff meet the person in twos."""
        return self.in_force().filter(meet_in_twos=True)

    def threats(self):
        """In force, and telling of somebody who may do the person harm."""
        return self.in_force().filter(kind=AlertKind.RISK_FROM_OTHERS)

    def to_review(self, on):
        """In force, and the day by which somebody looks at it again has come."""
        return self.in_force().filter(review_date__lte=on)

    def with_seen(self):
        """Annotated with `seen_by`, the keys of the staff who said that they have read it."""
        seen = AlertSeen.objects.filter(alert=OuterRef("pk")).order_by("seen_at").values("user")
        return self.annotate(seen_by=ArraySubquery(seen))


class Alert(KeyedModel):
    """Something everyone who meets the person must know first. Dated, sourced, reviewed, ended; never deleted."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=20, choices=AlertKind)
    text = models.CharField(max_length=300)
    source = models.CharField(max_length=120, help_text="Who said so.")
    told_person = models.BooleanField("the person knows of this alert", default=False)
    meet_in_twos = models.BooleanField("staff meet the person in twos", default=False)
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

    @property
    def is_on_paper(self):
        """Whether a printed page may show it; on the screen every alert stands."""
        return self.kind in ON_PAPER


class AlertReview(KeyedModel):
    """Somebody looked at an alert again and it stands: until when, whether the person knows of it since,
    and whether staff meet them in twos. Rows are only added."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="reviews")
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    next_date = models.DateField(help_text="The alert's review date from then on.")
    told_person = models.BooleanField(default=False)
    meet_in_twos = models.BooleanField(default=False)

    class Meta:
        ordering = ["-reviewed_at"]

    def __str__(self):
        return f"Alert review {self.pk}"


class AlertSeen(models.Model):
    """A member of staff pressed that they have read the alert. Opening a page is on the trail; it does not say that they read it."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="seen")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "alerts seen"
        constraints = [models.UniqueConstraint(fields=["alert", "user"], name="alert_is_seen_once_by_each")]

    def __str__(self):
        return f"Alert seen {self.pk}"
