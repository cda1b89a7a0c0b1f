from django.db import models


class NeedArea(models.TextChoices):
    """What somebody may need support with: one list for assessments, plans and what a visit was about (product.md, step 4)."""

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


class Answer(models.TextChoices):
    """What is known of one area. An area nobody has talked about has no row: "not asked" and "does not apply" differ."""

    SCORED = "scored", "Has a number"
    NO_NUMBER = "no-number", "Talked about, no number"
    NOT_APPLICABLE = "not-applicable", "Does not apply"


class AssessmentKind(models.TextChoices):
    FIRST = "first", "First"
    REVIEW = "review", "Review"
