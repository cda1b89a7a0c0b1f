from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import KeyedModel
from prisons.enums import ANSWERS, CheckOutcome, DateSource


class DateCheck(KeyedModel):
    """We asked again about the release date of a time in custody, and this is what we heard. Rows are only added.

    A date that turned out different is no check: it is a new row of the ledger. `is_latest` marks the last answer; a call
    that nobody answered settles nothing and is never it.
    """

    episode = models.ForeignKey("prisons.CustodialEpisode", on_delete=models.PROTECT, related_name="date_checks")
    outcome = models.CharField(max_length=16, choices=CheckOutcome)
    source = models.CharField(max_length=12, choices=DateSource)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    is_latest = models.BooleanField(default=False)

    class Meta:
        ordering = ["-checked_at"]
        constraints = [
            # Also finds the last answer about each date, on every list and header.
            models.UniqueConstraint(fields=["episode"], condition=Q(is_latest=True), name="one_latest_answer"),
            models.CheckConstraint(
                name="latest_answer_is_an_answer",
                condition=Q(is_latest=False) | Q(outcome__in=sorted(ANSWERS)),
            ),
        ]
        indexes = [models.Index(fields=["episode", "-checked_at"], name="date_check_latest")]
