"""Signing in and out, and ending sessions."""

import datetime as dt
import hashlib
import hmac

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from accounts.models import SignInTries, User
from accounts.session_life import begin_session
from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken

MOST_TRIES = 10
TRIES_WINDOW = dt.timedelta(minutes=5)
TRIES_KEPT = dt.timedelta(days=1)

WRONG = "The email address or the password is not right. Check both and try again"
TOO_MANY = (
    "There have been too many tries for this email address. Wait five minutes, or choose a new password with "
    "“Forgotten your password?”"
)


def sign_in(*, request, email, password, by=None) -> User:
    """Check the password and begin a session. Nobody is signed in yet, so `by` is None.

    At most MOST_TRIES passwords are checked for one address in TRIES_WINDOW, whether or not anybody has it; the refusal
    says the same in every case, so that nobody learns who works here (ASVS 6.3.1, 6.3.8). Raises RuleBroken.
    """
    digest = _digest(email)
    if not _claim_try(digest):
        _refused(email, "too many tries", by=by)
        raise RuleBroken(TOO_MANY)
    user = auth.authenticate(request, username=email, password=password)
    if user is None:
        _refused(email, "wrong address or password", by=by)
        raise RuleBroken(WRONG)
    with trail.written("sign_in", Verb.SIGNED_IN, by=user, subject=user):
        forget_tries(email=user.email, by=user)
        auth.login(request, user)
        begin_session(request.session)
    return user


def sign_out(*, request, by, reason="") -> None:
    """End the session on the server; the cookie is worth nothing afterwards."""
    with trail.written("sign_out", Verb.SIGNED_OUT, by=by, subject=by, reason=reason):
        auth.logout(request)


def end_sessions(*, user, by, keep=None) -> int:
    """End every session of `user` but the one with key `keep`; returns how many were ended.

    Sessions do not name their user in a column, so those in force are read through: some hundreds at most, and rarely.
    """
    with trail.written("end_sessions", Verb.CHANGED, by=by, subject=user) as entry:
        ended = [
            session.pk
            for session in Session.objects.filter(expire_date__gt=timezone.now()).exclude(pk=keep)
            if session.get_decoded().get(auth.SESSION_KEY) == str(user.pk)
        ]
        Session.objects.filter(pk__in=ended).delete()
        entry.after = {"ended": len(ended)}
    return len(ended)


def delete_expired_sessions(*, by=None) -> int:
    """Delete what no browser can use any more; a form kept for somebody who never came back goes with it."""
    deleted, _ = Session.objects.filter(expire_date__lte=timezone.now()).delete()
    return deleted


def forget_tries(*, email, by) -> None:
    """The owner of the address has proved who they are: count from nothing again."""
    SignInTries.objects.filter(pk=_digest(email)).delete()


def _claim_try(digest) -> bool:
    """Count one try before the password is looked at, so that many at once cannot slip through."""
    now = timezone.now()
    with transaction.atomic():
        SignInTries.objects.filter(since_at__lt=now - TRIES_KEPT).delete()
        SignInTries.objects.get_or_create(pk=digest, defaults={"since_at": now})
        counted = SignInTries.objects.select_for_update().get(pk=digest)
        if counted.since_at <= now - TRIES_WINDOW:
            counted.since_at, counted.tries = now, 0
        if counted.tries >= MOST_TRIES:
            return False
        counted.tries += 1
        counted.save()
    return True


def _refused(email, reason, *, by):
    # Looked up for known and unknown addresses alike: the row says whose account was tried, the page never does.
    subject = User.objects.filter(email=email.strip().lower()).first()
    trail.record("sign_in", Verb.SIGN_IN_FAILED, by=by, subject=subject, reason=reason)


def _digest(email) -> str:
    # Keyed, so that the table of tries does not tell who works here.
    return hmac.new(settings.SECRET_KEY.encode(), email.strip().lower().encode(), hashlib.sha256).hexdigest()
