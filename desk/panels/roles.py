from accounts.permissions import Permission
from desk.panels.panel import Panel


def roles(request, header):
    """Who works with them beside the mentor."""
    case = header.case
    rows = case.assignments.further().select_related("mentor__user").order_by("-from_date")
    may = request.user.may(Permission.ALLOCATE) and case.is_open and case.programme.team_id == request.user.team_id
    return Panel("desk/panels/_roles.html", {"rows": rows, "may": may})
