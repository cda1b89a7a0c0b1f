from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from core.models import KeyedModel, VersionedModel
from mentoring.enums.matching import GenderWish, Need, Phase, Wish
from mentoring.enums.mentors import Language

MOST_WEIGHT = Decimal(5)


def _weight(label, default, **more):
    """A factor of the caseload: 1 is somebody of usual need, near the gate, in an area the mentor covers."""
    bounds = [MinValueValidator(Decimal(0)), MaxValueValidator(MOST_WEIGHT)]
    return models.DecimalField(
        label, max_digits=4, decimal_places=2, default=Decimal(default), validators=bounds, **more
    )


class CaseloadWeights(VersionedModel):
    """How a team weighs its caseload, and how soon people get a mentor. A team without a row goes by the defaults.

    A person weighs need × phase × travel, to one decimal place; a mentor's load is the sum over the people they lead.
    """

    team = models.OneToOneField("accounts.Team", on_delete=models.PROTECT, related_name="caseload_weights")
    need_light = _weight("less support than usual", "0.5")
    need_usual = _weight("usual support", "1", help_text="Also until somebody has judged it.")
    need_high = _weight("more support than usual", "1.5")
    phase_ahead = _weight("liberation far ahead", "0.5")
    phase_near = _weight("liberation near, or the day not known", "1")
    phase_first = _weight("first weeks outside", "1.5")
    phase_later = _weight("later outside", "0.75")
    travel_far = _weight("outside the mentor’s areas", "1.25", help_text="Their prison, and after the gate their home.")
    near_days = models.PositiveSmallIntegerField("liberation is near, days before", default=42)
    first_days = models.PositiveSmallIntegerField("the first weeks outside, in days", default=28)
    full_week_days = models.PositiveSmallIntegerField(
        "days that make a full week",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(7)],
        help_text="Who works fewer has room for fewer: 20 people at three days of five are room for 12.",
    )
    wait_days = models.PositiveSmallIntegerField("a mentor is found within how many days of agreeing", default=7)
    lead_days = models.PositiveSmallIntegerField("and at the latest how many days before liberation", default=42)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="caseload_weights_are_not_negative",
                condition=Q(need_light__gte=0)
                & Q(need_usual__gte=0)
                & Q(need_high__gte=0)
                & Q(phase_ahead__gte=0)
                & Q(phase_near__gte=0)
                & Q(phase_first__gte=0)
                & Q(phase_later__gte=0)
                & Q(travel_far__gte=0),
            )
        ]

    def __str__(self):
        return f"Caseload weights {self.pk}"

    def of_need(self, need) -> Decimal:
        return {Need.LIGHT: self.need_light, Need.HIGH: self.need_high}.get(need, self.need_usual)

    def of_phase(self, phase) -> Decimal:
        return {
            Phase.AHEAD: self.phase_ahead,
            Phase.FIRST: self.phase_first,
            Phase.LATER: self.phase_later,
        }.get(phase, self.phase_near)

    def of_travel(self, *, far: bool) -> Decimal:
        return self.travel_far if far else Decimal(1)


class MatchPreferenceQuerySet(models.QuerySet):
    def current(self):
        return self.filter(is_current=True)


class MatchPreference(KeyedModel):
    """What the person would like of their mentor, when they were asked. Asked again is another row; the newest counts."""

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="match_preferences")
    gender = models.CharField(max_length=14, choices=GenderWish, default=GenderWish.NOT_ASKED)
    language_wish = models.CharField(max_length=14, choices=Wish, default=Wish.NOT_ASKED)
    language = models.CharField(max_length=3, choices=Language, blank=True)
    lived_experience = models.CharField(max_length=14, choices=Wish, default=Wish.NOT_ASKED)
    note = models.CharField(max_length=300, blank=True, help_text="Anything else, in their words.")
    asked_date = models.DateField()
    is_current = models.BooleanField(default=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = MatchPreferenceQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_date", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(is_current=True), name="one_match_preference_counts"),
            models.CheckConstraint(
                name="a_wanted_language_is_named", condition=~Q(language_wish=Wish.WANTED) | ~Q(language="")
            ),
        ]

    def __str__(self):
        return f"Match preference {self.pk}"

    @property
    def all_asked(self) -> bool:
        """Whether all three were asked, whatever the answers (domain.md section 4, R13)."""
        asked = self.gender, self.language_wish, self.lived_experience
        return Wish.NOT_ASKED not in asked


class Allocation(KeyedModel):
    """One decision of a manager about who mentors whom, for one person or many at once; taken back as a whole."""

    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="allocations")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="taking_an_allocation_back_has_moment_and_author",
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
            )
        ]

    def __str__(self):
        return f"Allocation of {self.made_at:%Y-%m-%d %H:%M}"
