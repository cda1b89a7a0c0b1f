from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from core.models import KeyedModel
from prisons.date_words import why
from prisons.enums import SET_KINDS, Confidence, DateKind, DateSource


class ReleaseDateQuerySet(models.QuerySet):
    def current(self):
        return self.filter(is_current=True)


class ReleaseDate(KeyedModel):
    """A row of the release-date ledger: what we were told, by whom, and the liberation day that follows. Rows are only added.

    `sentence_date` is the date the sentence ends as calculated; `worked_out_date` the lawful day our rules make of it;
    `stated_date` the liberation day the prison (or a court) itself named. `liberation_date` is the day that counts:
    the stated day always wins over ours. Both dates empty is a valid state, on remand for instance.
    """

    episode = models.ForeignKey("prisons.CustodialEpisode", on_delete=models.PROTECT, related_name="release_dates")
    kind = models.CharField(max_length=16, choices=DateKind)
    source = models.CharField(max_length=12, choices=DateSource)
    confidence = models.CharField(max_length=12, choices=Confidence, default=Confidence.CONFIRMED)
    sentence_date = models.DateField(null=True, blank=True)
    stated_date = models.DateField(null=True, blank=True)
    worked_out_date = models.DateField(null=True, blank=True)
    liberation_date = models.DateField(null=True, blank=True)
    rule = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why the worked-out day is what it is.")
    holiday = models.DateField(
        null=True, blank=True, help_text="The holiday on a weekday that had a part in the move, if any."
    )
    area_checked = models.BooleanField(
        default=False, help_text="Whether the holidays of the area of return were taken into account."
    )
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    told_at = models.DateTimeField(
        null=True, help_text="Of a row worked out again: when we had been told. Null: when it was recorded."
    )
    because = models.CharField(max_length=200, blank=True, help_text="Of a row worked out again: what had changed.")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    is_current = models.BooleanField(default=True)

    objects = ReleaseDateQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["episode"], condition=Q(is_current=True), name="one_current_release_date"),
            models.CheckConstraint(
                name="the_stated_day_wins",
                condition=Q(liberation_date__isnull=False, liberation_date=Coalesce("stated_date", "worked_out_date"))
                | Q(stated_date=None, worked_out_date=None, liberation_date=None),
            ),
        ]
        indexes = [
            # Sweeps over coming liberations and the month of liberations.
            models.Index(fields=["liberation_date"], name="release_date_coming", condition=Q(is_current=True)),
        ]

    @property
    def differs_from_prison(self):
        """The prison's day is not the one our rules make of the sentence date: worth asking about."""
        return bool(self.stated_date and self.worked_out_date and self.stated_date != self.worked_out_date)

    @property
    def why(self):
        """Why the liberation day is that day, in a sentence; empty while no day is known."""
        return why(
            kind=self.kind,
            source=self.source,
            stated_date=self.stated_date,
            worked_out_date=self.worked_out_date,
            reason=self.reason,
        )

    @property
    def is_set(self):
        """The day was chosen by somebody; nothing is worked out."""
        return self.kind in SET_KINDS
