from django.db import models


class MatchOutcome(models.TextChoices):
    """What follows from looking at how a match goes."""

    KEEP = "keep", "Go on together"
    CHANGE = "change", "Find another mentor"
