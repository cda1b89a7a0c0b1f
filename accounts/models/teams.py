from django.db import models

from core.models import ClosingQuerySet, VersionedModel


class Team(VersionedModel):
    """People who work together and share a caseload. Nobody sees the people of another team without access granted."""

    name = models.CharField(max_length=120, unique=True)
    closed_date = models.DateField(null=True, blank=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name
