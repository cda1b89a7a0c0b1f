from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from core.models import KeyedModel, VersionedModel
from mentoring.models.mentors import Mentor


def default_remind_days():
    return [56, 14, 0]


class SupervisionSettings(VersionedModel):
    """What a team's manager decides about looking after mentors. A team without a row goes by the defaults."""

    team = models.OneToOneField("accounts.Team", on_delete=models.PROTECT, related_name="supervision_settings")
    supervision_weeks = models.PositiveSmallIntegerField(
        "weeks between supervisions", default=8, validators=[MinValueValidator(1)]
    )
    remind_days = ArrayField(
        models.PositiveSmallIntegerField(),
        default=default_remind_days,
        verbose_name="remind so many days before something runs out",
    )

    @classmethod
    def of_team(cls, team):
        """The team's row, or one that holds the defaults and is not saved. No query where the team came with its settings."""
        return getattr(team, "supervision_settings", None) or cls(team=team)


class BetweenTwoQuerySet(models.QuerySet):
    """Rows of a mentor and a supervisor."""

    def between(self, user):
        """Those in which `user` is one of the two."""
        return self.filter(Q(mentor__user=user) | Q(supervisor=user))


class Supervision(KeyedModel):
    """A mentor and their supervisor sat down together. Managers see that and when; the summary only the two (`between`)."""

    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="supervisions")
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on_date = models.DateField()
    next_date = models.DateField(null=True, blank=True)
    summary = models.TextField(max_length=4000, blank=True)
    recorded_at = models.DateTimeField()

    objects = BetweenTwoQuerySet.as_manager()

    class Meta:
        ordering = ["-on_date", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="next_supervision_is_later", condition=Q(next_date=None) | Q(next_date__gt=F("on_date"))
            ),
        ]


class Debrief(KeyedModel):
    """A talk after something that was hard: asked for, then held. Private to the mentor and the supervisor it was with, whoever
    manages the team and whoever supervises later (`between`). `on_date` is null while it is only asked for."""

    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT, related_name="debriefs")
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True)
    asked_note = models.CharField(max_length=500, blank=True)
    on_date = models.DateField(null=True)
    note = models.TextField(max_length=4000, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(null=True)

    objects = BetweenTwoQuerySet.as_manager()

    class Meta:
        ordering = [F("on_date").desc(nulls_first=True), "-asked_at", "-written_at"]
        constraints = [
            models.CheckConstraint(
                name="debrief_was_asked_for_or_held", condition=Q(asked_at__isnull=False) | Q(on_date__isnull=False)
            ),
            models.CheckConstraint(
                name="debrief_held_has_author_and_moment",
                condition=Q(on_date=None, written_by=None, written_at=None)
                | Q(on_date__isnull=False, written_by__isnull=False, written_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["mentor", "supervisor"], condition=Q(on_date=None), name="one_debrief_asked_for_at_a_time"
            ),
        ]
