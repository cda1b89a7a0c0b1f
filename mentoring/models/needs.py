from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from core.models import KeyedModel, VersionedModel
from mentoring.enums.needs import Answer, AssessmentKind, NeedArea
from people.models import AboutPersonQuerySet

# "What matters first?" takes three areas (practice.md).
FIRST_AREAS = 3
HIGHEST_SCORE = 100


class ScaleQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(until_date=None)


class Scale(KeyedModel):
    """How a programme puts a number on an area: from where to where, which end is better, and what the ends are called.

    Numbers mean nothing without it, so a scale is never edited: an administrator puts another in its place. Readings on two
    scales are never compared. What the numbers stand for is the programme's own: the text of licensed instruments is not
    in the product (domain.md section 3.4).
    """

    programme = models.ForeignKey("referrals.Programme", on_delete=models.PROTECT, related_name="scales")
    lowest = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(HIGHEST_SCORE)])
    highest = models.PositiveSmallIntegerField(default=10, validators=[MaxValueValidator(HIGHEST_SCORE)])
    lowest_words = models.CharField("what the lowest number means", max_length=60, default="Very hard just now")
    highest_words = models.CharField("what the highest number means", max_length=60, default="Going well")
    higher_is_better = models.BooleanField(default=True)
    need_at = models.PositiveSmallIntegerField(
        "counts as a need from", default=6, help_text="This number, and any that is worse."
    )
    from_date = models.DateField()
    until_date = models.DateField("last day", null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScaleQuerySet.as_manager()

    class Meta:
        ordering = ["-from_date"]
        constraints = [
            models.UniqueConstraint(fields=["programme"], condition=Q(until_date=None), name="one_scale_in_use"),
            models.CheckConstraint(name="scale_runs_upward", condition=Q(highest__gt=F("lowest"))),
            models.CheckConstraint(
                name="scale_ends_after_it_begins", condition=Q(until_date=None) | Q(until_date__gte=F("from_date"))
            ),
            models.CheckConstraint(
                name="scale_counts_a_need_within_its_ends",
                condition=Q(need_at__gte=F("lowest"), need_at__lte=F("highest")),
            ),
        ]

    def is_need(self, score: int) -> bool:
        """Whether a score is one that asks for support: `need_at` or worse."""
        return score <= self.need_at if self.higher_is_better else score >= self.need_at


class AssessmentQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def open(self):
        return self.filter(completed_date=None)

    def oldest_first(self):
        return self.order_by("started_date", "started_at")


class Assessment(VersionedModel):
    """How somebody says things are, area by area, talked through over as many meetings as it takes.

    Completed when they and the mentor have said enough for now; whatever was not talked about stays so. `with_person` is None
    until then. A case has one first assessment and any number of reviews, one of them open at a time.
    """

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="assessments")
    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="assessments")
    kind = models.CharField(max_length=10, choices=AssessmentKind)
    started_date = models.DateField()
    completed_date = models.DateField(null=True, blank=True)
    with_person = models.BooleanField("done with the person", null=True)
    first_areas = ArrayField(models.CharField(max_length=14, choices=NeedArea), default=list, blank=True)
    matters_first = models.TextField(max_length=2000, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    completed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(null=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-started_date", "-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind=AssessmentKind.FIRST), name="one_first_assessment_per_case"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(completed_date=None), name="one_open_assessment_per_case"
            ),
            models.CheckConstraint(
                name="completing_says_when_by_whom_and_with_whom",
                condition=Q(completed_date=None, completed_at=None, completed_by=None, with_person=None)
                | Q(
                    completed_date__gte=F("started_date"),
                    completed_at__isnull=False,
                    completed_by__isnull=False,
                    with_person__isnull=False,
                ),
            ),
        ]

    @property
    def is_open(self):
        return self.completed_date is None

    @property
    def first_area_names(self):
        return [NeedArea(area).label for area in self.first_areas]


class AssessmentScoreQuerySet(models.QuerySet):
    def oldest_first(self):
        return self.order_by("on_date", "recorded_at")

    def saying_whether_a_need(self):
        """Those that say whether an area is a need, with `is_need`: by the number on its scale, word for word as `Scale.is_need`.
        What does not apply is none; what was talked about without a number says nothing of it."""
        scale = F("assessment__scale__need_at")
        counts = Q(assessment__scale__higher_is_better=True, score__lte=scale) | Q(
            assessment__scale__higher_is_better=False, score__gte=scale
        )
        return self.exclude(answer=Answer.NO_NUMBER).annotate(
            is_need=models.Case(models.When(counts, then=True), default=False, output_field=models.BooleanField())
        )


class AssessmentScore(KeyedModel):
    """What was said of one area, on the day it was talked about. No row: not asked."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scores")
    area = models.CharField(max_length=14, choices=NeedArea)
    answer = models.CharField(max_length=14, choices=Answer)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.TextField(max_length=2000, blank=True)
    on_date = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = AssessmentScoreQuerySet.as_manager()

    class Meta:
        ordering = ["on_date", "recorded_at"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "area"], name="one_answer_per_area_and_assessment"),
            models.CheckConstraint(
                name="only_a_scored_area_has_a_score",
                condition=Q(answer=Answer.SCORED, score__isnull=False) | (~Q(answer=Answer.SCORED) & Q(score=None)),
            ),
        ]
