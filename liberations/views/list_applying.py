"""Applying a prison's list, seeing how far it is, and taking it back: a manager or prison mentor at a desk."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from core.errors import RuleBroken
from core.progress import progress_of
from core.shown import shown_number
from liberations.enums import ListState
from liberations.models import LiberationList
from liberations.services.list_apply import STEPS, apply_list
from liberations.services.list_queue import ask_to_apply
from liberations.services.list_undo import undo_list
from liberations.tasks import hurry_lists

LOOK_AGAIN_SECONDS = 2
SLOW_AFTER_SECONDS = 60


@requires(Permission.TAKE_REFERRALS)
@require_POST
def list_apply(request, list_id):
    """Do what the preview says: at once, or for a long list by the worker."""
    made = get_object_or_404(LiberationList.objects.visible_to(request.user), pk=list_id)
    seen = shown_number(request.POST.get("seen", ""))
    try:
        if made.rows.to_apply().count() > settings.LIST_ROWS_APPLIED_AT_ONCE:
            ask_to_apply(liberation_list=made, by=request.user, seen=seen)
            transaction.on_commit(hurry_lists)
            return redirect("liberations:list_applying", made.pk)
        apply_list(liberation_list=made, by=request.user, seen=seen)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The list is applied. Rows that need a person are still listed below.")
    return redirect("liberations:list", made.pk)


@requires(Permission.TAKE_REFERRALS)
@require_safe
def list_applying(request, list_id):
    """How far a list is that the worker applies. The page looks again by itself, and leads to the list when it is done."""
    made = get_object_or_404(LiberationList.objects.visible_to(request.user).select_related("prison"), pk=list_id)
    if made.state != ListState.APPLYING:
        return redirect("liberations:list", made.pk)
    progress = progress_of(made.pk)
    context = {
        "list": made,
        "progress": progress,
        "step": STEPS[progress.done] if progress else "",
        "slow": progress is None and (timezone.now() - made.apply_asked_at).total_seconds() > SLOW_AFTER_SECONDS,
    }
    response = render(request, "liberations/list_applying.html", context)
    response["Refresh"] = LOOK_AGAIN_SECONDS
    return response


@requires(Permission.TAKE_REFERRALS)
@require_POST
def list_undo(request, list_id):
    """Take everything back that the list did."""
    made = get_object_or_404(LiberationList.objects.visible_to(request.user), pk=list_id)
    try:
        undo_list(liberation_list=made, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, "The list is taken back. Everything it did is undone, and the file can be uploaded again."
        )
    return redirect("liberations:list", made.pk)
