from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.models import KeyedModel, VersionedModel
from mentoring.enums.cases import EndingKind, EndingReason, HowTalked, ReopenReason
from people.models import AboutPersonQuerySet


class EndingQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def in_force(self):
        """Without those of cases that were reopened."""
        return self.filter(reopened_at=None)


class Ending(VersionedModel):
    """How a case ended, in ours and in the person's words. A reopened case keeps its earlier endings."""

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="endings")
    ended_date = models.DateField()
    kind = models.CharField(max_length=10, choices=EndingKind)
    reason = models.CharField(max_length=20, choices=EndingReason)
    reason_note = models.CharField(max_length=300, blank=True)
    summary = models.TextField(max_length=4000, blank=True, help_text="Agreed with the person where possible.")
    agreed_with_person = models.BooleanField(default=False)
    their_words = models.TextField(max_length=4000, blank=True, help_text="What they say about the support.")
    letter = models.TextField(
        max_length=4000, blank=True, help_text="What the letter to them says; no letter if empty."
    )
    letter_given_date = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reopen_reason = models.CharField(max_length=16, choices=ReopenReason, blank=True)
    reopen_note = models.CharField(max_length=500, blank=True)

    objects = EndingQuerySet.as_manager()

    class Meta:
        ordering = ["-ended_at"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(reopened_at=None), name="one_ending_in_force"),
            models.CheckConstraint(
                name="reopening_has_moment_and_author",
                condition=Q(reopened_at=None, reopened_by=None)
                | Q(reopened_at__isnull=False, reopened_by__isnull=False),
            ),
            models.CheckConstraint(
                name="only_what_was_reopened_has_a_reason_for_it",
                condition=Q(reopen_reason="") | Q(reopened_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_letter_is_given_after_support_ended",
                condition=Q(letter_given_date=None) | Q(letter_given_date__gte=F("ended_date")),
            ),
        ]

    def get_absolute_url(self):
        return reverse("mentoring:ending", args=[self.pk])


class EndingConversationQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def in_force(self):
        return self.filter(called_off_at=None)

    def of_the_present(self):
        """About the ending in force, or one to come; not about one before the case was reopened."""
        return self.in_force().filter(Q(ending=None) | Q(ending__reopened_at=None))

    def coming(self):
        """About an ending that has not come yet."""
        return self.in_force().filter(ending=None)


class EndingConversation(KeyedModel):
    """A talk with the person about when and how support is to end. Another talk is another row; the latest says what counts.

    Those held before an ending belong to it, so that they say nothing about a later one. `contact_days` is the step-down
    they agreed: until the last day we are in touch every so many days.
    """

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="ending_conversations")
    ending = models.ForeignKey(Ending, null=True, on_delete=models.PROTECT, related_name="conversations")
    on_date = models.DateField()
    how = models.CharField(max_length=10, choices=HowTalked)
    planned_date = models.DateField("last day of support, as agreed")
    their_words = models.TextField(max_length=2000, blank=True)
    still_to_do = models.TextField(max_length=2000, blank=True)
    contact_days = models.PositiveSmallIntegerField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True)
    called_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    called_off_note = models.CharField(max_length=500, blank=True)

    objects = EndingConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-on_date", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="support_ends_after_the_talk_about_it", condition=Q(planned_date__gte=F("on_date"))
            ),
            models.CheckConstraint(
                name="calling_off_has_moment_and_author",
                condition=Q(called_off_at=None, called_off_by=None)
                | Q(called_off_at__isnull=False, called_off_by__isnull=False),
            ),
            models.CheckConstraint(
                name="contact_steps_down_to_some_days", condition=Q(contact_days=None) | Q(contact_days__gte=1)
            ),
        ]
        indexes = [
            # Endings that are coming, by their day.
            models.Index(
                fields=["planned_date"],
                name="ending_coming",
                condition=Q(ending=None, called_off_at=None),
            ),
        ]
