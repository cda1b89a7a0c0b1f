from django.conf import settings
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.urls import reverse

from core.models import KeyedModel
from liberations.enums import GateAnswer, GateDecision, GateState
from people.models import AboutPersonQuerySet


class GateQuestionQuerySet(AboutPersonQuerySet):
    to_person = "gate__case__person"

    def in_force(self):
        """Not asked again since, for another day or of another mentor."""
        return self.filter(over_at=None)

    def about_coming_gates(self):
        """In force, and the gate is still as it was asked about: wanted, with this mentor, on this day, the person inside."""
        return (
            self.in_force()
            .annotate(
                ledger=FilteredRelation(
                    "gate__episode__release_dates", condition=Q(gate__episode__release_dates__is_current=True)
                )
            )
            .filter(
                gate__state=GateState.PLANNED,
                gate__decision=GateDecision.WANTED,
                gate__case__closed_date=None,
                gate__episode__released_date=None,
                ledger__liberation_date=F("liberation_date"),
            )
            .filter(Q(gate__mentor=F("mentor")) | Q(gate__second=F("mentor")))
        )

    def of_who_meets(self):
        """Without those to the second who goes along."""
        return self.filter(gate__mentor=F("mentor"))

    def unanswered(self):
        return self.filter(answer=GateAnswer.NOT_YET)


class GateQuestion(KeyedModel):
    """A mentor is asked whether they can be at a gate on a day, to meet the person or as the second who goes along.

    One is in force for each who is to go; the others are history.

    Managers are told when the answer is "I can't", or when there is none by `answer_by_at`.
    """

    gate = models.ForeignKey("liberations.GateLiberation", on_delete=models.PROTECT, related_name="questions")
    mentor = models.ForeignKey("mentoring.Mentor", on_delete=models.PROTECT, related_name="gate_questions")
    liberation_date = models.DateField()
    asked_at = models.DateTimeField()
    answer_by_at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=GateAnswer, default=GateAnswer.NOT_YET)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    managers_told_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True, help_text="Asked again since, or the gate is over.")

    objects = GateQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["gate", "mentor"], condition=Q(over_at=None), name="one_question_in_force_per_goer"
            ),
            models.CheckConstraint(
                name="an_answer_has_moment_and_author",
                condition=Q(answer=GateAnswer.NOT_YET, answered_at=None, answered_by=None)
                | (~Q(answer=GateAnswer.NOT_YET) & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
        ]
        indexes = [
            # The job that looks for questions nobody has answered in time.
            models.Index(
                fields=["answer_by_at"],
                name="gate_question_unanswered",
                condition=Q(over_at=None, answer=GateAnswer.NOT_YET),
            ),
        ]

    def __str__(self):
        return f"Gate question {self.pk}"

    @property
    def is_going(self):
        return self.answer == GateAnswer.GOING

    @property
    def cannot(self):
        return self.answer == GateAnswer.CANNOT

    @property
    def is_to_second(self):
        """Whether the question is to who goes along, not to who meets the person. Comes with its gate."""
        return self.mentor_id != self.gate.mentor_id

    def get_absolute_url(self):
        """Where the answer is posted."""
        return reverse("liberations:gate_answer", args=[self.pk])
