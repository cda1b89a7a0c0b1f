from django.db import models


class Entry(models.Model):
    """A row of a list, of about the width of a caseload's."""

    owner = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=80)
    day = models.DateField()
    note = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["owner", "day"], name="entry_of_owner")]
