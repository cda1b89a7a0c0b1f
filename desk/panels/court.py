from accounts.permissions import Permission
from desk.panels.panel import Panel

SHOWN = 5


def court(request, header):
    """Days in court, the nearest first."""
    rows = header.case.court_dates.select_related("goes_along__user").order_by("-on_date")[:SHOWN]
    may = header.case.is_open and request.user.may(Permission.RECORD_CONTACTS)
    return Panel("desk/panels/_court.html", {"rows": rows, "may": may})
