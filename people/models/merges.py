from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import KeyedModel


class MergeQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(undone_at=None)


class Merge(KeyedModel):
    """Two records were found to be about the same person: what was on `merged` is on `survivor` since, until it is undone.

    `moved` holds what was moved, as keys: a list of {model, field, from, to, keys}. `kept` holds by model the keys of what
    was on the survivor before, so that what was added since can be told. `ended_access` are the rows of access that ended
    because the survivor had the same. `filled` holds by field what the survivor's empty fields took over, before and after.
    """

    survivor = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="merges_away")
    note = models.CharField("how we know", max_length=300)
    moved = models.JSONField(default=list)
    kept = models.JSONField(default=dict)
    ended_access = models.JSONField(default=list)
    filled = models.JSONField(default=dict)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-merged_at"]
        constraints = [
            models.CheckConstraint(name="merge_is_of_two_records", condition=~Q(survivor=F("merged"))),
            models.CheckConstraint(
                name="undoing_a_merge_has_moment_and_author",
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at=None), name="merged_into_one_record"),
        ]

    def __str__(self):
        return f"Merge {self.pk}"


class DifferentPeople(KeyedModel):
    """Somebody looked at two records that are alike and said that they are about two people. Taken back, the row stays."""

    # The keys in order, so that a pair is one pair whichever way round it was shown.
    first = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "different people"
        ordering = ["-said_at"]
        constraints = [
            models.CheckConstraint(name="different_people_are_two_in_order", condition=Q(first__lt=F("second"))),
            models.UniqueConstraint(
                fields=["first", "second"], condition=Q(taken_back_at=None), name="said_once_of_two_people"
            ),
        ]

    def __str__(self):
        return f"Different people {self.pk}"
