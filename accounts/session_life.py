"""How long a session lives: 30 minutes without a request, 12 hours in all (ASVS 7.3.1 and 7.3.2; the figures are settings)."""

from django.conf import settings
from django.utils import timezone

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
# Noting the last request costs a write: once a minute is near enough.
NOTE_EVERY_SECONDS = 60


def begin_session(session) -> None:
    """Note when the session began."""
    session[SIGNED_IN_AT] = session[SEEN_AT] = timezone.now().timestamp()


def why_over(session) -> str | None:
    """After how long the session is over, in words; None while it lives, and then this request is noted in it."""
    now = timezone.now().timestamp()
    if SIGNED_IN_AT not in session:
        begin_session(session)
    if now - session[SIGNED_IN_AT] >= settings.SESSION_ABSOLUTE_SECONDS:
        return "12 hours"
    if now - session[SEEN_AT] >= settings.SESSION_IDLE_SECONDS:
        return "30 minutes"
    if now - session[SEEN_AT] >= NOTE_EVERY_SECONDS:
        session[SEEN_AT] = now
    return None
