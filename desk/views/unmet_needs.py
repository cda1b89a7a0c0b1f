"""Unmet need, for managers and whoever pays for services: figures that name nobody, and the people behind them for who may know."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from audit.enums import Verb
from core.csv_cells import csv_response
from core.lists import sorted_page, with_filters
from desk.forms.unmet_needs import UnmetFilter, UnmetPeopleFilter
from desk.selectors.unmet_needs import figures, people_behind
from mentoring.enums.needs import NeedArea, Unmet

SORTS = {
    "name": ["assessment__case__person__sort_name", "area"],
    "need": ["area", "assessment__case__person__sort_name"],
    "since": ["on_date", "assessment__case__person__sort_name"],
}


@requires(Permission.SEE_TEAM)
@require_safe
def unmet_counts(request):
    today = timezone.localdate()
    form = UnmetFilter(request.GET or None, team=request.user.team_id, today=today)
    programme, quarter = form.chosen()
    trail.record(
        "desk:unmet_counts", Verb.VIEWED, by=request.user, after={"programme": programme, "quarter": quarter.key}
    )
    context = {
        "filter": form,
        "programme": programme,
        "quarter": quarter,
        "until": min(quarter.last, today),
        "figures": programme and figures(programme, quarter, today),
        "people_url": _people_url(programme, quarter),
        "export_url": with_filters(reverse("desk:unmet_export"), request),
    }
    return render(request, "desk/unmet_counts.html", context)


@requires(Permission.SEE_TEAM)
@require_safe
def unmet_export(request):
    """The same figures, hidden in the same places, as a CSV file."""
    today = timezone.localdate()
    programme, quarter = UnmetFilter(request.GET or None, team=request.user.team_id, today=today).chosen()
    found = programme and figures(programme, quarter, today)
    asked = {"programme": programme, "quarter": quarter.key}
    trail.record("desk:unmet_export", Verb.EXPORTED, by=request.user, after=asked)
    rows = [
        (quarter.label, title, line.label, str(line.people))
        for title, lines in (found.tables if found else ())
        for line in lines
    ]
    return csv_response(f"unmet-need-{quarter.key}", ("Supported in", "By", "What", "People"), rows)


@requires(Permission.SEE_TEAM)
@require_safe
def unmet_people(request):
    """Whose needs they are, of those whose record one may open."""
    today = timezone.localdate()
    form = UnmetPeopleFilter(request.GET or None, team=request.user.team_id, today=today)
    programme, quarter = form.chosen()
    rows = people_behind(request.user, programme, quarter, today) if programme else []
    page = sorted_page(request, form.narrowed(rows), sorts=SORTS, default="name") if programme else None
    for row in page or ():
        row.need, row.reason = NeedArea(row.area), Unmet(row.because)
    trail.listed(request, {row.assessment.case.person_id for row in page or ()})
    context = {
        "filter": form,
        "page": page,
        "programme": programme,
        "quarter": quarter,
        "counts_url": f"{reverse('desk:unmet_counts')}?{_asked(programme, quarter)}",
    }
    return render(request, "desk/unmet_people.html", context)


def _people_url(programme, quarter):
    return f"{reverse('desk:unmet_people')}?{_asked(programme, quarter)}"


def _asked(programme, quarter):
    return urlencode({"programme": getattr(programme, "pk", ""), "quarter": quarter.key})
