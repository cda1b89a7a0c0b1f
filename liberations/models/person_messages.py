from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.models import KeyedModel, VersionedModel
from liberations.keeping_contact.enums import MessageChannel, PersonMessageState, WhyStopped
from people.models import AboutPersonQuerySet

# With the waits of services/person_outbox.py a message is given up within the day: tomorrow it would say something else.
MOST_TRIES = 4


class MessageText(VersionedModel):
    """Words that may be sent to a person, kept by administrators. They name no prison, no service and nothing of what we do
    (keeping_contact/neutral.py): somebody else may see the phone."""

    name = models.CharField(max_length=80, unique=True, help_text="What staff choose it by; the person never sees it.")
    subject = models.CharField(max_length=80, blank=True, help_text="Of an e-mail.")
    text = models.TextField(max_length=300)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def is_open(self):
        return self.closed_at is None


class PersonMessageQuerySet(AboutPersonQuerySet):
    to_person = "case__person"

    def waiting(self):
        return self.filter(state=PersonMessageState.WAITING)

    def unsent(self):
        return self.waiting().filter(tries__lt=MOST_TRIES)


class PersonMessage(KeyedModel):
    """A text or an e-mail to the person: who asked for it, its words as they go out, and what became of it.

    Sent by the beat, never at night, and only while they agree to it; the number or address is the person's at that moment
    and is not kept here. Once it is gone a try stands among the contacts.
    """

    case = models.ForeignKey("mentoring.Case", on_delete=models.PROTECT, related_name="person_messages")
    channel = models.CharField(max_length=5, choices=MessageChannel)
    message_text = models.ForeignKey(MessageText, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=80, blank=True)
    body = models.TextField(max_length=400)
    state = models.CharField(max_length=8, choices=PersonMessageState)
    why_stopped = models.CharField(max_length=14, choices=WhyStopped, blank=True, db_default="")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    send_at = models.DateTimeField(help_text="Not before; in the morning, if it was asked for at night.")
    retry_at = models.DateTimeField(db_default=Now())
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    settled_at = models.DateTimeField(null=True, help_text="When it was sent, given up or stopped.")
    meeting = models.OneToOneField(
        "mentoring.Meeting", null=True, on_delete=models.PROTECT, related_name="message", help_text="The try it was."
    )

    objects = PersonMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                name="message_to_a_person_is_settled_once",
                condition=Q(
                    settled_at=None, state__in=[PersonMessageState.BY_HAND.value, PersonMessageState.WAITING.value]
                )
                | (
                    Q(settled_at__isnull=False)
                    & ~Q(state__in=[PersonMessageState.BY_HAND.value, PersonMessageState.WAITING.value])
                ),
            ),
            models.CheckConstraint(
                name="stopped_message_says_why",
                condition=Q(why_stopped="", state__in=["by-hand", "waiting", "sent", "failed"])
                | (Q(state=PersonMessageState.STOPPED) & ~Q(why_stopped="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["retry_at"],
                name="person_message_to_send",
                condition=Q(state=PersonMessageState.WAITING, tries__lt=MOST_TRIES),
            ),
            models.Index(fields=["case", "-asked_at"], name="person_message_of_case"),
        ]

    def __str__(self):
        return f"Message to a person {self.pk}"
