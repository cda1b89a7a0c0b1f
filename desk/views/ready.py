from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from audit.enums import Verb
from core.csv_cells import csv_response
from core.lists import sorted_page, with_filters
from desk.forms.caseload import NOWHERE_TO_STAY
from desk.forms.ready import ReadyFilter
from desk.selectors import ready as selectors
from desk.selectors.caseload import caseload
from mentoring.enums.readiness import ItemOwner, ItemState, Standing
from mentoring.readiness.lines import counts
from mentoring.readiness.words import tag_of

SORTS = {
    "due": ["due_date", "person__sort_name", "kind_position"],
    "name": ["person__sort_name", "kind_position"],
    "what": ["kind_name", "due_date"],
    "owner": ["owner", "due_date"],
    "prison": ["now_at_name", "due_date"],
    "mentor": ["lead_name", "due_date"],
}
COLUMNS = ("Reference", "What", "How it stands", "State", "By", "On hold until", "Who sees to it", "Prison", "Mentor")


@requires(Permission.OPEN_RECORDS)
@require_safe
def ready_list(request):
    """What is to be chased before people are liberated, the earliest due first. Figures are links into it."""
    today = timezone.localdate()
    cases = caseload(request.user)
    rows = _filter(request, cases, today)
    page = sorted_page(request, rows.qs, sorts=SORTS, default="due")
    for line in page:
        line.tag = tag_of(Standing(line.standing), ItemState(line.state))
        line.owner_name = ItemOwner(line.owner).label
    trail.listed(request, {line.person_id for line in page})
    context = {
        "filter": rows,
        "page": page,
        "counters": _counters(cases, today),
        "sees_team": request.user.may(Permission.SEE_TEAM),
        "today": today,
        "export_url": with_filters(reverse("desk:ready_export"), request),
    }
    return render(request, "desk/ready_list.html", context)


@requires(Permission.EXPORT)
@require_safe
def ready_export(request):
    """The same list as a CSV file, by reference: it may be shown to the prison, and names nobody."""
    today = timezone.localdate()
    rows = list(_filter(request, caseload(request.user), today).qs.order_by("due_date", "number", "kind_position"))
    trail.listed(request, {line.person_id for line in rows}, verb=Verb.EXPORTED)
    return csv_response(f"getting-ready-{today.isoformat()}", COLUMNS, map(_cells, rows))


def _filter(request, cases, today):
    return ReadyFilter(
        request.GET,
        queryset=selectors.ready_lines(cases, today),
        choices=selectors.choices(request.user, today),
        all_mentors=request.user.may(Permission.SEE_TEAM),
    )


def _counters(cases, today):
    found = counts(cases, today)
    nowhere = selectors.with_nowhere_to_stay(cases).count()
    return [
        (found[Standing.OVERDUE], f"?standing={Standing.OVERDUE}", "Overdue"),
        (found[Standing.DUE], f"?standing={Standing.DUE}", "Due"),
        (found[Standing.ON_HOLD], f"?standing={Standing.ON_HOLD}", "On hold"),
        (nowhere, f"{reverse('desk:caseload')}?flag={NOWHERE_TO_STAY}", "Nowhere to stay yet"),
    ]


def _cells(line):
    return (
        line.reference,
        line.kind_name,
        Standing(line.standing).label,
        ItemState(line.state).label,
        line.due_date,
        line.hold_until,
        ItemOwner(line.owner).label,
        line.now_at_name,
        line.lead_name,
    )
