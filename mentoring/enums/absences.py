from django.db import models


class AbsenceKind(models.TextChoices):
    """Why a mentor is away, as coarse as planning needs. Managers see it; who covers does not."""

    LEAVE = "leave", "On leave"
    UNWELL = "unwell", "Unwell"
    TRAINING = "training", "Training or other work"
    OTHER = "other", "Another reason"
