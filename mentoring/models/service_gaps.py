from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import KeyedModel
from mentoring.enums.needs import NeedArea, WithoutService
from people.models import AboutPersonQuerySet


class ServiceGapQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def current(self):
        return self.filter(is_current=True)


class ServiceGap(KeyedModel):
    """Why one need of one case is not linked with a partner's service, as said on a day. Said anew, it is a new row.

    It is what the standard R15 calls a recorded refusal, and what unmet need is counted from.
    """

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="service_gaps")
    area = models.CharField(max_length=14, choices=NeedArea)
    reason = models.CharField(max_length=10, choices=WithoutService)
    service = models.ForeignKey(
        "referrals.Service",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The one that is full, does not take them or keeps them waiting, if it was one.",
    )
    note = models.CharField(max_length=300, blank=True)
    said_date = models.DateField()
    is_current = models.BooleanField(default=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    objects = ServiceGapQuerySet.as_manager()

    class Meta:
        ordering = ["-said_date", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "area"], condition=Q(is_current=True), name="one_reason_counts_per_need"
            ),
            models.CheckConstraint(
                name="a_reason_taken_back_counts_no_more",
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False, is_current=False),
            ),
        ]

    def __str__(self):
        return f"Service gap {self.pk}"
