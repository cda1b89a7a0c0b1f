from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import KeyedModel
from mentoring.enums.prison_access import AccessRefusal


class RefusedAccessQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of a manager their team's mentors; of a mentor their own."""
        if user.is_manager:
            return self.filter(mentor__user__team=user.team_id)
        return self.filter(mentor__user=user)

    def of_team(self, team_id):
        return self.filter(mentor__user__team=team_id)

    def standing(self):
        """Without those taken back."""
        return self.filter(taken_back_at=None)


class RefusedAccess(KeyedModel):
    """A mentor stood at the gate of a prison on a day and was not let in, and why. It names nobody who is held there."""

    mentor = models.ForeignKey("mentoring.Mentor", on_delete=models.PROTECT, related_name="refused_access")
    prison = models.ForeignKey("prisons.Prison", on_delete=models.PROTECT, related_name="refused_access")
    on_date = models.DateField()
    reason = models.CharField(max_length=12, choices=AccessRefusal)
    note = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RefusedAccessQuerySet.as_manager()

    class Meta:
        ordering = ["-on_date", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="refused_access_taken_back_by_somebody",
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["on_date"], name="refused_access_by_day", condition=Q(taken_back_at=None))]

    def __str__(self):
        return f"Refused access {self.pk}"
