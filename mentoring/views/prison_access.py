"""Days on which a prison did not let us in, and the visits lost: a report that a governor can be shown."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from audit import trail
from audit.enums import Verb
from core.csv_cells import csv_response
from core.errors import RuleBroken
from core.lists import sorted_page, with_filters
from mentoring.enums.meetings import CancelReason
from mentoring.enums.prison_access import AccessRefusal
from mentoring.forms.prison_access import RefusedAccessFilter, RefusedAccessForm, VisitsLostFilter
from mentoring.models import Mentor, RefusedAccess
from mentoring.services.prison_access import record_refused_access, take_back_refused_access
from mentoring.visiting.lost import visits_lost
from prisons.models import Prison

SORTS = {
    "day": ["-on_date", "-recorded_at"],
    "prison": ["prison__name", "-on_date"],
    "mentor": ["mentor__user__name", "-on_date"],
    "reason": ["reason", "-on_date"],
}
COLUMNS = ("Prison", "What", "Reason", "Number")


@requires(Permission.RECORD_CONTACTS)
def refused_add(request, prison_id):
    """We were not let in."""
    prison = get_object_or_404(Prison, pk=prison_id)
    mentors = Mentor.objects.visible_to(request.user).select_related("user")
    form = RefusedAccessForm(
        request.POST or None,
        mentors=mentors,
        own=mentors.filter(user=request.user).first(),
        cancel_url=reverse("prisons:prison", args=[prison.pk]),
    )
    if request.method == "POST" and form.is_valid():
        try:
            _, lost = record_refused_access(prison=prison, by=request.user, **form.facts())
        except RuleBroken as refusal:
            form.add_error("on_date", str(refusal))
        else:
            visits = f" {lost} visit{'' if lost == 1 else 's'} recorded as cancelled by the prison." if lost else ""
            messages.success(request, f"Saved.{visits}")
            return redirect("mentoring:refused_list")
    return render(request, "mentoring/refused_add.html", {"form": form, "prison": prison})


@requires(Permission.RECORD_CONTACTS)
@require_safe
def refused_list(request):
    """Days on which one of us was not let in: of the team for a manager, their own for a mentor."""
    refusals = RefusedAccess.objects.standing().visible_to(request.user).select_related("mentor__user", "prison")
    rows = RefusedAccessFilter(request.GET, queryset=refusals)
    page = sorted_page(request, rows.qs, sorts=SORTS, default="day")
    return render(request, "mentoring/refused_list.html", {"filter": rows, "page": page})


@requires(Permission.RECORD_CONTACTS)
@require_POST
def refused_take_back(request, refused_id):
    refused = get_object_or_404(RefusedAccess.objects.visible_to(request.user), pk=refused_id)
    take_back_refused_access(refused=refused, by=request.user)
    messages.success(request, "Taken back. It counts no more.")
    return redirect("mentoring:refused_list")


@requires(Permission.SEE_TEAM)
@require_safe
def lost(request):
    """Visits lost by prison and reason. It prints without any name, for a governor."""
    form = VisitsLostFilter(request.GET or None)
    period = form.period()
    prisons, every = visits_lost(request.user, period)
    context = {
        "filter": form,
        "period": period,
        "prisons": prisons,
        "every": every,
        "team": request.user.team,
        "today": timezone.localdate(),
        "export_url": with_filters(reverse("mentoring:visits_lost_export"), request),
    }
    return render(request, "mentoring/visits_lost.html", context)


@requires(Permission.SEE_TEAM)
@require_safe
def lost_export(request):
    """The same figures as a CSV file. It names nobody."""
    period = VisitsLostFilter(request.GET or None).period()
    prisons, _ = visits_lost(request.user, period)
    trail.listed(request, [], verb=Verb.EXPORTED, after={"from": period.first, "until": period.last})
    name = f"visits-lost-{period.first.isoformat()}-{period.last.isoformat()}"
    return csv_response(name, COLUMNS, [row for line in prisons for row in _cells(line)])


def _cells(line):
    yield (line.prison, "Visits with an outcome", "", line.booked)
    yield (line.prison, "Held", "", line.held)
    for reason, number in sorted(line.reasons.items()):
        yield (line.prison, "Cancelled by the prison", CancelReason(reason).label, number)
    yield (line.prison, "Cancelled by us", "", line.cancelled_by_us)
    yield (line.prison, "Refused or not attended", "", line.not_taken)
    for reason, number in sorted(line.refusals.items()):
        yield (line.prison, "Not let in", AccessRefusal(reason).label, number)
