from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from audit.enums import Verb
from core.csv_cells import csv_response
from core.lists import with_filters
from desk.forms.caseload import NO_MENTOR, VISIT_OVERDUE, CaseloadFilter
from desk.selectors import caseload as selectors
from desk.selectors.case_rows import case_rows
from desk.selectors.pages import page_of
from mentoring.enums.flags import FlagKind

COLUMNS = (
    "Reference",
    "Given names",
    "Family name",
    "Programme",
    "Where now",
    "Liberation day",
    "Released",
    "Status",
    "Overdue",
    "Visits that count",
    "Visits needed",
    "Last contact",
    "Mentor",
)


@requires(Permission.OPEN_RECORDS)
@require_safe
def caseload(request):
    """One list of people by nearest liberation. Figures are links into it; filters, sort and page stand in the address."""
    today = timezone.localdate()
    sees_team = request.user.may(Permission.SEE_TEAM)
    rows = _filter(request, selectors.caseload(request.user), today)
    counts = selectors.counts(request.user, today)
    in_use = rows.in_use
    page = page_of(
        selectors.in_order(rows.qs, request.GET.get("sort", "")),
        request.GET.get("page"),
        lambda keys: case_rows(keys, today),
    )
    trail.listed(request, [row.person_id for row in page])
    context = {
        "filter": rows,
        "page": page,
        "counters": _counters(counts, sees_team),
        "sees_team": sees_team,
        "in_use": in_use,
        "today": today,
        "export_url": with_filters(reverse("desk:caseload_export"), request),
    }
    return render(request, "desk/caseload.html", context)


@requires(Permission.EXPORT)
@require_safe
def caseload_export(request):
    """The same list as a CSV file: all pages, same filters, same order. Formulas are made plain text (ASVS 1.2.10)."""
    today = timezone.localdate()
    rows = _filter(request, selectors.caseload(request.user), today)
    keys = list(selectors.in_order(rows.qs, request.GET.get("sort", "")).values_list("pk", flat=True))
    found = case_rows(keys, today)
    trail.listed(request, [row.person_id for row in found], verb=Verb.EXPORTED)
    return csv_response(f"caseload-{today.isoformat()}", COLUMNS, map(_cells, found))


def _filter(request, cases, today):
    return CaseloadFilter(
        request.GET,
        queryset=cases,
        user=request.user,
        today=today,
        choices=selectors.choices(request.user, today),
        all_mentors=request.user.may(Permission.SEE_TEAM),
    )


def _counters(counts, sees_team):
    last = (
        (counts.no_mentor, f"?mentor={NO_MENTOR}", "No mentor yet")
        if sees_team
        else (counts.visit_overdue, f"?flag={VISIT_OVERDUE}", "Visits without an outcome")
    )
    return [
        (counts.soon, f"?liberation={selectors.SOON_DAYS}", f"Liberations in {selectors.SOON_DAYS} days"),
        (counts.fewer_meetings, f"?flag={FlagKind.FEWER_MEETINGS}", "Fewer visits than needed"),
        (counts.follow_up_overdue, f"?flag={FlagKind.FOLLOW_UP_OVERDUE}", "Follow-up overdue"),
        last,
    ]


def _cells(row):
    kind_and_label = row.status
    return (
        row.reference,
        row.given_names,
        row.family_name,
        row.programme_name,
        row.place,
        row.liberation_day,
        row.released_date,
        kind_and_label[1],
        row.overdue,
        row.meetings_held,
        row.minimum_meetings,
        row.last_contact,
        row.mentor,
    )
