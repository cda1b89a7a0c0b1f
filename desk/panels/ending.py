from accounts.permissions import Permission
from desk.panels.panel import Panel
from mentoring.selectors.endings import latest_ending, talks_of


def ending(request, header):
    """When and how support is to end, or how it ended."""
    case = header.case
    parts = {
        "ending": None if case.is_open else latest_ending(case),
        "talks": talks_of(case) if case.is_open else [],
        "may_end": request.user.may(Permission.END_CASES),
    }
    return Panel("desk/panels/_ending.html", parts)
