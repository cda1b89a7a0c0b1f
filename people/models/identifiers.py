from django.db import models

from core.models import KeyedModel
from people.enums import IdentifierKind


class Identifier(KeyedModel):
    """A number somebody else knows the person by, as text: leading zeros matter. One person may have several over the years."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=10, choices=IdentifierKind, default=IdentifierKind.SPS)
    value = models.CharField(max_length=20, help_text="In canonical form (people/identifier_formats.py).")
    from_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-from_date", "value"]
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="a_number_belongs_to_one_person")]

    def __str__(self):
        return f"Identifier {self.pk}"
