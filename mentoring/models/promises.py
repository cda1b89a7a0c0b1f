from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import VersionedModel
from mentoring.enums.plans import PromiseState
from people.models import AboutPersonQuerySet


class PromiseQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def open(self):
        return self.filter(state=PromiseState.OPEN)

    def to_see_to(self):
        """Without those still open when support ended: nobody is there to keep them, unless the case is reopened."""
        return self.exclude(state=PromiseState.OPEN, case__closed_date__isnull=False)

    def late(self, on):
        """Still open after the day by which they were to be kept."""
        return self.open().filter(due_date__lt=on)

    def late_for_managers(self, on):
        """Late by as many days as the programme gives before its manager hears of it."""
        return self.open().filter(due_date__lte=on - F("case__programme__promise_late_days"))


class Promise(VersionedModel):
    """What we said we would do for a person, by when: kept, or the person was told why not.

    `mentor` is who has to keep it now; it goes to whoever takes over from them. `made_by` is who gave it.
    """

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="promises")
    mentor = models.ForeignKey("mentoring.Mentor", null=True, on_delete=models.PROTECT, related_name="promises")
    words = models.CharField(max_length=300)
    promised_date = models.DateField()
    due_date = models.DateField()
    state = models.CharField(max_length=10, choices=PromiseState, default=PromiseState.OPEN)
    settled_date = models.DateField("kept, or explained, on", null=True, blank=True)
    explanation = models.TextField(max_length=1000, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["due_date", "made_at"]
        constraints = [
            models.CheckConstraint(
                name="promise_is_due_after_it_was_made", condition=Q(due_date__gte=F("promised_date"))
            ),
            models.CheckConstraint(
                name="a_settled_promise_has_day_and_author",
                condition=Q(state=PromiseState.OPEN, settled_date=None, settled_at=None, settled_by=None)
                | Q(
                    ~Q(state=PromiseState.OPEN),
                    settled_date__isnull=False,
                    settled_at__isnull=False,
                    settled_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="a_promise_not_kept_is_explained",
                condition=~Q(state=PromiseState.EXPLAINED) | ~Q(explanation=""),
            ),
        ]
        indexes = [
            # What is still owed, by its day.
            models.Index(fields=["due_date"], name="promise_open", condition=Q(state=PromiseState.OPEN)),
            models.Index(fields=["case"], name="promise_open_of_case", condition=Q(state=PromiseState.OPEN)),
        ]
