from django.db import models
from django.db.models import F, Q

from core.models import ClosingQuerySet, VersionedModel
from prisons.enums import Weekday


class VisitRoom(VersionedModel):
    """A room in a prison where agencies meet people. Private: nobody else in it, and the door can be shut (standard R11)."""

    prison = models.ForeignKey("prisons.Prison", on_delete=models.PROTECT, related_name="visit_rooms")
    name = models.CharField(max_length=80)
    is_private = models.BooleanField("private")
    closed_date = models.DateField("not used from", null=True, blank=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["prison", "name"], condition=Q(closed_date=None), name="one_room_of_a_name_in_a_prison"
            )
        ]

    def __str__(self):
        return self.name


class VisitSlotQuerySet(ClosingQuerySet):
    def weekdays(self):
        """The days of the week of the slots in use, in order."""
        return sorted(set(self.filter(closed_date=None).order_by().values_list("weekday", flat=True)))


class VisitSlot(VersionedModel):
    """A time of the week at which a prison takes agencies' visits, and how many people can be seen in it.

    The days of a prison's slots are its `visiting_weekdays` (`services/visits.py` keeps them so).
    """

    prison = models.ForeignKey("prisons.Prison", on_delete=models.PROTECT, related_name="visit_slots")
    weekday = models.PositiveSmallIntegerField("day of the week", choices=Weekday)
    from_time = models.TimeField()
    until_time = models.TimeField()
    places = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Null: not known.")
    closed_date = models.DateField("not used from", null=True, blank=True)

    objects = VisitSlotQuerySet.as_manager()

    class Meta:
        ordering = ["weekday", "from_time"]
        constraints = [
            models.UniqueConstraint(
                fields=["prison", "weekday", "from_time"],
                condition=Q(closed_date=None),
                name="one_slot_at_a_time_of_the_week",
            ),
            models.CheckConstraint(name="slot_ends_after_it_begins", condition=Q(until_time__gt=F("from_time"))),
            models.CheckConstraint(name="slot_is_on_a_weekday", condition=Q(weekday__range=(1, 7))),
            models.CheckConstraint(name="slot_has_a_place", condition=Q(places=None) | Q(places__gte=1)),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.from_time:%H:%M} to {self.until_time:%H:%M}"
