from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import KeyedModel
from people.enums import EqualityCodeList, EqualityOutcome


class EqualityOffer(KeyedModel):
    """The equality questions were offered to the person on a day, and what came of it; no answer stands here. Rows are only added."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="equality_offers")
    offered_date = models.DateField()
    outcome = models.CharField(max_length=10, choices=EqualityOutcome)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-offered_date", "-recorded_at"]
        indexes = [models.Index(fields=["person", "offered_date"], name="equality_offer_of_person")]

    def __str__(self):
        return f"Equality offer {self.pk}"


class EqualityAnswers(KeyedModel):
    """What somebody answered to the equality questions, kept apart: read only to be counted (desk.selectors.equality), never
    shown again to anybody and never joined to a page about the person (tests/people/test_equality_apart.py).

    `answers` holds by question a list of codes of the code list; a question that is missing was not asked or not answered, which is
    not the same as "prefer not to say". Answered again, the row is overwritten: no history of who somebody was is kept.
    Without a person the answers have been de-linked, for good.
    """

    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=True)
    code_list = models.CharField(max_length=24, choices=EqualityCodeList)
    answers = models.JSONField(default=dict)
    answered_date = models.DateField()

    class Meta:
        verbose_name_plural = "equality answers"
        constraints = [
            models.CheckConstraint(name="equality_answers_are_not_empty", condition=~Q(answers={})),
        ]

    def __str__(self):
        return f"Equality answers {self.pk}"
