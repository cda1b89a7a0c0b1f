from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from core.models import KeyedModel, VersionedModel
from core.ranges import DateRange
from prisons.enums import LegalStatus, ReleasedHow, SentenceBand


class CustodialEpisode(VersionedModel):
    """One time in custody, from admission to release, whatever prisons it was spent in."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="episodes")
    legal_status = models.CharField(max_length=12, choices=LegalStatus, default=LegalStatus.SENTENCED)
    sentence_band = models.CharField(max_length=16, choices=SentenceBand, default=SentenceBand.NOT_KNOWN)
    statutory_supervision = models.BooleanField(
        null=True, help_text="On licence or order after release. Null: not known."
    )
    return_area = models.ForeignKey(
        "prisons.LocalAuthority", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    admitted_date = models.DateField(null=True, blank=True)
    released_date = models.DateField(null=True, blank=True)
    released_how = models.CharField(max_length=10, choices=ReleasedHow, blank=True)

    class Meta:
        ordering = ["-admitted_date"]
        constraints = [
            models.CheckConstraint(
                name="released_on_or_after_admission",
                condition=Q(released_date=None) | Q(admitted_date=None) | Q(released_date__gte=F("admitted_date")),
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(released_date=None), name="one_open_episode_per_person"
            ),
        ]

    def __str__(self):
        return f"Episode {self.pk}"


class PrisonStay(KeyedModel):
    """Where they are held; a transfer ends one stay and begins the next on the same day."""

    episode = models.ForeignKey(CustodialEpisode, on_delete=models.PROTECT, related_name="stays")
    prison = models.ForeignKey("prisons.Prison", on_delete=models.PROTECT, related_name="stays")
    hall = models.CharField(max_length=40, blank=True)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["from_date"]
        constraints = [
            models.CheckConstraint(
                name="stay_ends_after_it_begins", condition=Q(to_date=None) | Q(to_date__gte=F("from_date"))
            ),
            models.UniqueConstraint(fields=["episode"], condition=Q(to_date=None), name="in_one_prison_at_a_time"),
            ExclusionConstraint(
                name="stays_do_not_overlap",
                expressions=[
                    ("episode", RangeOperators.EQUAL),
                    (DateRange("from_date", "to_date"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        # The current stay of an episode is found by the unique index; this one serves lists of one prison.
        indexes = [models.Index(fields=["prison"], name="stay_current_in_prison", condition=Q(to_date=None))]
