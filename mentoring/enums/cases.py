from django.db import models


class AssignmentRole(models.TextChoices):
    LEAD = "lead", "Mentor"
    SUPPORT = "support", "Also works with"


class EndingKind(models.TextChoices):
    PLANNED = "planned", "Planned"
    UNPLANNED = "unplanned", "Unplanned"


class EndingReason(models.TextChoices):
    COMPLETED = "completed", "Support completed"
    AGREED_EARLY = "agreed-early", "Agreed to end early"
    NO_CONTACT = "no-contact", "Lost contact"
    NO_LONGER_WANTS = "no-longer-wants", "No longer wants support"
    RETURNED = "returned", "Returned to custody"
    MOVED_AWAY = "moved-away", "Moved away"
    OTHER_SERVICE = "other-service", "Another service took over"
    DIED = "died", "Died"
    OTHER = "other", "Another reason"
