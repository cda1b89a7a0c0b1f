"""What signing in leaves behind: tries that were counted, and links for choosing a password."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from accounts.enums import LinkKind
from core.models import KeyedModel


class SignInTries(models.Model):
    """How often a password was tried for one e-mail address since `since_at`.

    `address_digest` is a keyed digest of the address, so that tries for an address nobody has count just the same and
    the table tells nothing about who works here.
    """

    address_digest = models.CharField(max_length=64, primary_key=True)
    since_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "sign-in tries"


class PasswordLinkQuerySet(models.QuerySet):
    def to_send(self, at):
        """Asked for, not sent, and not given up."""
        return self.filter(sent_at=None, attempts__lt=PasswordLink.MOST_ATTEMPTS, retry_at__lte=at)


class PasswordLink(KeyedModel):
    """An e-mail with a link for choosing a password, asked for and not yet sent or sent. The link itself is never kept."""

    MOST_ATTEMPTS = 8

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="password_links")
    kind = models.CharField(max_length=12, choices=LinkKind)
    asked_at = models.DateTimeField(db_default=Now())
    retry_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = PasswordLinkQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        indexes = [
            # Claiming what to send.
            models.Index(fields=["retry_at"], name="password_link_to_send", condition=models.Q(sent_at=None)),
        ]
