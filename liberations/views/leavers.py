"""A mentor leaves: a manager passes on all that hangs on them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from liberations.forms.leavers import LeavingForm
from liberations.moving_on.leaving import leaving
from liberations.services import leavers
from mentoring.models import Allocation, Handover, Mentor


@requires(Permission.ALLOCATE)
def caseload_move(request, mentor_id):
    """Who takes over each of their people, gates and covers; proposed, changed, and saved all of it or nothing."""
    today = timezone.localdate()
    mentor = get_object_or_404(Mentor.objects.visible_to(request.user).select_related("user__team"), pk=mentor_id)
    hanging = leaving(mentor, request.user, today)
    form = LeavingForm(request.POST if request.method == "POST" else None, leaving=hanging)
    is_sent = form.is_valid()
    proposal = hanging.proposal(form.chosen() if form.is_bound else None)
    if is_sent:
        try:
            allocation = leavers.move_caseload(
                mentor=mentor,
                passing=form.passing(proposal),
                reason=form.cleaned_data["reason"],
                new_id=form.cleaned_data["new_id"],
                by=request.user,
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Saved. Nobody hangs on {mentor} any more; the next mentors have been told.")
            if allocation is None:
                return redirect("mentoring:allocation_queue")
            return redirect("liberations:caseload_moved", allocation.pk)
    if not form.is_bound:
        form.start_with(proposal)
    trail.listed(request, hanging.people)
    context = {
        "mentor": mentor,
        "leaving": hanging,
        "form": form,
        "people": form.people(proposal),
        "shares": proposal.shares,
        "today": today,
    }
    return render(request, "liberations/caseload_move.html", context)


@requires(Permission.ALLOCATE)
@require_safe
def caseload_moved(request, allocation_id):
    """Who was passed on to whom in one decision, which can be taken back."""
    allocation = get_object_or_404(Allocation.objects.filter(team=request.user.team_id), pk=allocation_id)
    rows = Handover.objects.visible_to(request.user).filter(allocation=allocation)
    rows = list(
        rows.select_related("case__person", "from_mentor__user", "to_mentor__user", "joint_meeting").order_by(
            "to_mentor__user__name", "case__person__sort_name", "pk"
        )
    )
    trail.listed(request, [row.case.person_id for row in rows])
    return render(request, "liberations/caseload_moved.html", {"allocation": allocation, "rows": rows})
