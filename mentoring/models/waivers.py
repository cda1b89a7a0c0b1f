from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import KeyedModel
from mentoring.enums.standards import Standard
from people.models import AboutPersonQuerySet


class WaiverQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def in_force(self):
        return self.filter(ended_at=None)


class Waiver(KeyedModel):
    """A manager set a minimum standard aside for one case, with a reason. It is counted apart and never as met."""

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="waivers")
    standard = models.CharField(max_length=4, choices=Standard)
    reason = models.CharField(max_length=300)
    waived_at = models.DateTimeField()
    waived_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = WaiverQuerySet.as_manager()

    class Meta:
        ordering = ["waived_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "standard"], condition=Q(ended_at=None), name="one_waiver_in_force_per_standard"
            ),
            models.CheckConstraint(name="waiver_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="waiver_end_has_moment_and_author",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.CheckConstraint(
                name="waiver_ends_after_it_began", condition=Q(ended_at=None) | Q(ended_at__gte=F("waived_at"))
            ),
        ]

    def __str__(self):
        return f"Waiver {self.pk}"
