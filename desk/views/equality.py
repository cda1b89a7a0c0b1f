"""The figures of the equality questions, for managers and whoever they report to. They name nobody and open nothing."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from audit.enums import Verb
from core.csv_cells import csv_response
from core.lists import with_filters
from desk.forms.equality import EqualityFilter
from desk.selectors.equality import equality_figures


@requires(Permission.SEE_EQUALITY_COUNTS)
@require_safe
def equality_counts(request):
    today = timezone.localdate()
    filter_form = EqualityFilter(request.GET or None, team=request.user.team_id, today=today)
    programme, year = filter_form.chosen()
    trail.record("desk:equality_counts", Verb.VIEWED, by=request.user, after={"programme": programme, "year": year})
    context = {
        "filter": filter_form,
        "programme": programme,
        "year": year,
        "until": today.replace(day=1),
        "figures": programme and equality_figures(programme, year, today),
        "export_url": with_filters(reverse("desk:equality_export"), request),
    }
    return render(request, "desk/equality_counts.html", context)


@requires(Permission.SEE_EQUALITY_COUNTS)
@require_safe
def equality_export(request):
    """The same figures, hidden in the same places, as a CSV file."""
    today = timezone.localdate()
    programme, year = EqualityFilter(request.GET or None, team=request.user.team_id, today=today).chosen()
    figures = programme and equality_figures(programme, year, today)
    asked = {"programme": programme, "year": year}
    trail.record("desk:equality_export", Verb.EXPORTED, by=request.user, after=asked)
    rows = [
        (code_list, question.label, answer, str(number))
        for code_list, questions in (figures.lists if figures else ())
        for question in questions
        for answer, number in question.lines
    ]
    return csv_response("equality", ("Questions of", "Question", "Answer", "People"), rows)
