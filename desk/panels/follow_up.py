from accounts.permissions import Permission
from desk.panels.panel import Panel
from liberations.keeping_contact.reading import emergency_contacts
from liberations.selectors import follow_up_steps

SHOWN = 4


def follow_up(request, header):
    """What was promised and what comes next, whether contact is lost, whom we may ask. Three queries."""
    case = header.case
    steps = follow_up_steps(case)
    to_come = [step for step in steps if step.contact_date is None]
    parts = {
        "done": len(steps) - len(to_come),
        "all": len(steps),
        "next": to_come[:SHOWN],
        "every_days": steps[-1].every_days if steps else None,
        "lost": case.lost_contacts.open().first(),
        "named": emergency_contacts(header.person),
        "may_record": case.is_open and request.user.may(Permission.PLAN_GATES),
    }
    return Panel("desk/panels/_follow_up.html", parts)
