from django.conf import settings
from django.db import models

from core.models import KeyedModel
from prisons.enums import ANSWERS, CheckOutcome, DateSource


class DateCheckQuerySet(models.QuerySet):
    def answered(self):
        """Those that got an answer; an unanswered call settles nothing."""
        return self.filter(outcome__in=ANSWERS)


class DateCheck(KeyedModel):
    """We asked again about the release date of a time in custody, and this is what we heard. Rows are only added.

    A date that turned out different is no check: it is a new row of the ledger.
    """

    episode = models.ForeignKey("prisons.CustodialEpisode", on_delete=models.PROTECT, related_name="date_checks")
    outcome = models.CharField(max_length=16, choices=CheckOutcome)
    source = models.CharField(max_length=12, choices=DateSource)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = DateCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_at"]
        indexes = [
            # The last answer about each date, on every list and header.
            models.Index(fields=["episode", "-checked_at"], name="date_check_latest"),
        ]
