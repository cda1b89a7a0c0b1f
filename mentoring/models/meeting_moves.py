from django.conf import settings
from django.db import models

from core.models import KeyedModel
from mentoring.enums.meetings import MoveAsker


class MeetingMove(KeyedModel):
    """A planned contact was put on another day or at another time: from when to when, who asked for it and why."""

    meeting = models.ForeignKey("mentoring.Meeting", on_delete=models.CASCADE, related_name="moves")
    from_date = models.DateField()
    from_time = models.TimeField(null=True)
    to_date = models.DateField()
    to_time = models.TimeField(null=True)
    asked_by = models.CharField("who asked for it", max_length=10, choices=MoveAsker)
    reason = models.CharField(max_length=300, blank=True)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["moved_at"]
