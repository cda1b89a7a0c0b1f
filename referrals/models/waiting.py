from django.db import models


class WaitingRules(models.Model):
    """From when a programme misses what is not there yet, and how long something may wait for a reason."""

    gate_decision_days = models.PositiveSmallIntegerField(
        "ask whether they want to be met, days before liberation",
        default=42,
        help_text="From then on it stands among what needs doing until they have said.",
    )
    plan_missing_days = models.PositiveSmallIntegerField(
        "a plan is missed from, days before liberation", default=42, help_text="After release it is missed at once."
    )
    day_plan_missing_days = models.PositiveSmallIntegerField(
        "a plan for the day of release is missed from, days before liberation", default=14
    )
    plan_review_soon_days = models.PositiveSmallIntegerField(
        "looking at a plan again shows as due, days ahead", default=14
    )
    plan_hold_days = models.PositiveSmallIntegerField(
        "looking at a plan again may be put on hold for, days",
        default=90,
        help_text="At a time. It can be put on hold again then.",
    )
    readiness_hold_days = models.PositiveSmallIntegerField(
        "what has to be in place may be put on hold for, days", default=183, help_text="At a time."
    )
    offer_again_weeks = models.PositiveSmallIntegerField(
        "who said “not now” is asked again after, weeks",
        default=4,
        help_text="What the form of an offer proposes; they may name another day.",
    )

    class Meta:
        abstract = True
