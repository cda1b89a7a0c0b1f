from django.db import models


class Need(models.TextChoices):
    """How much support somebody needs of their mentor now, as the manager judges it; weighs in the caseload."""

    NOT_JUDGED = "not-judged", "Not judged yet"
    LIGHT = "light", "Less than usual"
    USUAL = "usual", "Usual"
    HIGH = "high", "More than usual"


class Phase(models.TextChoices):
    """Where somebody is on the walk through the gate. The days between the phases are the manager's settings."""

    AHEAD = "ahead", "Liberation far ahead"
    NEAR = "near", "Liberation near"
    UNKNOWN = "unknown", "Liberation day not known"
    FIRST = "first", "First weeks outside"
    LATER = "later", "Later outside"


class GenderWish(models.TextChoices):
    """Who they would rather be mentored by. Nobody asked is not the same as no preference."""

    NOT_ASKED = "not-asked", "Not asked yet"
    NONE = "no-preference", "No preference"
    WOMAN = "woman", "A woman"
    MAN = "man", "A man"


class Wish(models.TextChoices):
    """Whether they would like something of their mentor. Nobody asked is not the same as no preference."""

    NOT_ASKED = "not-asked", "Not asked yet"
    NONE = "no-preference", "No preference"
    WANTED = "wanted", "Yes"
