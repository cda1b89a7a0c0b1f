from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Subquery

from core.models import KeyedModel
from mentoring.enums.cases import AssignmentRole
from mentoring.enums.match_reviews import MatchOutcome
from mentoring.models.cases import Assignment
from mentoring.models.meetings import Meeting
from people.models import AboutPersonQuerySet


class MatchReviewQuerySet(AboutPersonQuerySet):
    to_person = "assignment__case__person"


class MatchReview(KeyedModel):
    """How a person and their mentor get on: asked after the first meeting, and again whenever it seems right.

    Kept as said; a later look is a row of its own.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="reviews")
    on_date = models.DateField()
    in_their_words = models.TextField(max_length=2000, blank=True)
    mentors_view = models.TextField(max_length=2000, blank=True)
    outcome = models.CharField(max_length=6, choices=MatchOutcome)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = MatchReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at"]

    def __str__(self):
        return f"Match review {self.pk}"


def match_to_review(case="pk"):
    """Of a case, as an annotation: whether its mentor has met the person and nobody has asked yet how the match goes."""
    met = Meeting.objects.two_way().filter(
        case=OuterRef("case"), mentor=OuterRef("mentor"), on_date__gte=OuterRef("from_date")
    )
    return Exists(
        Assignment.objects.lead()
        .current()
        .filter(Exists(met), ~Exists(MatchReview.objects.filter(assignment=OuterRef("pk"))), case=OuterRef(case))
    )


def match_outcome(case="pk"):
    """Of a case, as an annotation: what the latest look at its present match came to (MatchOutcome); null if none was taken."""
    looks = MatchReview.objects.filter(
        assignment__case=OuterRef(case), assignment__role=AssignmentRole.LEAD, assignment__until_date=None
    )
    return Subquery(looks.order_by("-recorded_at").values("outcome")[:1])
