from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.models import KeyedModel
from mentoring.enums.flags import FlagKind


class FlagQuerySet(models.QuerySet):
    def open(self):
        return self.filter(cleared_at=None)


class Flag(KeyedModel):
    """Something about a case that somebody must see to. Raised and cleared by jobs and by the services that change its cause."""

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=20, choices=FlagKind)
    raised_at = models.DateTimeField(db_default=Now())
    cleared_at = models.DateTimeField(null=True)
    about_date = models.DateField(null=True, help_text="The liberation or due date it is about.")

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(cleared_at=None), name="one_open_flag_per_case_and_kind"
            ),
            models.CheckConstraint(
                name="flag_is_cleared_after_it_was_raised",
                condition=Q(cleared_at=None) | Q(cleared_at__gte=models.F("raised_at")),
            ),
        ]
        indexes = [models.Index(fields=["kind"], name="flag_open_by_kind", condition=Q(cleared_at=None))]
