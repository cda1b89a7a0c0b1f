from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import KeyedModel
from liberations.keeping_contact.enums import SAID_STEPS, FirstStep, StepAnswer
from people.models import AboutPersonQuerySet


class FirstHourAnswerQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def in_force(self):
        return self.filter(taken_back_at=None)


class FirstHourAnswer(KeyedModel):
    """What was said of one step of the first 48 hours. Said again, it is a new row; the former is taken back and stays.

    The other steps have no rows: the gate, the bed and the contacts say them (keeping_contact/hours.py).
    """

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="first_hour_answers")
    episode = models.ForeignKey("prisons.CustodialEpisode", on_delete=models.PROTECT, related_name="first_hour_answers")
    step = models.CharField(max_length=12, choices=FirstStep)
    answer = models.CharField(max_length=10, choices=StepAnswer)
    note = models.CharField(max_length=300, blank=True)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)

    objects = FirstHourAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["said_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "episode", "step"],
                condition=Q(taken_back_at=None),
                name="one_answer_in_force_per_first_step",
            ),
            models.CheckConstraint(
                name="what_did_not_work_says_why", condition=~Q(answer=StepAnswer.NOT_YET) | ~Q(note="")
            ),
            models.CheckConstraint(
                name="only_what_is_said_has_an_answer", condition=Q(step__in=[step.value for step in SAID_STEPS])
            ),
        ]

    def __str__(self):
        return f"Answer of the first hours {self.pk}"
