from django.db.models import OuterRef, Subquery

from accounts.permissions import Permission
from desk.panels.panel import Panel
from liberations.models import FollowUp, LostContact
from mentoring.models import EndingConversation

SHOWN = 4


def follow_up(request, header):
    """What was promised and what comes next, and whether contact is lost. One query; another where nothing was promised."""
    case = header.case
    lost = LostContact.objects.open().filter(case=OuterRef("case"))
    talks = EndingConversation.objects.coming().filter(case=OuterRef("case"))
    steps = list(
        FollowUp.objects.filter(case=case, episode=case.episode_id)
        .with_contact()
        .annotate(
            lost_since=Subquery(lost.values("since_date")[:1]),
            worry=Subquery(lost.values("worry")[:1]),
            agreed_days=Subquery(talks.values("contact_days")[:1]),
        )
        .order_by("due_date")
    )
    to_come = [step for step in steps if step.contact_date is None]
    known = steps[0] if steps else case.lost_contacts.open().first()
    parts = {
        "done": len(steps) - len(to_come),
        "all": len(steps),
        "next": to_come[:SHOWN],
        "every_days": steps[-1].every_days if steps else None,
        "as_agreed": bool(steps) and steps[-1].every_days is not None and steps[-1].every_days == steps[-1].agreed_days,
        "lost_since": known and (known.lost_since if steps else known.since_date),
        "worry": known and known.worry,
        "may_record": case.is_open and request.user.may(Permission.PLAN_GATES),
    }
    return Panel("desk/panels/_follow_up.html", parts)
