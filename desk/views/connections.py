"""Staff who know somebody outside their work, for the managers who move what they hold to somebody else."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.lists import sorted_page
from desk.forms.connections import ConnectionFilter
from desk.selectors import connections as selectors

SORTS = {"when": ["declared_at"], "staff": ["user__name", "-declared_at"], "person": ["person__sort_name"]}


@requires(Permission.MANAGE_MENTORS)
@require_safe
def connections(request):
    """Newest first; what each still holds of the person, with the page where it goes to somebody else."""
    rows = ConnectionFilter(request.GET, queryset=selectors.connections(request.user), team=request.user.team_id)
    page = sorted_page(request, rows.qs, sorts=SORTS, default="-when")
    trail.listed(request, dict.fromkeys(each.person_id for each in page))
    return render(request, "desk/connections.html", {"filter": rows, "page": page})
