import base64

from django.conf import settings
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac

from core.models import KeyedModel


class CalendarLink(KeyedModel):
    """The private address by which a calendar program reads one's own diary. Without a row nothing can be read.

    The secret of the address is not kept: it is worked out from the row's key and the server's, so that it can be shown
    again, and a copy of the database opens nobody's diary. A new link has another key, and the former one is gone.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_link")
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, help_text="When a calendar program last read it.")
    since_at = models.DateTimeField(null=True, help_text="Since when `reads` counts.")
    reads = models.PositiveSmallIntegerField(default=0)

    def __str__(self):
        return f"Calendar link {self.pk}"

    @property
    def secret(self):
        return self._secret_by(settings.SECRET_KEY)

    def opens_with(self, secret: str) -> bool:
        """Whether this is the secret, in the time that any other takes; made with an earlier key of the server it holds too."""
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return any(constant_time_compare(self._secret_by(key), secret) for key in keys)

    def _secret_by(self, key):
        digest = salted_hmac("accounts.CalendarLink", str(self.pk), secret=key, algorithm="sha256").digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")
