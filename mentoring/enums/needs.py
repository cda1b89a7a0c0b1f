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


class WithoutService(models.TextChoices):
    """Why a need that was talked about is not linked with a partner's service."""

    SAID_NO = "said-no", "They do not want a service for it"
    HAS_HELP = "has-help", "Somebody helps with it already"
    NONE_HERE = "none-here", "There is no service for it here"
    THRESHOLD = "threshold", "The services here do not take people like them"
    FULL = "full", "The services here are full or closed to new people"
    TOO_LONG = "too-long", "The wait is too long to be of use"


# Theirs to decide, or seen to already: the need is not an unmet one.
NOT_UNMET = frozenset({WithoutService.SAID_NO, WithoutService.HAS_HELP})


class Unmet(models.TextChoices):
    """Why an open need is unmet, the first that fits; worked out (mentoring/planning/unmet.py), never stored."""

    THRESHOLD = "threshold", "Not taken: who they are or how they live"
    FULL = "full", "Full or closed to new people"
    TOO_LONG = "too-long", "Waiting too long"
    NONE_HERE = "none-here", "No service for it here"
    OTHER = "other", "Not taken for another reason"
    NOT_LINKED = "not-linked", "No service asked yet"
