from accounts.permissions import Permission
from desk.panels.panel import Panel

SHOWN = 5


def court(request, header):
    """Days in court: those to come, the nearest first, then the latest of those that are over."""
    days = header.case.court_dates.select_related("goes_along__user")
    rows = sorted(days, key=lambda row: (row.on_date < header.today, abs(row.on_date - header.today)))[:SHOWN]
    may = header.case.is_open and request.user.may(Permission.RECORD_CONTACTS)
    return Panel("desk/panels/_court.html", {"rows": rows, "may": may})
