from django.db import models


class Topic(models.TextChoices):
    """The needs agreed areas (product.md, step 4)."""

    ACCOMMODATION = "accommodation", "Somewhere to live"
    MONEY = "money", "Money and benefits"
    DEBT = "debt", "Debt"
    HEALTH = "health", "Health"
    MENTAL_HEALTH = "mental-health", "Mental health"
    SUBSTANCES = "substances", "Drugs and alcohol"
    WORK = "work", "Work"
    LEARNING = "learning", "Education and training"
    FAMILY = "family", "Family and relationships"
    IDENTITY = "identity", "Identity documents"
    PRACTICAL = "practical", "Day-to-day skills"
    ATTITUDES = "attitudes", "Attitudes"
