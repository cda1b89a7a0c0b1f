import base64
import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from core.models import KeyedModel

# With the waits of services/agency_mail.py an e-mail is given up after a day.
MOST_ATTEMPTS = 8


def digest_of(secret: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


class AgencyLinkQuerySet(models.QuerySet):
    def usable(self, at):
        """Neither answered, taken back nor over."""
        return self.not_ended().filter(expires_at__gt=at)

    def not_ended(self):
        return self.filter(answered_at=None, revoked_at=None)

    def to_send(self, at):
        """Not e-mailed yet, not given up, and still of use."""
        return self.usable(at).filter(sent_at=None, attempts__lt=MOST_ATTEMPTS, retry_at__lte=at)


class AgencyLink(KeyedModel):
    """The one-use link by which a partner agency without an account reads a referral and answers it (ADR 28).

    Its secret is kept nowhere: it is worked out from the row's key and the server's when the e-mail is written, and known
    again by its digest. A copy of the database opens nothing.
    """

    onward = models.ForeignKey("referrals.OnwardReferral", on_delete=models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    address = models.EmailField(help_text="Where it is sent: the agency's address at that moment.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    retry_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True, help_text="When the agency first read the referral.")
    answered_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True, help_text="Taken back, or of no more use: stopped, settled, replaced.")

    objects = AgencyLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["onward"],
                condition=Q(answered_at=None, revoked_at=None),
                name="one_link_in_use_per_onward_referral",
            ),
            models.CheckConstraint(name="link_ends_after_it_is_made", condition=Q(expires_at__gt=F("made_at"))),
            models.CheckConstraint(
                name="link_is_answered_or_taken_back", condition=Q(answered_at=None) | Q(revoked_at=None)
            ),
        ]
        indexes = [
            # Claiming what to send.
            models.Index(
                fields=["retry_at"],
                name="agency_link_to_send",
                condition=Q(sent_at=None, answered_at=None, revoked_at=None, attempts__lt=MOST_ATTEMPTS),
            )
        ]

    def __str__(self):
        return f"Agency link {self.pk}"

    @property
    def secret(self):
        """The secret of the address; None when the server's key is no longer one it was made with."""
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            secret = self.secret_by(key)
            if digest_of(secret) == self.digest:
                return secret
        return None

    def secret_by(self, key: str) -> str:
        """256 bits, worked out from the row's random key and a key of the server."""
        digest = salted_hmac("referrals.AgencyLink", str(self.pk), secret=key, algorithm="sha256").digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    @property
    def given_up(self):
        """The mail server refused it too often."""
        return self.sent_at is None and self.attempts >= MOST_ATTEMPTS


class LinkTries(models.Model):
    """How often a link that does not exist was tried from one place on the network since `since_at`."""

    place_digest = models.CharField(max_length=64, primary_key=True, help_text="Keyed digest of the network address.")
    since_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "link tries"
