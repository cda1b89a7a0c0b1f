from django.conf import settings
from django.db import models

from core.models import KeyedModel


class StoredSearch(KeyedModel):
    """What somebody searched for. Its key stands in the link of the results, so that no name is ever in an address."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="searches")
    text = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "stored searches"
