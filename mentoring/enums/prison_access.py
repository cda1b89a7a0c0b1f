from django.db import models


class AccessRefusal(models.TextChoices):
    """Why a mentor was not let into a prison."""

    NOT_ON_LIST = "not-on-list", "Not on the list at the gate"
    VETTING = "vetting", "Vetting or clearance not found"
    KEYS = "keys", "No keys, or key training not recorded"
    NO_ESCORT = "no-escort", "Nobody free to take us in"
    REGIME = "regime", "Prison locked down"
    LATE = "late", "Came after the door closed"
    PAPERS = "papers", "Our papers were not in order"
    OTHER = "other", "Another reason"
