from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.models import VersionedModel
from liberations.enums import AppointmentKind, TravelMode
from people.models import AboutPersonQuerySet


class DayPlanQuerySet(AboutPersonQuerySet):
    to_person = "case__person"


class DayPlan(VersionedModel):
    """The day of release of one time in custody: when they may come out, where from, how they get about, what they have.

    What they do that day are its appointments. The day itself is the ledger's and is not repeated here; whether all of it can
    be done is worked out each time it is asked (`liberations/day_plan.py`).
    """

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="day_plans")
    episode = models.OneToOneField("prisons.CustodialEpisode", on_delete=models.PROTECT, related_name="day_plan")
    out_from = models.TimeField("out at the earliest")
    out_until = models.TimeField("out at the latest")
    start_place = models.ForeignKey(
        "referrals.Place",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Where the day begins. Null: at the gate of the prison they are in.",
    )
    mode = models.CharField("how they get about", max_length=12, choices=TravelMode, default=TravelMode.PUBLIC)
    money_in_hand_pence = models.PositiveIntegerField(null=True, help_text="In pence. Null: not known.")
    phone_in_hand = models.BooleanField("has a phone that works", null=True, help_text="Null: not known.")
    looked_over_prison = models.ForeignKey(
        "prisons.Prison",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The prison from whose gate the ways were last looked over.",
    )

    objects = DayPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="out_until_is_not_before_out_from", condition=Q(out_until__gte=models.F("out_from"))
            )
        ]

    def __str__(self):
        return f"Day plan {self.pk}"

    def get_absolute_url(self):
        return reverse("liberations:day_plan", args=[self.case_id])


class AppointmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(plan__in=DayPlan.objects.visible_to(user))

    def standing(self):
        """In the plan; what was taken out may be put back."""
        return self.filter(removed_at=None)

    def taken_out(self):
        return self.filter(removed_at__isnull=False)


class Appointment(VersionedModel):
    """One stop of a day of release, in its order: an office, the chemist, something to eat, a call, the bed for the night.

    Where it is: a place of our list, or in words. `fixed`: somebody expects them at `start_time`, and waits `grace_minutes` at
    most; `booked_date` is the day it was booked for, null until somebody says. Without `fixed` the time is only when they
    mean to be there. A call may keep the place whose office is called.
    """

    plan = models.ForeignKey(DayPlan, on_delete=models.CASCADE, related_name="appointments")
    number = models.PositiveSmallIntegerField(help_text="Its place in the order of the day.")
    kind = models.CharField(max_length=12, choices=AppointmentKind)
    title = models.CharField("what it is called on paper", max_length=80, blank=True)
    place = models.ForeignKey("referrals.Place", null=True, on_delete=models.PROTECT, related_name="appointments")
    place_text = models.CharField("where, in words", max_length=200, blank=True)
    with_whom = models.CharField("whom to ask for", max_length=100, blank=True)
    bring = models.CharField("what to bring", max_length=200, blank=True)
    start_time = models.TimeField(null=True)
    minutes = models.PositiveSmallIntegerField(default=30, help_text="How long it takes.")
    grace_minutes = models.PositiveSmallIntegerField(default=0, help_text="How late they still take somebody.")
    fixed = models.BooleanField("at a fixed time", default=False)
    booked_date = models.DateField(null=True)
    mandatory = models.BooleanField("has to be done that day", default=False)
    by_phone = models.BooleanField("by phone", default=False)
    phone = models.CharField(max_length=40, blank=True)
    travel_by = models.CharField(
        max_length=12, choices=TravelMode, blank=True, help_text="How they get there. Empty: as on the rest of the day."
    )
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.CheckConstraint(name="fixed_has_a_time", condition=Q(fixed=False) | Q(start_time__isnull=False)),
            models.CheckConstraint(name="place_of_the_list_or_in_words", condition=Q(place=None) | Q(place_text="")),
            models.CheckConstraint(
                name="somewhere_to_go_or_a_call",
                condition=Q(by_phone=True) | Q(place__isnull=False) | ~Q(place_text=""),
            ),
            models.CheckConstraint(
                name="appointment_taken_out_has_moment_and_author",
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Appointment {self.pk}"

    @property
    def called(self):
        """What it is called on paper: what was written, or the place, or what it is for."""
        return self.title or (self.place.name if self.place_id else "") or self.get_kind_display()

    @property
    def where(self):
        """Where it is, in words; whose office it is, for a call."""
        return self.place.name if self.place_id else self.place_text


class LegQuerySet(models.QuerySet):
    def kept(self):
        """The library: ways that stand for everybody's day."""
        return self.filter(plan=None)

    def with_ends(self):
        return self.select_related("from_prison", "from_place", "to_place")


class Leg(VersionedModel):
    """A way somebody knows: from a prison's gate or a place to a place, by what, how long with waiting and walking, the fare.

    Without a plan it is in the library and serves every day; with one it holds for that day only and beats the library there.
    Places that are in no list of ours are named in words, and only in the ways of one plan.
    """

    plan = models.ForeignKey(DayPlan, null=True, on_delete=models.CASCADE, related_name="legs")
    from_prison = models.ForeignKey("prisons.Prison", null=True, on_delete=models.PROTECT, related_name="+")
    from_place = models.ForeignKey("referrals.Place", null=True, on_delete=models.PROTECT, related_name="+")
    from_text = models.CharField(max_length=200, blank=True)
    to_place = models.ForeignKey("referrals.Place", null=True, on_delete=models.PROTECT, related_name="+")
    to_text = models.CharField(max_length=200, blank=True)
    mode = models.CharField(max_length=12, choices=TravelMode)
    minutes = models.PositiveSmallIntegerField(help_text="With waiting and walking.")
    cost_pence = models.PositiveIntegerField(default=0, help_text="The fare, in pence.")
    both_ways = models.BooleanField("the same the other way round", default=True)
    note = models.CharField(max_length=200, blank=True, help_text="Which bus, from which stop.")

    objects = LegQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="way_begins_somewhere",
                condition=Q(from_prison__isnull=False, from_place=None, from_text="")
                | Q(from_prison=None, from_place__isnull=False, from_text="")
                | (Q(from_prison=None, from_place=None) & ~Q(from_text="")),
            ),
            models.CheckConstraint(
                name="way_ends_somewhere",
                condition=Q(to_place__isnull=False, to_text="") | (Q(to_place=None) & ~Q(to_text="")),
            ),
            models.CheckConstraint(
                name="words_only_in_a_plan", condition=Q(plan__isnull=False) | Q(from_text="", to_text="")
            ),
            models.UniqueConstraint(
                fields=["plan", "from_prison", "from_place", "from_text", "to_place", "to_text", "mode"],
                nulls_distinct=False,
                name="one_way_of_each_kind",
            ),
        ]

    def __str__(self):
        return f"Way {self.pk}"

    @property
    def begins(self):
        """Where it begins, in words."""
        if self.from_prison_id:
            return f"the gate of {self.from_prison.name}"
        return self.from_place.name if self.from_place_id else self.from_text

    @property
    def ends(self):
        return self.to_place.name if self.to_place_id else self.to_text
