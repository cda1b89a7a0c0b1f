"""The first page after signing in: another one for each role."""

from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.enums import Role
from desk.views.manager import manager_home
from desk.views.my_day import my_day


def _administration(request):
    return redirect("desk:administration")


def _trail(request):
    return redirect("audit:trail")


# Who sees what at "/". The entry of a role is a view of desk.views, or a way to the page where the role lives.
FIRST_PAGES = {
    Role.PRISON_MENTOR: my_day,
    Role.COMMUNITY_MENTOR: my_day,
    Role.MANAGER: manager_home,
    Role.ADMINISTRATOR: _administration,
    Role.AUDITOR: _trail,
}


@require_safe
def home(request):
    """Each role's own first page."""
    return FIRST_PAGES[request.user.role](request)
