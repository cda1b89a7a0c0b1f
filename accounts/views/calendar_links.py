"""The buttons of one's own calendar link; the diary itself is read at desk.views.diary_feed."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from accounts.services.calendar_links import make_calendar_link, stop_calendar_link
from core.errors import RuleBroken
from core.shown import shown_key


@requires(Permission.OPEN_RECORDS)
@require_POST
def calendar_make(request):
    """Make the address, or another one in its place."""
    new_id = shown_key(request.POST.get("new_id"))
    if new_id is None:
        raise BadRequest
    try:
        make_calendar_link(by=request.user, new_id=new_id)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Your calendar address is ready. Any earlier one no longer works.")
    return redirect("accounts:account")


@requires(Permission.OPEN_RECORDS)
@require_POST
def calendar_stop(request):
    """Stop the address."""
    stop_calendar_link(by=request.user)
    messages.success(request, "Your calendar address no longer works.")
    return redirect("accounts:account")
