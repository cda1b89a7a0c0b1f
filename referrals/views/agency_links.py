"""The pages of a partner agency without an account (ADR 28): the only ones that show something about a person without signing in.

Nothing is read or shown until a button is pressed, so that programs that look at links in e-mails neither see the referral
nor use up the link. The secret then travels in the body of what is sent, never in an address or a session.
"""

import functools

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from core.errors import RuleBroken
from referrals.forms.onward import AgencyAnswerForm, secret_in
from referrals.services.agency_links import NoSuchLink, TooManyTries, answer_by_link, open_agency_link
from referrals.stories import story_for_agency

HEADERS = {
    # Not "no-referrer": with that a browser says of our own form that it comes from nowhere, and it would be refused.
    "Referrer-Policy": "strict-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet",
}


def _for_agencies(view):
    """Nobody signs in; no search engine keeps the page, and no other page learns its address."""

    @login_not_required
    @sensitive_post_parameters("secret")
    @functools.wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return wrapped


@_for_agencies
@require_safe
def agency_link(request):
    """Where the link of the e-mail leads: a button, the same whatever the link is worth. Nothing is looked up."""
    secret = secret_in(request.GET, "key")
    return render(request, "referrals/agency_link.html", {"secret": secret}) if secret else _refused(request)


@_for_agencies
@require_POST
def agency_link_read(request):
    """The referral as it was told, and the form for the answer."""
    secret = secret_in(request.POST, "secret")
    try:
        link = open_agency_link(secret=secret, place=_place(request))
    except NoSuchLink as refusal:
        return _refused(request, refusal)
    return _shown(request, link, AgencyAnswerForm(initial={"secret": secret}))


@_for_agencies
@require_POST
def agency_link_answer(request):
    """The answer. Whatever is missing is asked for on the same page, as long as the link opens it."""
    secret = secret_in(request.POST, "secret")
    form = AgencyAnswerForm(request.POST)
    try:
        if form.is_valid():
            try:
                answer_by_link(secret=secret, place=_place(request), **form.said())
            except NoSuchLink:
                raise
            except RuleBroken as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("referrals:agency_link_thanks")
        return _shown(request, open_agency_link(secret=secret, place=_place(request)), form)
    except NoSuchLink as refusal:
        return _refused(request, refusal)


@_for_agencies
@require_safe
def agency_link_thanks(request):
    return render(request, "referrals/agency_link_thanks.html")


def _shown(request, link, form):
    context = {"form": form, "onward": link.onward, "link": link, "story": story_for_agency(link.onward)}
    return render(request, "referrals/agency_link_referral.html", context)


def _refused(request, refusal=None):
    """The same page for a link that never was, is over, was used or was taken back. What they wrote stays theirs to read out."""
    too_many = isinstance(refusal, TooManyTries)
    context = {"too_many": too_many, "note": request.POST.get("note", "")}
    return render(request, "referrals/agency_link_over.html", context, status=429 if too_many else 404)


def _place(request):
    return request.META.get("REMOTE_ADDR", "")
