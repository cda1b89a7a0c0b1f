"""Referrals to partner agencies of all one's people: what waits, and what is overdue."""

from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from audit.enums import Verb
from core.csv_cells import csv_response
from core.lists import sorted_page, with_filters
from referrals.enums import OnwardState
from referrals.forms.onward_lists import OnwardFilter
from referrals.models import OnwardReferral

SORTS = {
    "heard": ["ask_again_date", "person__sort_name"],
    "name": ["person__sort_name", "-sent_date"],
    "service": ["service__name", "person__sort_name"],
    "state": ["state", "-state_date"],
    "sent": ["sent_date", "person__sort_name"],
}
COLUMNS = (
    "Given names",
    "Family name",
    "Service",
    "Agency",
    "State",
    "Since",
    "Why declined",
    "Sent",
    "By",
    "To be heard by",
    "What they said",
)


@requires(Permission.OPEN_RECORDS)
@require_safe
def onward_all(request):
    """Where one's people were referred on to; first what should have been heard the longest ago."""
    today = timezone.localdate()
    rows = _filter(request)
    page = sorted_page(request, rows.qs, sorts=SORTS, default="heard")
    trail.listed(request, {row.person_id for row in page})
    context = {
        "filter": rows,
        "page": page,
        "today": today,
        "counters": _counters(request.user, today),
        "export_url": with_filters(reverse("referrals:onward_export"), request),
    }
    return render(request, "referrals/onward_all.html", context)


@requires(Permission.EXPORT)
@require_safe
def onward_export(request):
    rows = list(_filter(request).qs.order_by("ask_again_date", "person__sort_name", "pk"))
    trail.listed(request, {row.person_id for row in rows}, verb=Verb.EXPORTED)
    return csv_response(f"referred-on-{timezone.localdate().isoformat()}", COLUMNS, map(_cells, rows))


def _filter(request):
    rows = OnwardReferral.objects.visible_to(request.user).select_related("person", "service__agency", "sent_by")
    return OnwardFilter(request.GET, queryset=rows, user=request.user)


def _counters(user, today):
    """Three figures in one query, each a link to its rows."""
    overdue, sent, waiting = (
        OnwardReferral.objects.visible_to(user)
        .aggregate(
            overdue=Count("pk", filter=Q(ask_again_date__lt=today)),
            sent=Count("pk", filter=Q(state=OnwardState.SENT)),
            waiting=Count("pk", filter=Q(state=OnwardState.WAITING)),
        )
        .values()
    )
    return [
        (overdue, "?standing=overdue", "Answers overdue"),
        (sent, f"?state={OnwardState.SENT}", "Sent, no answer yet"),
        (waiting, f"?state={OnwardState.WAITING}", "On a waiting list"),
    ]


def _cells(row):
    return (
        row.person.given_names,
        row.person.family_name,
        row.service.name,
        row.service.agency.name,
        row.get_state_display(),
        row.state_date,
        row.why_declined,
        row.sent_date,
        row.sent_by.name,
        row.ask_again_date,
        row.state_note,
    )
