"""Decisions about who mentors whom: those made lately, and one of them, to be taken back while nothing is built on it."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import RuleBroken
from core.lists import sorted_page
from mentoring.models import Allocation
from mentoring.services.allocations import take_back_allocation
from people.models import Person

SORTS = {"made": ["-made_at"], "by": ["made_by__name", "-made_at"], "people": ["-people", "-made_at"]}


@requires(Permission.ALLOCATE)
@require_safe
def allocation_list(request):
    """What the managers of the team decided, the newest first."""
    made = _of_team(request).select_related("made_by", "taken_back_by").annotate(people=Count("assignments"))
    page = sorted_page(request, made, sorts=SORTS, default="made")
    return render(request, "mentoring/allocation_list.html", {"page": page})


@requires(Permission.ALLOCATE)
@require_safe
def allocation(request, allocation_id):
    """Who was given to whom, and why; and the way back."""
    made = get_object_or_404(_of_team(request).select_related("made_by", "taken_back_by"), pk=allocation_id)
    rows = made.assignments.select_related("case__person", "mentor__user", "former__mentor__user")
    open_to_them = Person.objects.visible_to(request.user)
    assignments = list(rows.filter(case__person__in=open_to_them).order_by("case__person__sort_name"))
    trail.listed(request, [each.case.person_id for each in assignments])
    context = {
        "allocation": made,
        "assignments": assignments,
        "others": rows.count() - len(assignments),
        "today": timezone.localdate(),
    }
    return render(request, "mentoring/allocation.html", context)


@requires(Permission.ALLOCATE)
@require_POST
def allocation_take_back(request, allocation_id):
    made = get_object_or_404(_of_team(request), pk=allocation_id)
    try:
        take_back_allocation(allocation=made, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Taken back. Everything is as it was before.")
    return redirect("mentoring:allocation", made.pk)


def _of_team(request):
    return Allocation.objects.filter(team=request.user.team_id)
