"""Days in a prison: which there are, the sheet to print and take in, and writing it up afterwards from one page."""

import datetime as dt

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from audit import trail
from core.errors import EditedMeanwhile, RuleBroken
from core.lists import sorted_page
from mentoring.enums.meetings import MeetingState
from mentoring.forms.day_sheets import ResultForm, SheetDayFilter
from mentoring.services.meetings import record_meeting
from mentoring.views.rows import refuse
from mentoring.visiting.day_sheet import day_sheet, sheet_days
from prisons.models import Prison

SORTS = {"day": ["on_date", "prison__name"], "prison": ["prison__name", "on_date"], "people": ["people", "on_date"]}
# The button that saves every row that was filled in.
ALL = "all"


@requires(Permission.RECORD_CONTACTS)
@require_safe
def days(request):
    """Days with visits in a prison: to print the sheet for, or to write up. Counts only, nobody is named."""
    today = timezone.localdate()
    filterset = SheetDayFilter(request.GET, queryset=sheet_days(request.user, today), request=request)
    page = sorted_page(request, filterset.qs, sorts=SORTS, default="day", tie="prison")
    return render(request, "mentoring/sheet_days.html", {"page": page, "filter": filterset, "today": today})


@requires(Permission.RECORD_CONTACTS)
@require_safe
def sheet(request, prison_id, day):
    """Whom to see in a prison on one day, to print: no phones inside."""
    prison, on_date = _place_and_day(prison_id, day)
    rows = day_sheet(request.user, prison, on_date)
    trail.listed(request, [row.case.person_id for row in rows])
    context = {"prison": prison, "day": on_date, "rows": rows, "today": timezone.localdate()}
    return render(request, "mentoring/day_sheet.html", context)


@requires(Permission.RECORD_CONTACTS)
def results(request, prison_id, day):
    """How the visits of a day went, in the order of the sheet. Each row saves alone; what is typed in the others stays."""
    prison, on_date = _place_and_day(prison_id, day)
    rows = day_sheet(request.user, prison, on_date)
    forms, saved = {}, []
    if request.method == "POST":
        forms, saved = _save(request, rows)
        if saved and not forms:
            return _next(request, rows, saved)
        if saved:
            rows = day_sheet(request.user, prison, on_date)
    for row in rows:
        waits = row.state == MeetingState.PLANNED and row.on_date <= timezone.localdate()
        row.form = forms.get(row.pk) or (ResultForm(meeting=row) if waits else None)
    trail.listed(request, [row.case.person_id for row in rows])
    context = {
        "prison": prison,
        "day": on_date,
        "rows": rows,
        # Each row has its own.
        "form": None,
        "to_come": on_date > timezone.localdate(),
        "wrong": [form for form in forms.values() if form.is_bound and form.errors],
        "open": [row for row in rows if row.form],
    }
    return render(request, "mentoring/day_results.html", context)


def _save(request, rows):
    """Save the row whose button was pressed, or every row that was filled in. The forms to show again by key, and what was saved."""
    asked, forms, saved = request.POST.get("save", ""), {}, []
    for row in rows:
        if row.state != MeetingState.PLANNED and asked != str(row.pk):
            continue
        form = ResultForm(request.POST, meeting=row)
        filled = form.add_prefix("version") in request.POST and form.has_changed()
        if asked == str(row.pk) or (asked == ALL and filled):
            if _saves(request.user, row, form):
                saved.append(row)
            else:
                forms[row.pk] = form
        elif filled:
            forms[row.pk] = ResultForm.kept(request.POST, meeting=row)
    return forms, saved


def _saves(user, row, form):
    if not form.is_valid():
        return False
    try:
        record_meeting(meeting=row, by=user, read_at_version=form.cleaned_data["version"], **form.answers())
    except EditedMeanwhile:
        row.refresh_from_db()
        form.show_clash(now={"state": row.state, "note": row.note}, version=row.version)
    except RuleBroken as refusal:
        refuse(form, refusal)
    return not form.errors


def _next(request, rows, saved):
    """To the next row that waits, or with the last one done back to the first page."""
    done = {row.pk for row in saved}
    left = [row for row in rows if row.state == MeetingState.PLANNED and row.pk not in done]
    number = f"{len(saved)} visit{'s' if len(saved) > 1 else ''} written up."
    if not left:
        messages.success(request, f"{number} The day is written up.")
        return redirect("desk:home")
    messages.success(request, f"{number} {len(left)} left.")
    after = [row for row in left if rows.index(row) > rows.index(saved[-1])]
    return redirect(f"{request.path}#row-{(after or left)[0].pk}")


def _place_and_day(prison_id, day):
    try:
        on_date = dt.date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(Prison, pk=prison_id), on_date
