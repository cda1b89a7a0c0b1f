from accounts.permissions import Permission
from desk.panels.panel import Panel

SHOWN = 5


def money(request, header):
    """Grants, fares and vouchers, the newest first."""
    rows = header.case.money.all()[:SHOWN]
    may = header.case.is_open and request.user.may(Permission.RECORD_CONTACTS)
    return Panel("desk/panels/_money.html", {"rows": rows, "may": may})
