from django.db import models
from django.db.models import Q


class LinkingRules(models.Model):
    """What a programme expects of links to partner services, and how long the places partners hold for it are kept.

    The standard “links to services” (R15) and the figures of unmet need go by the first two.
    """

    link_days = models.PositiveSmallIntegerField(
        "a need is linked with a service within, days",
        default=28,
        help_text="Counted from the day they said it. After that the standard is not met.",
    )
    long_wait_days = models.PositiveSmallIntegerField(
        "waiting for a partner’s service is too long from, days", default=42
    )
    place_offer_days = models.PositiveSmallIntegerField(
        "somebody offered a place has to answer, days", default=3, help_text="0: on the same day."
    )
    place_held_days = models.PositiveSmallIntegerField(
        "a place is kept during a return to custody at most, days", default=28, help_text="0: it is never kept."
    )
    place_reminder_days = models.PositiveSmallIntegerField("remind before a place is no longer kept, days", default=3)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(name="%(class)s_waits_some_days", condition=Q(long_wait_days__gte=1)),
        ]
