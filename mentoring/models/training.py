from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import ClosingQuerySet, KeyedModel, VersionedModel
from mentoring.models.mentors import Mentor


class TrainingKindQuerySet(ClosingQuerySet):
    def required_on(self, day):
        """What every mentor must have on the day."""
        return self.open_on(day).filter(is_required=True)

    def for_high_risk_on(self, day):
        """What a mentor must have on the day to work with somebody at high risk."""
        return self.open_on(day).filter(for_high_risk=True)


class TrainingKind(VersionedModel):
    """A training mentors do. Administrators keep the list: how long it holds, who needs it. No longer given, it is closed."""

    name = models.CharField(max_length=80, unique=True)
    months_valid = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: it does not run out.")
    is_required = models.BooleanField("every mentor needs it", default=False)
    for_high_risk = models.BooleanField("needed to work with somebody at high risk", default=False)
    closed_date = models.DateField(null=True, blank=True)

    objects = TrainingKindQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class TrainingQuerySet(models.QuerySet):
    def standing(self):
        """Without those entered by mistake."""
        return self.filter(struck_at=None)

    def in_force(self, on):
        return self.standing().filter(Q(expires_date=None) | Q(expires_date__gte=on), done_date__lte=on)

    def required(self):
        return self.filter(kind__is_required=True)

    def for_high_risk(self):
        return self.filter(kind__for_high_risk=True)


class Training(KeyedModel):
    """A mentor did a training; done again, it is another row. What was entered by mistake is struck, not deleted."""

    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="training")
    kind = models.ForeignKey(TrainingKind, on_delete=models.PROTECT, related_name="done")
    done_date = models.DateField()
    expires_date = models.DateField("last day it holds", null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField("entered by mistake", null=True)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        ordering = ["-done_date", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="training_runs_out_after_it_is_done",
                condition=Q(expires_date=None) | Q(expires_date__gte=F("done_date")),
            ),
        ]
