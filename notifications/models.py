"""The outbox: one row per notice to one member of staff, sent by the beat. It carries keys, never a name."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from core.models import KeyedModel
from notifications.enums import Kind


class MessageQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(withdrawn_at=None)

    def unread(self):
        return self.filter(read_at=None, withdrawn_at=None)

    def unsent(self):
        """Due for e-mail: in force, not yet sent, not given up."""
        return self.filter(withdrawn_at=None, emailed_at=None, by_email=True, attempts__lt=8)


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
    path = models.CharField(max_length=200, help_text="Address within the product; keys only.")
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
                condition=models.Q(emailed_at=None, withdrawn_at=None, by_email=True, attempts__lt=8),
            ),
            # The header's count of unread notices and the list of notices.
            models.Index(fields=["recipient", "-created_at"], name="message_inbox"),
            models.Index(
                fields=["recipient"], name="message_unread", condition=models.Q(read_at=None, withdrawn_at=None)
            ),
            # Withdrawing the reminders of a case whose liberation day moved.
            models.Index(fields=["subject_key", "kind"], name="message_of_case"),
        ]
