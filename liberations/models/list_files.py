from django.db import models

from core.models import KeyedModel


class ListFile(KeyedModel):
    """The file of a list that waits, kept so that its columns can be chosen (again). It goes when the list is applied,
    thrown away or purged."""

    list = models.OneToOneField("liberations.LiberationList", on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()

    def __str__(self):
        return f"File of list {self.list_id}"
