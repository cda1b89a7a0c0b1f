from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import KeyedModel
from mentoring.enums.needs import NeedArea
from mentoring.enums.outcomes import STARTED, OutcomeAnswer, OutcomeSource, OutcomeTopic
from people.models import AboutPersonQuerySet


class OutcomeQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def current(self):
        """Without answers that a later one has taken the place of."""
        return self.filter(is_current=True)


class Outcome(KeyedModel):
    """How one thing is, so many weeks after a release: an answer, who says so and the day it is true of.

    Another answer is another row; the earlier one stays. `since_date` is the day on which a job, course or training began.
    """

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="outcomes")
    episode = models.ForeignKey("prisons.CustodialEpisode", on_delete=models.PROTECT, related_name="outcomes")
    week = models.PositiveSmallIntegerField(help_text="After release; 0 is the day itself.")
    topic = models.CharField(max_length=14, choices=OutcomeTopic)
    answer = models.CharField(max_length=14, choices=OutcomeAnswer)
    since_date = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=8, choices=OutcomeSource)
    on_date = models.DateField()
    is_current = models.BooleanField(default=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["week", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "episode", "week", "topic"],
                condition=Q(is_current=True),
                name="one_answer_counts_per_reading_and_topic",
            ),
            models.CheckConstraint(
                name="only_what_began_has_a_first_day",
                condition=Q(since_date=None) | Q(answer__in=[each.value for each in STARTED]),
            ),
        ]


class SmallWinQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def standing(self):
        """Without those entered by mistake."""
        return self.filter(struck_at=None)


class SmallWin(KeyedModel):
    """Something that went well, in the person's words. Entered by mistake it is struck, not deleted."""

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="small_wins")
    on_date = models.DateField()
    words = models.CharField(max_length=500)
    area = models.CharField(max_length=16, choices=NeedArea, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)

    objects = SmallWinQuerySet.as_manager()

    class Meta:
        ordering = ["-on_date", "-recorded_at"]
