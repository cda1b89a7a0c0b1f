from django.db import models


class DayLimits(models.Model):
    """What a programme calls tight, too much and too long in the plan for the day of release (domain.md section 6).

    The check that goes by it is `liberations/day_plan.py`.
    """

    day_slack_minutes = models.PositiveSmallIntegerField(
        "fewer minutes to spare than this are tight",
        default=10,
        help_text="Between arriving and the appointment, or before a place closes.",
    )
    day_fixed_appointments = models.PositiveSmallIntegerField(
        "appointments at a fixed time on one day, at most", default=4, help_text="Calls are not counted."
    )
    day_hours_without_break = models.PositiveSmallIntegerField(
        "hours on the feet before there has to be something to eat or a rest", default=4
    )

    class Meta:
        abstract = True
