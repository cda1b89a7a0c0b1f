from django.db import models


class Verb(models.TextChoices):
    """What was done. The list follows section 62 of the Data Protection Act 2018: collection, alteration, consultation,
    disclosure, combination and erasure, with sign-ins and refusals added."""

    VIEWED = "viewed", "Viewed"
    LISTED = "listed", "Viewed in a list"
    SEARCHED = "searched", "Searched"
    EXPORTED = "exported", "Exported"
    SHARED = "shared", "Shared outside"
    CREATED = "created", "Created"
    CHANGED = "changed", "Changed"
    REFUSED = "refused", "Was refused"
    SIGNED_IN = "signed-in", "Signed in"
    SIGNED_OUT = "signed-out", "Signed out"
    SIGN_IN_FAILED = "sign-in-failed", "Failed to sign in"
    RAISED = "raised", "Raised (job)"
    CLEARED = "cleared", "Cleared (job)"
