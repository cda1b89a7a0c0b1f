from django.db import models


class Against(models.TextChoices):
    """Why a mentor cannot use a day on which the prison takes agencies' visits."""

    NO_CLEARANCE = "no-clearance", "the mentor is not cleared to go in"
    NOT_WORKING = "not-working", "the mentor does not work"
    AWAY = "away", "the mentor is away"
    FULL = "full", "every place is taken"


class ToBook(models.TextChoices):
    """How the visits somebody is short of stand, the most urgent first."""

    TOO_LATE = "too-late", "Too few can still be made"
    TO_BOOK = "to-book", "To book"
    BOOKED = "booked", "Booked"
