"""How long a session lives, and what becomes of text that was typed when it ended."""

from django.conf import settings
from django.shortcuts import redirect

from accounts.services.sessions import sign_out
from accounts.session_life import why_over
from core.views import signed_out_form

KEPT = "kept_form"
WHY_SIGNED_OUT = "why_signed_out"
MOST_CHARACTERS_KEPT = 200_000


class SessionLifeMiddleware:
    """Signs out after 30 minutes without a request and after 12 hours in all (ASVS 7.3.1, 7.3.2).

    A form sent too late is kept, without passwords and files, in the new session that nobody is signed in to. Only the
    same member of staff gets it back, after signing in (accounts.views.sessions.away); for anyone else it is thrown away.
    It is kept only after the form's token was found good, so that no other site can plant one here.

    When the session itself has gone (signed out in another window, ended from elsewhere, a night has passed), nobody knows
    any more whose form it is. Then it is kept nowhere and handed back to the browser it came from.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated:
            return _handed_back(request, view)
        why = why_over(request.session)
        if why is None:
            kept = request.session.get(KEPT)
            if kept and request.method == "POST" and kept["path"] == request.get_full_path():
                del request.session[KEPT]
            return None
        user = request.user
        sign_out(request=request, by=user, reason=why)
        if not getattr(view, "login_required", True):
            return None
        request.session[WHY_SIGNED_OUT] = why
        if request.method != "POST":
            return None
        fields = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name != "csrfmiddlewaretoken" and "password" not in name
        ]
        if sum(len(name) + len(value) for name, value in fields) > MOST_CHARACTERS_KEPT:
            return _handed_back(request, view)
        request.session[KEPT] = {
            "user": str(user.pk),
            "path": request.get_full_path(),
            "fields": fields,
            "files": bool(request.FILES),
        }
        return redirect(settings.LOGIN_URL)


def _handed_back(request, view):
    """The page that gives back what was typed to nobody's name; None for what anybody may send, and where nothing was typed."""
    if request.method != "POST" or not getattr(view, "login_required", True):
        return None
    return signed_out_form(request)
