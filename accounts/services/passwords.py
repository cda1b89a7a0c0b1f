"""Choosing a password: asked for by e-mail, or changed by somebody who is signed in."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.enums import LinkKind
from accounts.models import PasswordLink, User
from accounts.services.sessions import end_sessions, forget_tries
from audit import trail
from audit.enums import Verb
from core.errors import RuleBroken
from notifications.services.links import send_links

# Nobody's mailbox is filled by somebody else's asking.
MOST_LINKS_AN_HOUR = 3
RETRY_MINUTES = (1, 2, 5, 15, 30, 60, 120, 240)
CHOSEN_MEANWHILE = "Another new password was saved a moment ago, so this one was not. Sign in with that one."


def ask_password_link(*, email: str, by=None) -> None:
    """Have a link for choosing a password sent to the owner of `email`; nothing happens if nobody works here under it.

    The caller is told the same in either case. The beat sends the e-mail, so that a slow mail server tells nothing either.
    """
    user = User.objects.active().filter(email=email.strip().lower()).first()
    if user is not None:
        add_password_link(user=user, kind=LinkKind.RESET, by=by)


def add_password_link(*, user: User, kind: LinkKind, by) -> PasswordLink | None:
    """Have a link sent to `user`; None when they have had enough of them in the last hour."""
    with trail.written("add_password_link", Verb.CREATED, by=by, subject=user) as entry:
        User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        now = timezone.now()
        if user.password_links.filter(asked_at__gt=now - dt.timedelta(hours=1)).count() >= MOST_LINKS_AN_HOUR:
            entry.reason = "refused: too many links"
            return None
        entry.after = {"kind": kind}
        return PasswordLink.objects.create(user=user, kind=kind, asked_at=now, retry_at=now)


def choose_password(*, user: User, password: str, by, keep=None) -> None:
    """Set the password and end all sessions of `user` but the one with key `keep`. The password was validated by the form.

    A link, like the current password, is good for one new password: refused when another was set, or the account
    deactivated, since `user` was read.
    """
    with trail.written("choose_password", Verb.CHANGED, by=by, subject=user):
        stored = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        if stored.password != user.password or not stored.is_active:
            raise RuleBroken(CHOSEN_MEANWHILE)
        user.set_password(password)
        user.save(update_fields=["password"])
        forget_tries(email=user.email, by=by)
        end_sessions(user=user, by=by, keep=keep)


def send_password_links(*, by=None) -> int:
    """Send what was asked for; returns how many went out. A link that the mail server refuses is tried again later."""
    due = PasswordLink.objects.to_send(timezone.now()).filter(user__is_active=True).select_related("user")
    return send_links(due=due, send=_send, waits=RETRY_MINUTES, by=by)


def _send(link):
    address = reverse("accounts:password_link", args=[link.user_id, default_token_generator.make_token(link.user)])
    context = {
        "invitation": link.kind == LinkKind.INVITATION,
        "link": settings.SITE_URL.rstrip("/") + address,
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        "help_phone": settings.HELP_PHONE,
    }
    text = render_to_string("accounts/mail/password_link.txt", context)
    subject = "Your Throughgate account" if context["invitation"] else "Choose a new password for Throughgate"
    send_mail(subject, text, None, [link.user.email])
