"""Who works with a person beside the mentor: added and ended by a manager."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from mentoring.forms.further_roles import FurtherRoleForm
from mentoring.models import Assignment
from mentoring.selectors.endings import after_release_url
from mentoring.selectors.headers import cases_with_header, person_header
from mentoring.services.further_roles import end_further_role, give_further_role


@requires(Permission.ALLOCATE)
def further_role_add(request, case_id):
    """Somebody of the team works with them too."""
    rows = cases_with_header().visible_to(request.user).filter(programme__team=request.user.team_id)
    case = get_object_or_404(rows, pk=case_id)
    back = after_release_url(case)
    form = FurtherRoleForm(
        request.POST or None,
        team=request.user.team_id,
        without=[case.lead_id] if case.lead_id else [],
        cancel_url=back,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = give_further_role(case=case, by=request.user, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{made.mentor} may open the record now and has been told.")
            return redirect(back)
    trail.viewed(request, subject=case, person=case.person)
    context = {
        "header": person_header(case.person, timezone.localdate(), case=case),
        "form": form,
        "back_url": back,
    }
    return render(request, "mentoring/further_role_form.html", context)


@requires(Permission.ALLOCATE)
@require_POST
def further_role_end(request, assignment_id):
    """They do not work with the person any more."""
    rows = Assignment.objects.visible_to(request.user).further().filter(case__programme__team=request.user.team_id)
    assignment = get_object_or_404(rows.select_related("case__person", "mentor__user"), pk=assignment_id)
    end_further_role(assignment=assignment, by=request.user)
    messages.success(request, f"{assignment.mentor} does not work with them any more. What they wrote stays.")
    return redirect(after_release_url(assignment.case))
