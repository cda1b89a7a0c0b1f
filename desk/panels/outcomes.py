from accounts.permissions import Permission
from desk.panels.panel import Panel
from mentoring.selectors.outcomes import after_release

SHOWN = 3


def outcomes(request, header):
    """How things are since release, which reading is to be asked for, and what went well lately."""
    case = header.case
    wins = case.small_wins.standing().select_related("recorded_by")[:SHOWN]
    parts = {
        "known": after_release(case, header.today),
        "wins": wins,
        "may_write": request.user.may(Permission.RECORD_CONTACTS),
    }
    return Panel("desk/panels/_outcomes.html", parts)
