from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.urls import reverse

from core.models import ClosingQuerySet, KeyedModel, VersionedModel
from core.ranges import DateRange
from mentoring.enums.held_places import LIVED_IN, RUNNING_STAYS, HeldPlaceKind, LeaveReason, StayState
from people.models import AboutPersonQuerySet


class HeldPlaceQuerySet(ClosingQuerySet):
    def of_team(self, user):
        """Those that partners hold for the user's team. Who lives there is another question (PlaceStay.visible_to)."""
        return self.filter(team=user.team_id)

    def with_stay(self):
        """Adds the relation `now`: the stay that runs, if any."""
        return self.annotate(now=FilteredRelation("stays", condition=Q(stays__until_date=None)))

    def free(self):
        """Nobody has it, and nobody was offered it."""
        return self.with_stay().filter(now=None)


class HeldPlace(VersionedModel):
    """A room, flat or bed that a partner agency's service holds for people of one team."""

    service = models.ForeignKey("referrals.Service", on_delete=models.PROTECT, related_name="held_places")
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="held_places")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=HeldPlaceKind)
    area = models.ForeignKey(
        "prisons.LocalAuthority", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    address = models.CharField(max_length=200, blank=True, help_text="Shown on the page of the place alone.")
    notes = models.TextField(
        "what to know", max_length=1000, blank=True, help_text="Who may live there, rules of the house, keys."
    )
    closed_date = models.DateField(null=True, blank=True)

    objects = HeldPlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "name"],
                condition=Q(closed_date=None),
                name="one_open_place_per_service_and_name",
                violation_error_message="This service has an open place of this name already.",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("mentoring:held_place", args=[self.pk])


class PlaceStayQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def running(self):
        return self.filter(until_date=None)


class PlaceStay(VersionedModel):
    """One person and one place: offered, taken, kept for them while in custody, left. Never two at once in one place.

    The place is theirs from `from_date` until before `until_date`, the first day on which it is free again. How it came to be as it is
    stands in its steps, the last of which can be taken back.
    """

    place = models.ForeignKey(HeldPlace, on_delete=models.PROTECT, related_name="stays")
    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="place_stays")
    state = models.CharField(max_length=10, choices=StayState, default=StayState.OFFERED)
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    answer_by = models.DateField("answer by")
    held_until = models.DateField("kept until", null=True, blank=True, help_text="The last day on which it is kept.")
    state_date = models.DateField(help_text="When it came to its present state.")
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()

    objects = PlaceStayQuerySet.as_manager()

    class Meta:
        ordering = ["-from_date", "-offered_at"]
        constraints = [
            ExclusionConstraint(
                name="never_two_at_once_in_one_place",
                expressions=[
                    ("place", RangeOperators.EQUAL),
                    (DateRange("from_date", "until_date"), RangeOperators.OVERLAPS),
                ],
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=sorted(LIVED_IN)), name="nobody_lives_in_two_places"
            ),
            models.CheckConstraint(
                name="a_stay_runs_until_it_is_over",
                condition=Q(state__in=sorted(RUNNING_STAYS), until_date=None)
                | (~Q(state__in=sorted(RUNNING_STAYS)) & Q(until_date__gte=F("from_date"))),
            ),
            models.CheckConstraint(
                name="a_place_is_kept_until_a_day",
                condition=Q(state=StayState.HELD, held_until__gte=F("state_date"))
                | (~Q(state=StayState.HELD) & Q(held_until=None)),
            ),
            models.CheckConstraint(name="an_offer_is_answered_after_it", condition=Q(answer_by__gte=F("from_date"))),
        ]

    def __str__(self):
        return f"Stay {self.pk}"

    def get_absolute_url(self):
        return reverse("mentoring:stay", args=[self.pk])

    @property
    def is_running(self):
        return self.state in RUNNING_STAYS


class StayStepQuerySet(models.QuerySet):
    def standing(self):
        """Without those taken back."""
        return self.filter(taken_back_at=None)


class StayStep(KeyedModel):
    """What became of a stay at one moment. Steps are added and taken back, never changed."""

    stay = models.ForeignKey(PlaceStay, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=StayState)
    on_date = models.DateField()
    held_until = models.DateField("kept until", null=True, blank=True)
    leave_reason = models.CharField("why they left", max_length=14, choices=LeaveReason, blank=True)
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    objects = StayStepQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["stay", "number"], name="steps_of_a_stay_are_numbered"),
            models.CheckConstraint(
                name="who_left_says_why",
                condition=(Q(state=StayState.LEFT) & ~Q(leave_reason=""))
                | (~Q(state=StayState.LEFT) & Q(leave_reason="")),
            ),
            models.CheckConstraint(
                name="a_stay_step_taken_back_by_somebody",
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Step of a stay {self.pk}"
