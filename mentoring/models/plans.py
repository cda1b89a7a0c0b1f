import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse

from core.models import KeyedModel, VersionedModel
from mentoring.enums.needs import NeedArea
from mentoring.enums.plans import (
    ActionState,
    Agreement,
    GoalState,
    HoldReason,
    Owner,
    ReviewCause,
    ReviewOutcome,
)
from people.models import AboutPersonQuerySet


class PlanQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def drafts(self):
        return self.filter(agreed_date=None, set_aside_at=None)

    def agreed(self):
        return self.filter(agreed_date__isnull=False)

    def in_force(self):
        """The version that counts now: agreed, and no later one is."""
        return self.filter(is_current=True)

    def with_hold(self, on):
        """Annotates `hold_until` and `hold_reason` of the hold on its review that is in force on a day; null without one."""
        holds = ReviewHold.objects.in_force(on).filter(case=OuterRef("case")).order_by("-until_date")
        return self.annotate(
            hold_until=Subquery(holds.values("until_date")[:1]), hold_reason=Subquery(holds.values("reason")[:1])
        )


class Plan(VersionedModel):
    """One version of a person's own plan. A draft until it is agreed; from then on only the state of its steps changes.

    A changed plan is a new version, with the goals of the one before; it gets its number when it is agreed. `review_due` is the
    day by which the version in force is looked at again, `review_cause` why. A draft nobody wants is set aside, not lost.
    """

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField("version of the plan", null=True)
    agreed_date = models.DateField(null=True, blank=True)
    agreement = models.CharField(max_length=10, choices=Agreement, blank=True)
    signed_paper_date = models.DateField(null=True, blank=True)
    what_changed = models.TextField(max_length=2000, blank=True)
    review_due = models.DateField(null=True, blank=True)
    review_cause = models.CharField(max_length=10, choices=ReviewCause, blank=True)
    is_current = models.BooleanField(default=False, editable=False)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = [F("number").desc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="versions_of_a_plan_are_numbered"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(agreed_date=None, set_aside_at=None), name="one_draft_plan_per_case"
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(is_current=True), name="one_plan_in_force_per_case"),
            models.CheckConstraint(
                name="agreeing_says_when_how_and_by_whom",
                condition=Q(
                    agreed_date=None, agreed_at=None, agreed_by=None, agreement="", number=None, is_current=False
                )
                | Q(
                    ~Q(agreement=""),
                    agreed_date__isnull=False,
                    agreed_at__isnull=False,
                    agreed_by__isnull=False,
                    number__isnull=False,
                    set_aside_at=None,
                ),
            ),
            models.CheckConstraint(
                name="setting_a_draft_aside_has_moment_and_author",
                condition=Q(set_aside_at=None, set_aside_by=None)
                | Q(set_aside_at__isnull=False, set_aside_by__isnull=False),
            ),
            models.CheckConstraint(
                name="signed_plan_has_the_day_of_the_paper",
                condition=Q(agreement=Agreement.SIGNED, signed_paper_date__isnull=False)
                | (~Q(agreement=Agreement.SIGNED) & Q(signed_paper_date=None)),
            ),
            models.CheckConstraint(
                name="plan_in_force_has_a_review_due", condition=Q(is_current=False) | Q(review_due__isnull=False)
            ),
        ]
        indexes = [
            # Reviews that are due, over all plans in force.
            models.Index(fields=["review_due"], name="plan_review_due", condition=Q(is_current=True)),
        ]

    @property
    def is_draft(self):
        return self.agreed_date is None

    def get_absolute_url(self):
        return reverse("mentoring:plan", args=[self.pk])


class Goal(VersionedModel):
    """What the person wants, in their words. `thread` is the same in every version of the plan that has it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    thread = models.UUIDField(default=uuid.uuid4, editable=False)
    place = models.PositiveSmallIntegerField(default=0)
    area = models.CharField(max_length=14, choices=NeedArea, blank=True)
    words = models.TextField(max_length=1000)
    state = models.CharField(max_length=10, choices=GoalState, default=GoalState.OPEN)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "thread"], name="a_goal_once_in_a_version")]


class Action(VersionedModel):
    """A small step towards a goal: what, who does it, by when. `thread` as for goals."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="actions")
    thread = models.UUIDField(default=uuid.uuid4, editable=False)
    place = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=300)
    owner = models.CharField(max_length=14, choices=Owner)
    owner_name = models.CharField("who exactly", max_length=120, blank=True)
    due_date = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ActionState, default=ActionState.TO_DO)
    settled_date = models.DateField("done, or given up, on", null=True, blank=True)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "thread"], name="a_step_once_in_a_goal"),
            models.CheckConstraint(
                name="a_settled_step_has_its_day",
                condition=Q(state=ActionState.TO_DO, settled_date=None)
                | (~Q(state=ActionState.TO_DO) & Q(settled_date__isnull=False)),
            ),
        ]


class PlanReview(KeyedModel):
    """Somebody looked at the plan again with the person: it stayed as it is, or `plan` is the version that came of it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reviews")
    on_date = models.DateField()
    cause = models.CharField(max_length=10, choices=ReviewCause)
    outcome = models.CharField(max_length=10, choices=ReviewOutcome)
    with_person = models.BooleanField("done with the person", default=True)
    note = models.TextField(max_length=2000, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        ordering = ["-on_date", "-reviewed_at"]


class ReviewHoldQuerySet(models.QuerySet):
    def in_force(self, on):
        return self.filter(ended_at=None, until_date__gte=on)


class ReviewHold(KeyedModel):
    """A review that is due waits until a day, for a reason. After it the review is due again by itself."""

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="review_holds")
    reason = models.CharField(max_length=12, choices=HoldReason)
    note = models.CharField(max_length=300, blank=True)
    until_date = models.DateField("last day")
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = ReviewHoldQuerySet.as_manager()

    class Meta:
        ordering = ["-held_at"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="one_hold_on_a_review"),
            models.CheckConstraint(
                name="a_hold_ends_by_somebody_after_it_began",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__gte=F("held_at"), ended_by__isnull=False),
            ),
        ]
