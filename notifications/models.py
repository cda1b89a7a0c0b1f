"""The outbox: one row per notice to one member of staff, sent by the beat. It carries keys, never a name.

And the record of the jobs themselves."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from core.models import KeyedModel
from notifications.enums import Kind

# With the waits of services/outbox.py a message is given up after four days.
MOST_ATTEMPTS = 8


class Silence(models.Model):
    """`user` is told nothing about a person: neither what was written before it is lifted again, nor before it was laid.

    `people.services.connections` keeps these rows in step with who knows whom outside their work.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    person_key = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "person_key"], name="silenced_once_about_a_person")]

    def __str__(self):
        return f"Silence {self.pk}"


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A notice is for its recipient alone, and for nobody while they are told nothing about that person."""
        return self.filter(recipient=user).not_silenced()

    def not_silenced(self):
        laid = Silence.objects.filter(user=models.OuterRef("recipient"), person_key=models.OuterRef("person_key"))
        return self.filter(~models.Exists(laid))

    def in_force(self):
        return self.filter(withdrawn_at=None)

    def unread(self):
        return self.filter(read_at=None, withdrawn_at=None)

    def unsent(self):
        """Due for e-mail: in force, not yet sent, not given up."""
        due = self.filter(withdrawn_at=None, emailed_at=None, by_email=True, attempts__lt=MOST_ATTEMPTS)
        return due.not_silenced()


class Message(KeyedModel):
    """A notice in the product and, if `by_email`, once by e-mail.

    `dedupe_key` says what the notice is (kind, case, day, recipient): written again, it stays one. `subject_key` is the
    case; `due_date` the day it is about; `offset_days` how many days before liberation, for reminders.
    A notice that has become false is withdrawn, not deleted.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=30, choices=Kind)
    dedupe_key = models.CharField(max_length=200, unique=True)
    subject_key = models.UUIDField(null=True)
    person_key = models.UUIDField(null=True)
    due_date = models.DateField(null=True)
    liberation_date = models.DateField(null=True)
    offset_days = models.SmallIntegerField(null=True)
    reference = models.CharField(
        max_length=20, blank=True, db_default="", help_text="The case's reference: all that an e-mail says of it."
    )
    path = models.CharField(max_length=200, help_text="Address within the product; keys only.")
    question_path = models.CharField(
        max_length=200,
        blank=True,
        db_default="",
        help_text="Where a press answers what the notice asks; empty once it is.",
    )
    created_at = models.DateTimeField(db_default=Now())
    by_email = models.BooleanField(default=True, db_default=True)
    emailed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    retry_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            # Claiming what to send: oldest first among the unsent.
            models.Index(
                fields=["retry_at"],
                name="message_to_send",
                condition=models.Q(emailed_at=None, withdrawn_at=None, by_email=True, attempts__lt=MOST_ATTEMPTS),
            ),
            # The header's count of unread notices and the list of notices.
            models.Index(fields=["recipient", "-created_at"], name="message_inbox"),
            models.Index(
                fields=["recipient"], name="message_unread", condition=models.Q(read_at=None, withdrawn_at=None)
            ),
            # Withdrawing the reminders of a case whose liberation day moved.
            models.Index(fields=["subject_key", "kind"], name="message_of_case"),
            # Sweeps: the reminders that speak of a day to come, the notices of flags still open.
            models.Index(
                fields=["kind", "liberation_date"], name="message_in_force", condition=models.Q(withdrawn_at=None)
            ),
            # The same with those withdrawn: which reminders of the days to come are there already.
            models.Index(fields=["kind", "liberation_date"], name="message_by_day"),
            # Taking the question off the notices that ask it, once it is answered.
            models.Index(fields=["question_path"], name="message_asking", condition=~models.Q(question_path="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_leads_into_the_product", condition=models.Q(path__regex=r"^/([^/\\\s]\S*)?$")
            ),
            models.CheckConstraint(
                name="message_reference_is_one_word", condition=models.Q(reference__regex=r"^[A-Z0-9-]*$")
            ),
        ]


class JobRun(models.Model):
    """The latest run of one job. `ended_at` is null while it runs, or when its worker died. It holds counts, no keys."""

    name = models.CharField(max_length=100, primary_key=True, help_text="The task's name.")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True, help_text="When it last ended well.")
    failed = models.BooleanField(default=False)
    result = models.JSONField(default=dict, help_text="What it did, in counts; the kind of error if it failed.")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="failed_run_has_ended", condition=models.Q(failed=False) | models.Q(ended_at__isnull=False)
            ),
        ]

    def __str__(self):
        return self.name
