from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from core.models import KeyedModel
from mentoring.models import Meeting


class FollowUpQuerySet(models.QuerySet):
    def with_contact(self):
        """Annotates `contact_date`: the first two-way contact on or after the first day of its window, null if none yet."""
        return self.annotate(contact_date=Subquery(self._contacts().order_by("on_date").values("on_date")[:1]))

    def outstanding(self):
        """Those of open cases whose person is out and with whom nobody has spoken in the window or since."""
        return self.filter(~Exists(self._contacts()), case__closed_date=None, episode=F("case__episode"))

    def overdue(self, on):
        return self.filter(due_date__lt=on).outstanding()

    @staticmethod
    def _contacts():
        return Meeting.objects.two_way().filter(case=OuterRef("case"), on_date__gte=OuterRef("window_from_date"))


class FollowUp(KeyedModel):
    """A contact in the community that the programme promises, with the days it may be made in.

    Whether it is done is not stored: a two-way contact on or after `window_from_date` settles it, so that a contact logged
    anywhere counts at once. The first is the 48 hours: the day of release and two days after (domain.md section 3.5).
    """

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="follow_ups")
    episode = models.ForeignKey("prisons.CustodialEpisode", on_delete=models.PROTECT, related_name="follow_ups")
    days_after = models.PositiveSmallIntegerField(help_text="Due so many days after the day of release.")
    window_from_date = models.DateField()
    due_date = models.DateField()
    every_days = models.PositiveSmallIntegerField(
        null=True,
        help_text="Made for a contact every so many days, by how much support they need; null: as for everybody.",
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_date"]
        constraints = [
            models.UniqueConstraint(fields=["episode", "case", "days_after"], name="one_follow_up_per_step"),
            models.CheckConstraint(
                name="follow_up_window_is_ordered", condition=Q(due_date__gte=F("window_from_date"))
            ),
        ]
        indexes = [
            models.Index(fields=["due_date"], name="follow_up_due"),
            models.Index(fields=["case", "due_date"], name="follow_up_of_case"),
        ]
