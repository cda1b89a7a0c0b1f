"""Signed-in browsers without a sign-in page: the session is made in the database."""

from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore


def signed_in(user, begin=None) -> str:
    """The cookie of a new session of `user`; `begin` is what the product does to a session that begins."""
    session = SessionStore()
    session[auth.SESSION_KEY] = str(user.pk)
    session[auth.BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
    if begin:
        begin(session)
    session.save()
    return session.session_key
