"""Pages for when something is wrong. They use neither database nor session, so that they cannot fail too."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

# What a page must never hand back, by any part of its name. A code as such is none: prisons have one, addresses a postcode.
SECRET_NAMES = ("csrf", "password", "one_time", "token", "secret")
UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _plain(template, status, **context):
    return HttpResponse(render_to_string(template, {"help_phone": settings.HELP_PHONE, **context}), status=status)


@requires_csrf_token
def bad_request(request, exception):
    """400; and what is left to say when the session went away while a page was at work, which has done its work by then."""
    if isinstance(exception, SessionInterrupted):
        return _plain("session_interrupted.html", 400)
    return _plain("400.html", 400)


@requires_csrf_token
def permission_denied(request, exception):
    """403: signed in, but not for this."""
    return _plain("403.html", 403)


@requires_csrf_token
def page_not_found(request, exception):
    """404: also for a record that exists and is not theirs; the page must not tell which."""
    return _plain("404.html", 404)


@requires_csrf_token
def server_error(request):
    """500"""
    return _plain("500.html", 500)


@login_not_required
def csrf_failure(request, reason=""):
    """403 for a form whose token is stale, keeping what was typed.

    The typed text is offered for sending again only when the browser says that the form came from this very site.
    Otherwise one press on our own page would send a stranger's forged form with a good token.
    """
    return _handed_back("csrf_failure.html", request, _typed(request))


def signed_out_form(request):
    """403 for a form sent by nobody any more, keeping what was typed; None where nothing was typed that could be lost.

    Nothing is stored: it goes back to the browser it came from, which sends it again after signing in in another window.
    """
    kept = _typed(request)
    return _handed_back("signed_out_form.html", request, kept) if shown(kept) else None


def _typed(request):
    """What a form of this very site brought, without secrets."""
    if not _from_this_site(request):
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not any(secret in name.lower() for secret in SECRET_NAMES)
    ]


def shown(kept):
    """What was typed, as (label, words); keys of rows are sent again and mean nothing to a reader."""
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), "yes" if value == "on" else value)
        for name, value in kept
        if value and not name.endswith(("new_id", "version")) and not UUID_TEXT.fullmatch(value)
    ]


def _handed_back(template, request, kept):
    return _plain(
        template,
        403,
        kept=kept,
        shown=shown(kept),
        files_lost=bool(request.FILES),
        action=request.get_full_path(),
        csrf_token=get_token(request),
    )


def _from_this_site(request):
    origin = request.headers.get("Origin")
    if origin:
        # Browsers hide the origin as "null" where they do not trust it; that is nobody we know.
        return urlsplit(origin).netloc == request.get_host()
    return urlsplit(request.headers.get("Referer", "")).netloc == request.get_host()
