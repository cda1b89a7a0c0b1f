from django.db import models


class FlagKind(models.TextChoices):
    FEWER_MEETINGS = "fewer-meetings", "Fewer pre-release meetings than needed"
    LIBERATION_PASSED = "liberation-passed", "Liberation day passed, nobody said what happened"
    FOLLOW_UP_OVERDUE = "follow-up-overdue", "Follow-up overdue"
