from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.models import KeyedModel
from people.models import AboutPersonQuerySet
from referrals.enums import OPEN_ONWARD_STATES, Condition, OnwardDecline, OnwardState


class OnwardReferralQuerySet(AboutPersonQuerySet):
    def open(self):
        return self.filter(state__in=OPEN_ONWARD_STATES)

    def settled(self):
        return self.exclude(state__in=OPEN_ONWARD_STATES)

    def overdue(self, on):
        """Of which something should have been heard before the day."""
        return self.open().filter(ask_again_date__lt=on)


def _declined_says_why():
    """A constraint's condition: a reason stands where it was declined and only there, and which people they do not take
    where that was the reason."""
    why = Q(decline_reason=OnwardDecline.CONDITION) & ~Q(decline_condition="")
    why |= ~Q(decline_reason__in=["", OnwardDecline.CONDITION]) & Q(decline_condition="")
    return (Q(state=OnwardState.DECLINED) & why) | (
        ~Q(state=OnwardState.DECLINED) & Q(decline_reason="", decline_condition="")
    )


class OnwardStanding(models.Model):
    """Where a referral to a partner agency stands, since when, and why if they declined."""

    state = models.CharField(max_length=12, choices=OnwardState, default=OnwardState.SENT)
    state_note = models.CharField(max_length=300, blank=True, help_text="What they said, or why it was stopped.")
    state_date = models.DateField(help_text="When it came to its present state.")
    decline_reason = models.CharField(max_length=20, choices=OnwardDecline, blank=True, default="")
    decline_condition = models.CharField(max_length=20, choices=Condition, blank=True, default="")
    ask_again_date = models.DateField(
        null=True, blank=True, help_text="By when something is to be heard: an appointment, or when to ask again."
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(name="%(class)s_says_why_it_was_declined", condition=_declined_says_why()),
            models.CheckConstraint(
                name="%(class)s_settled_asks_nothing_more",
                condition=Q(state__in=sorted(OPEN_ONWARD_STATES)) | Q(ask_again_date=None),
            ),
        ]

    @property
    def why_declined(self):
        """The reason in words, with whom they do not take."""
        if self.decline_condition:
            return f"They do not take people {self.get_decline_condition_display()}"
        return self.get_decline_reason_display()


STANDING_FIELDS = tuple(field.name for field in OnwardStanding._meta.local_fields)


class OnwardReferral(OnwardStanding, KeyedModel):
    """The person was referred to a partner agency's service, by their consent; what was told is the disclosure.

    Where it stands is kept here; how it came there are its moves, and before the first it was sent.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="onward_referrals")
    service = models.ForeignKey("referrals.Service", on_delete=models.PROTECT, related_name="onward_referrals")
    consent = models.ForeignKey("people.Consent", on_delete=models.PROTECT, related_name="+")
    disclosure = models.OneToOneField("referrals.Disclosure", on_delete=models.PROTECT, related_name="onward_referral")
    share_pack = models.ForeignKey(
        "referrals.SharePack",
        null=True,
        on_delete=models.PROTECT,
        related_name="onward_referrals",
        help_text="Their story as they agreed to it, for the agency to read. Shown while it may be.",
    )
    sent_date = models.DateField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    state_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Null: the agency itself, through its link.",
    )

    objects = OnwardReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_date", "-sent_at"]
        constraints = [*OnwardStanding.Meta.constraints]
        indexes = [
            models.Index(
                fields=["person", "service"],
                name="open_onward_referrals",
                condition=Q(state__in=sorted(OPEN_ONWARD_STATES)),
            ),
            # Whom to ask again.
            models.Index(
                fields=["ask_again_date"], name="onward_to_ask_again", condition=Q(ask_again_date__isnull=False)
            ),
        ]

    def __str__(self):
        return f"Onward referral {self.pk}"

    def get_absolute_url(self):
        return reverse("referrals:onward", args=[self.pk])

    @property
    def is_open(self):
        return self.state in OPEN_ONWARD_STATES


class OnwardMoveQuerySet(models.QuerySet):
    def standing(self):
        """Those nobody took back, the newest first."""
        return self.filter(undone_at=None).order_by("-said_at", "pk")


class OnwardMove(OnwardStanding, KeyedModel):
    """A referral came to stand somewhere: who said so, and whether it was taken back as a mistake. Rows are only added."""

    onward = models.ForeignKey(OnwardReferral, on_delete=models.PROTECT, related_name="moves")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    link = models.OneToOneField(
        "referrals.AgencyLink",
        null=True,
        on_delete=models.PROTECT,
        related_name="answer",
        help_text="Where the agency said it itself.",
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OnwardMoveQuerySet.as_manager()

    class Meta:
        ordering = ["-said_at"]
        constraints = [
            *OnwardStanding.Meta.constraints,
            models.CheckConstraint(
                name="onward_move_taken_back_has_moment_and_author",
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
            models.CheckConstraint(name="agency_speaks_through_its_link", condition=Q(link=None) | Q(said_by=None)),
        ]
        indexes = [models.Index(fields=["onward", "-said_at"], name="moves_of_onward_referral")]

    def __str__(self):
        return f"Move {self.pk} of onward referral {self.onward_id}"
