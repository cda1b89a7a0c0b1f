"""Abstract bases. Keys are random UUIDs: they stand in URLs and tell nothing."""

import uuid

from django.db import models
from django.db.models import F, Q

from core.errors import EditedMeanwhile


class KeyedModel(models.Model):
    """A row with an opaque key that a form may bring along, so that a form sent twice makes one row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class VersionedModel(KeyedModel):
    """A row that two people may edit: `save_version` refuses to overwrite what has changed since it was read."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save_version(self, *, read_at_version, update_fields):
        """Write `update_fields` if the row still is at `read_at_version`; otherwise raise EditedMeanwhile and write nothing."""
        values = {name: getattr(self, name) for name in update_fields}
        written = (
            type(self)
            ._base_manager.filter(pk=self.pk, version=read_at_version)
            .update(**values, version=F("version") + 1)
        )
        if not written:
            raise EditedMeanwhile
        self.version = read_at_version + 1


class ClosingQuerySet(models.QuerySet):
    """Rows with a `closed_date`, the first day on which they are no longer there."""

    def open_on(self, day):
        return self.filter(Q(closed_date=None) | Q(closed_date__gt=day))

    def closed_on(self, day):
        return self.filter(closed_date__lte=day)
