"""Sign in, sign out, and getting back what was typed when a session ended."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.forms.sessions import SignInForm
from accounts.middleware import KEPT, WHY_SIGNED_OUT
from accounts.services import sessions
from core.errors import RuleBroken
from core.views import shown


@login_not_required
@sensitive_post_parameters("password")
def sign_in(request):
    if request.user.is_authenticated:
        return redirect(_next_page(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = sessions.sign_in(request=request, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            return _welcome_back(request, user)
    context = {"form": form, "why": request.session.get(WHY_SIGNED_OUT), "kept": KEPT in request.session}
    return render(request, "accounts/sign_in.html", context)


@login_not_required
@require_POST
def sign_out(request):
    """Ends the session and has the browser drop what it kept (quality row 22)."""
    if request.user.is_authenticated:
        sessions.sign_out(request=request, by=request.user)
    response = redirect(settings.LOGOUT_REDIRECT_URL)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@login_not_required
@require_safe
def signed_out(request):
    return render(request, "accounts/signed_out.html")


@require_safe
def away(request):
    """ "You were away": the form that was sent too late, ready to be sent again. It stays until it is."""
    kept = request.session.get(KEPT)
    if kept is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/away.html", {"kept": kept, "shown": shown(kept["fields"])})


def _welcome_back(request, user):
    request.session.pop(WHY_SIGNED_OUT, None)
    kept = request.session.get(KEPT)
    if kept is not None and kept["user"] == str(user.pk):
        return redirect("accounts:away")
    request.session.pop(KEPT, None)
    return redirect(_next_page(request))


def _next_page(request):
    """Where to go after signing in: a path on this site, or the first page."""
    path = request.GET.get("next", "")
    # A path only: one slash, then anything but a slash or backslash, which browsers read as another host.
    plain = path.isprintable() and "\\" not in path and path.startswith("/") and not path.startswith("//")
    if plain and url_has_allowed_host_and_scheme(path, allowed_hosts=None, require_https=request.is_secure()):
        return path
    return settings.LOGIN_REDIRECT_URL
